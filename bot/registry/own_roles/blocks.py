"""The list of roles, and the form in which a steward says what one means here."""

from bot.registry.own_roles.rules import (
    BOUNDARIES,
    DECISIONS,
    LEARN_MORE,
    LISTS,
    NAME,
    NAMES,
    EditedRole,
    RoleList,
    decided,
)
from bot.roles.rules import RoleDefinition
from bot.slack.block_kit import (
    SECTION_TEXT,
    actions,
    button,
    context,
    escape,
    input_block,
    modal,
    section,
    shorten,
    text_input,
)
from bot.slack.messages import Block, Message, View

EDIT = "own_roles.edit"
ADD = "own_roles.add"
FORGET = "own_roles.forget"
FORM = "own_roles.form"
NEW = "own_roles.new"
SAVED = "own_roles.saved"
FIELD = "own_roles."
MOST_SHOWN = 40
LABELS = {
    NAME: "Name",
    NAMES: "Other names, parted by commas",
    "what_to_ask": "What to ask them, in a few words",
    "purpose": "Purpose, in a sentence",
    "scope": "Scope, in a sentence",
    "responsibilities": "Responsibilities, a line each",
    DECISIONS: "What they decide, a line each",
    "skills": "Skills, a line each",
    "success_metrics": "Judged by, a line each",
    "pitfalls": "Pitfalls, a line each",
    BOUNDARIES: "Where it ends, a line for each neighbour",
    LEARN_MORE: "Learn more: a link",
}
SAID = {
    "names": "other names", "what_to_ask": "what to ask", "success_metrics": "success metrics",
    BOUNDARIES: "where it ends", LEARN_MORE: "a link",
}  # fmt: skip


def role_list(shown: RoleList) -> Message:
    """Every role with whose words it is in; stewards change them from here."""
    roles = list(shown.book)
    blocks = [section("*The roles here*")]
    for place, role in enumerate(roles[:MOST_SHOWN]):
        edited = EditedRole(role, shown.book.shipped(role.key), shown.book.own_of(role.key))
        line = f"*{escape(_title(role))}* · {escape(_whose(edited))}"
        owned_by_file = edited.own is not None and bool(edited.own.source)
        change = button("Change", f"{EDIT}#{place}", role.key, label=f"Change {role.title}")
        blocks.append(section(line, accessory=change if shown.may_change and not owned_by_file else None))
    if len(roles) > MOST_SHOWN:
        blocks.append(context(f"… and {len(roles) - MOST_SHOWN} more: `/rolecall role` and a name"))
    if shown.may_change:
        blocks.append(actions([button("Add a role", ADD)]))
    else:
        names = ", ".join(sorted(one.name for one in shown.stewards)) or "nobody yet"
        blocks.append(context(f"Stewards can change these: {escape(names)}"))
    return Message(shorten(f"The roles here: {', '.join(_title(role) for role in roles)}", 1000), blocks)


def role_form(edited: EditedRole) -> View:
    """Everything that may be said of a role; where the library says it already, that is filled in."""
    blocks = [section(_explained(edited))]
    blocks += [_field(name, edited) for name in LABELS]
    if edited.own is not None:
        blocks.append(actions([_forget_button(edited)]))
    title = "A new role" if edited.is_new else f"Role: {edited.role.short}"
    return modal(FORM, title, blocks, submit="Save", private_metadata=edited.role.key)


def name_form() -> View:
    """What a new role is called; the rest is asked next."""
    field = input_block(_block(NAME), "What is the role called?", text_input(most=100, placeholder="Release Captain"))
    return modal(NEW, "A new role", [field], submit="Next")


def saved_modal(edited: EditedRole) -> View:
    """That it is kept, and how the cards say it from now on."""
    title = escape(_title(edited.role))
    if edited.own is None and edited.shipped is not None:
        said = f"*{title}* is in the library's words again."
    elif edited.own is None:
        said = f"*{title}* is no longer defined. Where somebody holds it, it is known by its key."
    else:
        said = (
            f"Saved. *{title}:* {escape(_whose(edited))}. Ask “what is a {escape(edited.role.short)}” to see the card."
        )
    return modal(SAVED, "Saved", [section(said)], close="Close")


def _explained(edited: EditedRole) -> str:
    if edited.is_new:
        return (
            f"*{escape(edited.role.title)}* is not a role here yet. Say what it is, as much or as little as you like."
        )
    if edited.shipped is None:
        return f"*{escape(_title(edited.role))}* is a role of your own."
    return (
        f"*{escape(_title(edited.role))}* · {escape(_whose(edited))}\n"
        "What you change here stays as you say it. What you leave, or empty, is the library's and follows its upgrades."
    )


def _whose(edited: EditedRole) -> str:
    own = edited.own
    if own is None:
        return "from the library"
    said = ", ".join(SAID.get(name, name) for name in edited.said_here)
    words = "your own role" if edited.shipped is None else f"your words for {said}"
    return f"{words}, managed by {own.source}" if own.source else words


def _field(name: str, edited: EditedRole) -> Block:
    multiline = name in (*LISTS, DECISIONS, BOUNDARIES, "purpose", "scope")
    hint = (
        "TPM: the PM decides what ships, the TPM when. What is not said here is as in the library."
        if name == BOUNDARIES
        else ""
    )
    if name == NAMES and edited.shipped is not None:
        hint = f"The library's count as well: {', '.join(edited.shipped.names)}"
    element = text_input(initial=_initial(name, edited), multiline=multiline, most=SECTION_TEXT if multiline else 500)
    needed = name == NAME and edited.shipped is None
    return input_block(_block(name), LABELS[name], element, optional=not needed, hint=hint)


def _initial(name: str, edited: EditedRole) -> str:
    if name == NAMES:
        return ", ".join(edited.own.names) if edited.own is not None else ""
    if name == DECISIONS:
        return "\n".join(decided(edited.role))
    value = getattr(edited.role, name)
    return value if isinstance(value, str) else "\n".join(value)


def _forget_button(edited: EditedRole) -> Block:
    text = "Back to the library's words" if edited.shipped is not None else "Remove this role"
    forget = button(text, FORGET, edited.role.key, style="danger")
    forget["confirm"] = {
        "title": {"type": "plain_text", "text": "Are you sure?"},
        "text": {"type": "plain_text", "text": "Your own words for it are taken away. The history keeps them."},
        "confirm": {"type": "plain_text", "text": "Take them away"},
        "deny": {"type": "plain_text", "text": "Keep them"},
    }
    return forget


def _block(name: str) -> str:
    return f"{FIELD}{name}"


def _title(role: RoleDefinition) -> str:
    return f"{role.title} ({role.short})" if role.short != role.title else role.title
