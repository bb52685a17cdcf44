"""Cards about roles. Stacked, not side by side: phones have one column."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from bot.ids import WorkspaceId
from bot.lookup.answer_rules import Decides, Definition, HeldRole
from bot.lookup.links import channel, people_of, person
from bot.lookup.questions.intents import Intent
from bot.lookup.role_cards.matrix_blocks import MATRIX
from bot.lookup.wording import day, deciders, listed, otherwise, settles
from bot.registry.agreements.blocks import open_button
from bot.registry.rules import Agreed
from bot.roles.rules import STUCK_AFTER_DAYS, Boundary, RoleDefinition
from bot.slack.block_kit import button, context, escape, section, shorten
from bot.slack.messages import Block, Message

LIST_OF = {
    Intent.METRICS: ("is judged by", "success_metrics"),
    Intent.SKILLS: ("needs", "skills"),
    Intent.PITFALLS: ("watches out for", "pitfalls"),
}
MOST_IN_SHORT = 6
_ADDRESS = re.compile(r"https?://[^\s<>|]+")


def role_buttons(answer: Definition | Decides) -> list[Block]:
    """The matrix beside a comparison and beside who decides; the agreement where an area's two can have one."""
    if isinstance(answer, Definition) and answer.aspect is not Intent.COMPARE:
        return []
    area = answer.area.key if answer.area is not None else ""
    is_theirs = isinstance(answer, Definition) or bool(answer.decision.line)
    two = is_theirs and {"pm", "tpm"} <= {one.role.key for one in answer.held}
    return [button("Matrix", MATRIX, area), *([open_button(area)] if two else [])]


def definition_card(answer: Definition, workspace_id: WorkspaceId, today: date) -> Message:
    """The side of one role or two that was asked for."""
    if not answer.roles:
        return Message("Which role do you mean?", [section("Which role do you mean? Try “what does a TPM do?”")])
    if answer.aspect is Intent.COMPARE and len(answer.roles) > 1:
        return _compare(answer, workspace_id, today)
    if answer.aspect in LIST_OF:
        return _lists(answer)
    blocks: list[Block] = []
    for role in answer.roles:
        blocks.extend(_definition(role))
    if answer.boundary is not None:
        blocks.append(context(f"_{escape(_difference(answer))}_"))
    text = " ".join(f"{role.title}: {role.purpose}" for role in answer.roles)
    return Message(shorten(text, 1000), blocks)


def _definition(role: RoleDefinition) -> list[Block]:
    lines = [f"*{escape(_full_title(role))}*"]
    lines += [escape(text) for text in (role.purpose, role.scope) if text]
    lines += [f"• {escape(duty)}" for duty in role.responsibilities]
    if role.decisions:
        lines.append(f"*Decides:* {escape(', '.join(decision.label for decision in role.decides()))}")
    if role.success_metrics:
        lines.append(f"*Judged by:* {escape(', '.join(role.success_metrics))}")
    if len(lines) == 1:
        lines.append("Nobody has written down yet what this role is here.")
    blocks = [section("\n".join(lines), expand=True)]
    if role.learn_more:
        blocks.append(context(_link(role.learn_more)))
    return blocks


def _link(address: str) -> str:
    """A link that can be followed; what is none is shown as it was written."""
    return f"<{address}|Learn more>" if _ADDRESS.fullmatch(address) else f"Learn more: {escape(address)}"


def _difference(answer: Definition) -> str:
    """Where the role ends and the one it is taken for begins."""
    boundary = answer.boundary
    if boundary is None:
        return ""
    return boundary.said_of({key: f"the {_called(key, answer)}" for key in boundary.between})


def _written(boundary: Boundary) -> Boundary:
    """The boundary with its line, which may be a workspace's own, as Slack has to be given it."""
    return replace(boundary, line=escape(boundary.line))


def _called(key: str, answer: Definition) -> str:
    known = [*answer.roles, *filter(None, [answer.counterpart])]
    return next(role.short for role in known if role.key == key)


def _lists(answer: Definition) -> Message:
    verb, name = LIST_OF[answer.aspect]
    blocks: list[Block] = []
    said: list[str] = []
    between = answer.boundary
    if answer.aspect is Intent.PITFALLS and between is not None and between.pitfalls and len(answer.roles) > 1:
        both = listed([role.short for role in answer.roles[:2]])
        blocks.append(_bullets(f"*Between {escape(both)}*", between.pitfalls))
        said.append("; ".join(between.pitfalls))
    for role in answer.roles:
        items: tuple[str, ...] = getattr(role, name)
        shown = items or ("Nobody has written that down yet",)
        blocks.append(_bullets(f"*{escape(_full_title(role))}* {verb}", shown))
        said.append(f"{role.title} {verb}: {', '.join(shown)}")
    return Message(shorten(". ".join(said), 1000), blocks)


def _compare(answer: Definition, workspace_id: WorkspaceId, today: date) -> Message:
    held = {one.role.key: one for one in answer.held}
    subject = answer.area.name if answer.area else listed([role.short for role in answer.roles])
    lines = [f"*{escape(subject)}: who does what*"]
    lines += [_in_short(role, held.get(role.key), answer, workspace_id) for role in answer.roles]
    boundary = answer.boundary
    if boundary is not None:
        names = {
            key: _who(key, held, workspace_id) or f"the {escape(_called(key, answer))}" for key in boundary.between
        }
        lines.append(f"_{_written(boundary).said_of(names)}_")
        if boundary.together:
            lines.append(f"*Together:* {escape(', '.join(boundary.together))}")
        mixed = [
            f"{escape(what)} → {_who(key, held, workspace_id) or escape(_called(key, answer))}"
            for what, key in boundary.mixed_up
        ]
        lines += ["*Often mixed up:*", *(f"• {one}" for one in mixed)] if mixed else []
    lines += _agreed_otherwise(answer, held, workspace_id)
    blocks = [section("\n".join(lines), expand=True)]
    if answer.agreed is not None:
        blocks.append(context(f"_{escape(agreed_by(answer.agreed, today))}_"))
    plain = [f"{role.short}{_plain_names(held.get(role.key))}: {role.purpose}" for role in answer.roles]
    return Message(shorten(f"{subject}: who does what. {' '.join(plain)}", 1000), blocks)


def _in_short(role: RoleDefinition, held: HeldRole | None, answer: Definition, workspace_id: WorkspaceId) -> str:
    """`*PM, Ana:* vision, scope · judged by …`."""
    label = escape(role.short)
    if answer.area is not None:
        label += f", {people_of(held, workspace_id)}" if held else ", nobody yet"
    does = ", ".join(decision.label for decision in role.decides()[:MOST_IN_SHORT]) or role.what_to_ask
    parts = [escape(does) if does else "nobody has written down yet what it is here"]
    if role.success_metrics:
        parts.append(f"judged by {escape(', '.join(_lowered(one) for one in role.success_metrics))}")
    return f"*{label}:* {' · '.join(parts)}"


def _agreed_otherwise(answer: Definition, held: dict[str, HeldRole], workspace_id: WorkspaceId) -> list[str]:
    """What the two have agreed on that is not what the library says, one line for all of it."""
    said = [
        f"{escape(line.subject)} → "
        + listed([_who(key, held, workspace_id) or escape(_called(key, answer)) for key in line.decider.roles])
        for line in answer.agreed_otherwise
    ]
    return [f"*Agreed otherwise here:* {' · '.join(said)}"] if said else []


def decides_card(answer: Decides, workspace_id: WorkspaceId, today: date) -> Message:
    """Which role settles it; with an area, who that is, whom to ask first, whom to tell after, where to go when stuck."""
    held = {one.role.key: one for one in answer.held}
    by = [
        f"{people_of(held[role.key], workspace_id)} ({escape(role.short)})"
        if role.key in held
        else f"the {escape(role.short)}"
        for role in answer.roles
    ]
    lines = [f"*{settles(answer, listed(by), escape)}.*"]
    if answer.perhaps is not None:
        lines.append(otherwise(answer, escape))
    if asked := _around(answer, held, workspace_id):
        lines.append(" · ".join(asked))
    last = _last_line(answer, held, workspace_id, today)
    blocks = [section("\n".join([*lines, *([f"_{last}_"] if last else [])]), expand=True)]
    text = f"{settles(answer, deciders(answer))}. {otherwise(answer)}".rstrip()
    return Message(shorten(text, 1000), blocks)


def _around(answer: Decides, held: dict[str, HeldRole], workspace_id: WorkspaceId) -> list[str]:
    """`Ask first: …`, `Tell after: …`, `Stuck 2 days: …`, each where there is something to say."""
    others = {role.key: role for role in answer.others}

    def named(keys: Iterable[str]) -> list[str]:
        return [
            f"{_who(key, held, workspace_id)} ({escape(others[key].short)})"
            if key in held
            else escape(others[key].short)
            for key in keys
            if key in others
        ]

    place = [channel(answer.area.channel)] if answer.area is not None and answer.area.channel else []
    stuck = [key for key in answer.decision.stuck if key in others]
    nearest = next((key for key in stuck if key in held), stuck[0] if stuck else None)
    said = (
        ("Ask first", named(answer.decision.ask_first)),
        ("Tell after", [*place, *named(answer.decision.tell_after)]),
        (f"Stuck {STUCK_AFTER_DAYS} days", named([nearest] if nearest else [])),
    )
    return [f"{what}: {', '.join(names)}" for what, names in said if names]


def _last_line(answer: Decides, held: dict[str, HeldRole], workspace_id: WorkspaceId, today: date) -> str:
    """What the counterpart decides, and who has agreed on it."""
    said = []
    if answer.boundary is not None:
        shorts = {role.key: role.short for role in (*answer.roles, *answer.others)}
        names = {
            key: _who(key, held, workspace_id) or f"the {escape(shorts.get(key) or key)}"
            for key in answer.boundary.between
        }
        said.append(_written(answer.boundary).said_of(names))
    if answer.agreed is not None:
        said.append(escape(agreed_by(answer.agreed, today)) + ".")
    return " ".join(said)


def agreed_by(agreed: Agreed, today: date) -> str:
    """`Agreed by Ana Silva and Bo Chen, 3 Oct`: who pressed Agree, and when the second of them did."""
    return f"Agreed by {listed([one.name for one in agreed.signatures])}, {day(agreed.on, today)}"


def _who(key: str, held: dict[str, HeldRole], workspace_id: WorkspaceId) -> str:
    """The accountable holder of a role as a link; "" when nobody is known."""
    return person(held[key].people[0], workspace_id) if key in held else ""


def _plain_names(held: HeldRole | None) -> str:
    return f", {listed([one.name for one in held.people])}" if held else ""


def _full_title(role: RoleDefinition) -> str:
    return f"{role.title} ({role.short})" if role.short != role.title else role.title


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _bullets(title: str, items: Sequence[str]) -> Block:
    return section("\n".join([title, *(f"• {escape(item)}" for item in items)]), expand=True)
