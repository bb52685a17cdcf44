"""An area's card: who holds which role there, where to begin, why it is so and how fresh that is."""

from collections.abc import Sequence
from datetime import datetime

from bot.ids import WorkspaceId
from bot.lookup.answer_rules import HeldRole, Owned, Vacant
from bot.lookup.links import channel, people_of, person
from bot.lookup.wording import cover, inherited, provenance, role_label
from bot.registry.rules import Area
from bot.roles.rules import RoleDefinition
from bot.slack.block_kit import context, escape, section, shorten
from bot.slack.messages import Message


def owned_card(answer: Owned, workspace_id: WorkspaceId, now: datetime) -> Message:
    """Who holds each role in an area, the one asked for first; what is inherited is said in the first line."""
    asked = answer.held[0].role if answer.role is not None else None
    from_above = inherited(answer, asked)
    if from_above is None:
        first = _title(answer.area, answer.above)
        opening = f"{answer.area.name}:"
    else:
        missing, source, up = from_above
        first = f"*{escape(answer.area.name)}* has {escape(missing)} of its own; *{escape(source.name)}*, {up}, answers for it."
        opening = f"{answer.area.name} has {missing} of its own; {source.name}, {up}, answers for it."
    if answer.area.unowned:
        first += f"\nNobody has it on purpose: {escape(answer.area.unowned)}"
        opening += f" Nobody has it on purpose: {answer.area.unowned}"
    lines = [first, *_start_here(answer.area, answer.above), *role_lines(answer, workspace_id)]
    if answer.missing is not None:
        vacancy, said = _vacancy(answer.area, answer.missing, answer.cover, workspace_id)
        lines, opening = [vacancy, *lines], f"{said} {opening}"
    why = provenance(answer.held[0].assignments[0], now)
    source_name = f"From {answer.held[0].from_area.name} · " if answer.held[0].levels_up else ""
    blocks = [section("\n".join(lines), expand=True)]
    if why:
        blocks.append(context(f"_{escape(source_name + why)}_"))
    said = "; ".join(f"{role_label(held.role)} {', '.join(one.name for one in held.people)}" for held in answer.held)
    return Message(shorten(f"{opening} {said}", 1000), blocks)


def role_lines(answer: Owned | Vacant, workspace_id: WorkspaceId) -> list[str]:
    """One line a role: who holds it, what to ask them, and where it comes from unless the first line has said so."""
    source = answer.inherited_from if isinstance(answer, Owned) else None
    lines = []
    for held in answer.held:
        line = f"*{escape(role_label(held.role))}:* {people_of(held, workspace_id)}"
        if held.role.what_to_ask:
            line += f" · {escape(held.role.what_to_ask)}"
        if held.levels_up and (source is None or held.from_area.key != source.key):
            line += f" _(from {escape(held.from_area.name)})_"
        if stand_ins := [person(one, workspace_id) for one in held.stand_ins if one is not None]:
            line += f" · when away: {', '.join(stand_ins)}"
        lines.append(line)
    return lines


def vacant_card(answer: Vacant, workspace_id: WorkspaceId, now: datetime) -> Message:  # noqa: ARG001
    """Nobody holds it: said first, then who to ask until somebody does."""
    first, said = _vacancy(answer.area, answer.role, answer.cover, workspace_id)
    lines = [first, *_start_here(answer.area, answer.above), *role_lines(answer, workspace_id)]
    return Message(shorten(said, 1000), [section("\n".join(lines), expand=True)])


def _vacancy(
    area: Area, role: RoleDefinition | None, stand_in: HeldRole | None, workspace_id: WorkspaceId
) -> tuple[str, str]:
    """That nobody holds `role` (None: any), and who to ask until somebody does: as mrkdwn, and as plain text."""
    missing = f"no {role.short}" if role is not None else "nobody yet"
    first, said = f"*{escape(area.name)} has {escape(missing)}.*", f"{area.name} has {missing}."
    if area.unowned:
        return f"{first} By design: {escape(area.unowned)}", f"{said} By design: {area.unowned}"
    if (until := cover(stand_in)) is None:
        return f"{first} Nobody stands in, here or above.", f"{said} Nobody stands in, here or above."
    held, where = until
    return (
        f"{first} Until then ask {person(held.people[0], workspace_id)} ({escape(where)}).",
        f"{said} Until then ask {held.people[0].name} ({where}).",
    )


def _title(area: Area, above: Sequence[Area]) -> str:
    return f"*{escape(area.name)}*" + "".join(f"  \u2039 {escape(one.name)}" for one in above)


def _start_here(area: Area, above: Sequence[Area]) -> list[str]:
    """Where to begin: the area's own help channel and on-call, else the nearest one's above."""
    source = next((one for one in (area, *above) if one.help_channel or one.oncall or one.channel), None)
    if source is None:
        return []
    first = source.help_channel or source.channel
    said = [channel(first)] if first else []
    if source.oncall:
        said.append(f"urgent: {escape(source.oncall)}")
    return [f"*Start here:* {' · '.join(said)}"]
