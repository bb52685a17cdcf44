"""An answer as text for a terminal: the card's words without its buttons."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.lookup.answer_rules import Ambiguous, Answer, Decides, Definition, HeldRole, Holds, Owned, Unknown, Vacant
from bot.lookup.questions.intents import Intent
from bot.lookup.wording import cover, deciders, inherited, otherwise, person_note, provenance, role_label, settles
from bot.registry.rules import Area
from bot.roles.rules import RoleDefinition


def as_text(answer: Answer, now: datetime) -> str:
    """The answer in lines. Characters that steer a terminal are taken out of whatever the registry says."""
    lines = _lines(answer, now)
    return "\n".join("".join(char for char in line if char.isprintable()) for line in lines)


def _lines(answer: Answer, now: datetime) -> list[str]:
    match answer:
        case Owned():
            return _owned(answer, now)
        case Vacant():
            return _vacant(answer)
        case Ambiguous():
            return ["Which one?", *(f"  {_title(*pair)}" for pair in zip(answer.candidates, answer.above, strict=True))]
        case Unknown():
            about = f"who owns “{answer.subject}”" if answer.subject else "that"
            nearest = [f"  {_title(*pair)}" for pair in zip(answer.nearest, answer.above, strict=True)]
            return [
                f"I don't know {about}, and I won't guess.",
                *(["Nearest in the list:", *nearest] if nearest else []),
            ]
        case Holds():
            held = [f"  {area.name}: {role.title}" for area, role in answer.held]
            return (
                [f"{answer.person.name or 'This person'} holds:", *held] if held else ["They hold nothing in the list."]
            )
        case Decides():
            return _decides(answer)
        case Definition(aspect=Intent.COMPARE):
            return _compare(answer)
        case Definition():
            return [line for role in answer.roles for line in _about(role, answer.aspect)] + _between(answer)


def _owned(answer: Owned, now: datetime) -> list[str]:
    asked = answer.held[0].role if answer.role is not None else None
    from_above = inherited(answer, asked)
    first = _title(answer.area, answer.above)
    if from_above is not None:
        missing, source, up = from_above
        first = f"{answer.area.name} has {missing} of its own; {source.name}, {up}, answers for it."
    why = provenance(answer.held[0].assignments[0], now)
    if answer.area.unowned:
        first += f" Nobody has it on purpose: {answer.area.unowned}"
    vacancy = [_vacancy(answer.area, answer.missing, answer.cover)] if answer.missing is not None else []
    return [*vacancy, first, *_start_here(answer.area, answer.above), *_roles(answer.held), *([why] if why else [])]


def _vacancy(area: Area, role: RoleDefinition | None, stand_in: HeldRole | None) -> str:
    said = f"{area.name} has no {role.short}." if role is not None else f"{area.name} has nobody yet."
    if area.unowned:
        return f"{said} By design: {area.unowned}"
    if (until := cover(stand_in)) is None:
        return said
    return f"{said} Until then ask {until[0].people[0].name} ({until[1]})."


def _vacant(answer: Vacant) -> list[str]:
    first = _vacancy(answer.area, answer.role, answer.cover)
    return [first, *_start_here(answer.area, answer.above), *_roles(answer.held)]


def _roles(held: Sequence[HeldRole]) -> list[str]:
    lines = []
    from_one = len({one.from_area.key for one in held}) == 1
    for one in held:
        names = [
            person.name + person_note(person, assignment.part)
            for person, assignment in zip(one.people, one.assignments, strict=True)
        ]
        came_from = f"  (from {one.from_area.name})" if one.levels_up and not from_one else ""
        lines.append(f"  {role_label(one.role)}: {', '.join(names)}{came_from}")
    return lines


def _decides(answer: Decides) -> list[str]:
    """Who settles it, and who is asked first, told after, or gone to when it is stuck: names where the area has them."""
    held = {one.role.key: one.people[0].name for one in answer.held}
    known = {role.key: role.short for role in answer.others}
    named = {key: f"{held[key]} ({short})" if key in held else short for key, short in known.items()}
    decision = answer.decision
    around = (
        ("Ask first", decision.ask_first),
        ("Tell after", decision.tell_after),
        ("When stuck", decision.stuck[:1]),
    )
    said = [(what, [named[key] for key in keys if key in named]) for what, keys in around]
    agreed = [f"  Agreed by {' and '.join(one.name for one in answer.agreed.signatures)}"] if answer.agreed else []
    return [
        f"{settles(answer, deciders(answer))}.",
        *([f"  {otherwise(answer)}"] if answer.perhaps is not None else []),
        *(f"  {what}: {', '.join(who)}" for what, who in said if who),
        *agreed,
    ]


def _about(role: RoleDefinition, aspect: Intent) -> list[str]:
    lists = {
        Intent.METRICS: ("is judged by", role.success_metrics),
        Intent.SKILLS: ("needs", role.skills),
        Intent.PITFALLS: ("watches out for", role.pitfalls),
    }
    if aspect in lists:
        verb, items = lists[aspect]
        return [f"{role.title} {verb}:", *(f"  {item}" for item in items)]
    duties = [f"  {duty}" for duty in role.responsibilities]
    return [role.title, *(text for text in (role.purpose, role.scope) if text), *duties]


def _compare(answer: Definition) -> list[str]:
    """The roles side by side, with those who hold them in an area, and where one ends and the other begins."""
    held = {one.role.key: one.people[0].name for one in answer.held}
    first = f"{answer.area.name}: who does what" if answer.area else "Who does what"
    lines = [first, *(f"  {role.short}{_name(role, held)}: {_in_short(role)}" for role in answer.roles)]
    if answer.boundary is not None:
        known = (*answer.roles, *filter(None, [answer.counterpart]))
        shorts = {role.key: f"the {role.short}" for role in known}
        lines.append(
            f"  {answer.boundary.said_of({key: held.get(key, shorts[key]) for key in answer.boundary.between})}"
        )
        lines += [f"  Together: {', '.join(answer.boundary.together)}"] if answer.boundary.together else []
    return lines


def _name(role: RoleDefinition, held: Mapping[str, str]) -> str:
    return f", {held[role.key]}" if role.key in held else ""


def _in_short(role: RoleDefinition) -> str:
    return ", ".join(decision.label for decision in role.decides()) or role.purpose or "nobody has written it down yet"


def _between(answer: Definition) -> list[str]:
    if answer.aspect is not Intent.PITFALLS or answer.boundary is None or len(answer.roles) < 2:
        return []
    return ["Between the two:", *(f"  {item}" for item in answer.boundary.pitfalls)]


def _title(area: Area, above: Sequence[Area]) -> str:
    return " \N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK} ".join(one.name for one in (area, *above))


def _start_here(area: Area, above: Sequence[Area]) -> list[str]:
    source = next((one for one in (area, *above) if one.help_channel or one.oncall or one.channel), None)
    if source is None:
        return []
    said = [
        text
        for text in (source.help_channel or source.channel, f"urgent: {source.oncall}" if source.oncall else "")
        if text
    ]
    return [f"  Start here: {' · '.join(said)}"]
