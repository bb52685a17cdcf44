"""The matrix as a table, and as a list for narrow screens. Slack takes a table in messages alone, one in each."""

from bot.ids import WorkspaceId
from bot.lookup.links import person
from bot.lookup.role_cards.rules import Matrix, MatrixRow, Part, WhichArea
from bot.roles.rules import RoleDefinition
from bot.slack.block_kit import TABLE_COLUMNS, TABLE_ROWS, actions, button, context, escape, section, shorten, table
from bot.slack.messages import Block, Message

MATRIX = "lookup.matrix"
MATRIX_LIST = "lookup.matrix_list"
DECIDING = (Part.DECIDES, Part.WITH_OTHERS, Part.DOES)
NO_PART = "\N{EN DASH}"


def matrix_table(matrix: Matrix) -> Message:
    """A row for each thing, a column for each role; what does not fit is counted."""
    roles, rows = matrix.roles[: TABLE_COLUMNS - 1], matrix.rows[: TABLE_ROWS - 1]
    heads = ["What", *(_head(role, matrix) for role in roles)]
    body = [[_sentence(row.subject), *(_cell(row, role) for role in roles)] for row in rows]
    blocks = [section(f"*{escape(_title(matrix))}*"), table([heads, *body])]
    left = len(matrix.rows) - len(rows), len(matrix.roles) - len(roles)
    if any(left):
        blocks.append(context(f"Not shown: {left[0]} more rows, {left[1]} more roles. The list has them all."))
    blocks += _note(matrix)
    blocks.append(
        actions([button("As a list", MATRIX_LIST, _area(matrix), label="The same as a list, for narrow screens")])
    )
    return Message(_text(matrix), blocks)


def matrix_list(matrix: Matrix, workspace_id: WorkspaceId) -> Message:
    """The same, a role after the other: what it has, with whom it is asked and told."""
    blocks = [section(f"*{escape(_title(matrix))}*")]
    for role in matrix.roles:
        lines = [
            f"• {escape(_sentence(row.subject))}{_beside(row, role, matrix)}" for row in matrix.rows if _has(row, role)
        ]
        if lines:
            name = next((person(one.people[0], workspace_id) for one in matrix.held if one.role.key == role.key), "")
            blocks.append(
                section("\n".join([f"*{escape(role.short)}{', ' if name else ''}{name}*", *lines]), expand=True)
            )
    blocks += _note(matrix)
    blocks.append(actions([button("As a table", MATRIX, _area(matrix))]))
    return Message(_text(matrix), blocks)


def which_area(found: WhichArea) -> Message:
    """Up to three areas, each a button that opens its matrix, and the matrix without an area."""
    buttons = [button(area.name, f"{MATRIX}#{place}", area.key) for place, area in enumerate(found.areas)]
    buttons.append(button("Without an area", f"{MATRIX}#none"))
    names = ", ".join(area.name for area in found.areas)
    return Message(shorten(f"The matrix of which area? {names}", 1000), [section("*Of which area?*"), actions(buttons)])


def _title(matrix: Matrix) -> str:
    return f"{matrix.area.name}: who decides what" if matrix.area is not None else "Who decides what"


def _area(matrix: Matrix) -> str:
    return matrix.area.key if matrix.area is not None else ""


def _head(role: RoleDefinition, matrix: Matrix) -> str:
    name = next((one.people[0].name for one in matrix.held if one.role.key == role.key), "")
    return f"{role.short}, {name}" if name else role.short


def _cell(row: MatrixRow, role: RoleDefinition) -> str:
    part = row.parts.get(role.key)
    if part is None:
        return NO_PART
    return f"{part.value}, agreed" if row.agreed and part in DECIDING else part.value


def _has(row: MatrixRow, role: RoleDefinition) -> bool:
    return row.parts.get(role.key) in DECIDING


def _beside(row: MatrixRow, role: RoleDefinition, matrix: Matrix) -> str:
    """` with TPM · asks EM first · tells Designer`."""
    said = []
    for part, words in (
        (Part.WITH_OTHERS, "with {}"),
        (Part.ASKED_FIRST, "asks {} first"),
        (Part.TOLD_AFTER, "tells {}"),
    ):
        named = [one.short for one in matrix.roles if row.parts.get(one.key) is part and one.key != role.key]
        if named:
            said.append(words.format(", ".join(named)))
    shown = f": {' · '.join(said)}" if said else ""
    return escape(shown + (" (agreed)" if row.agreed else ""))


def _note(matrix: Matrix) -> list[Block]:
    if matrix.agreed is None:
        return []
    names = " and ".join(escape(one.name) for one in matrix.agreed.signatures)
    return [context(f"_What is marked as agreed is what {names} have agreed on._")]


def _text(matrix: Matrix) -> str:
    """What a screen reader and a notification say: who decides what, in sentences."""
    said = []
    for role in matrix.roles:
        has = [row.subject for row in matrix.rows if _has(row, role)]
        if has:
            said.append(f"{_head(role, matrix)}: {', '.join(has)}.")
    return shorten(f"{_title(matrix)}. {' '.join(said)}", 2000)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
