"""The words of answers, the same on a card and in a terminal. Plain text: whoever shows it escapes it."""

from collections.abc import Callable
from datetime import date, datetime

from bot.lookup.answer_rules import Decides, HeldRole, Owned
from bot.registry.rules import Area, Assignment, Person
from bot.roles.rules import RoleDefinition

SEVERAL = "You asked several things. This answers one of them: please ask the others one by one."
UNKNOWN_NOTED = "The question is noted without your name."


def role_label(role: RoleDefinition) -> str:
    """How a line of a card begins: the two that are confused are told apart by their side."""
    sides = {"pm": "Product (PM)", "tpm": "Program (TPM)"}
    return sides.get(role.key, role.title)


def person_note(person: Person, part: str) -> str:
    """What has to be said beside a name: the part held, and why the person may not answer."""
    notes = [part] if part else []
    if person.gone:
        notes.append("has left")
    elif person.member_id is not None and person.slack_user_id is None:
        notes.append("not in Slack yet")
    return f" ({', '.join(notes)})" if notes else ""


def levels(count: int) -> str:
    """How far up an area stands: "one level up"."""
    words = {1: "one level", 2: "two levels", 3: "three levels"}
    return f"{words.get(count, f'{count} levels')} up"


def day(on: date, today: date) -> str:
    """A day as people write it: 3 Mar, with the year when it is not this one."""
    shown = f"{on.day} {on:%b}"
    return shown if on.year == today.year else f"{shown} {on.year}"


def provenance(assignment: Assignment, now: datetime) -> str:
    """Why this person stands there, and how fresh that is."""
    said: list[str] = []
    if assignment.provenance:
        said.append(assignment.provenance)
    if assignment.named_at is not None:
        verb = "imported by" if assignment.provenance else "Named here by"
        said.append(f"{verb} {assignment.named_by}, {day(assignment.named_at.date(), now.date())}")
    if assignment.confirmed_at is not None:
        ago = (now.date() - assignment.confirmed_at.date()).days
        said.append(f"confirmed by {assignment.confirmed_by} {days_ago(ago)}")
    return " · ".join(said)


def days_ago(count: int) -> str:
    """`today`, `yesterday`, `12 days ago`."""
    return {0: "today", 1: "yesterday"}.get(count, f"{count} days ago")


def inherited(answer: Owned, role: RoleDefinition | None) -> tuple[str, Area, str] | None:
    """("nobody" or "no TPM", the area that answers, how far up), when the area has nobody of its own."""
    source = answer.inherited_from
    if source is None:
        return None
    missing = f"no {role.short}" if role is not None else "nobody"
    return missing, source, levels(answer.held[0].levels_up)


def cover(found: HeldRole | None) -> tuple[HeldRole, str] | None:
    """Who to ask until somebody holds the role, and where they stand: "EM of Commerce, one level up"."""
    if found is None or not found.people:
        return None
    where = f"{found.role.short} of {found.from_area.name}, {levels(found.levels_up)}"
    return found, where if found.levels_up else f"{found.role.short} here"


def deciders(answer: Decides) -> str:
    """Who settles it: "Bo Chen (TPM)" where the area has one, else "the TPM"."""
    held = {one.role.key: one for one in answer.held}
    return listed(
        [
            f"{listed([person.name for person in held[role.key].people])} ({role.short})"
            if role.key in held
            else f"the {role.short}"
            for role in answer.roles
        ]
    )


def settles(answer: Decides, by: str, shown: Callable[[str], str] = str) -> str:
    """The sentence, without its full stop, that says who has it; `by` names them, `shown` prepares what others wrote."""
    area = shown(answer.area.name) if answer.area is not None else ""
    subject = shown(answer.decision.subject)
    if answer.decision.duty:
        return f"{area}: {by} {subject}" if area else f"{sentence_start(by)} {subject}"
    where = f" {answer.decision.joined} {area}" if area else ""
    return f"{sentence_start(subject)}{where} is decided by {by}"


def otherwise(answer: Decides, shown: Callable[[str], str] = str) -> str:
    """`If it is more about dates, dependencies, budget: the TPM.`; "" where no other role comes into question."""
    role = answer.perhaps
    if role is None:
        return ""
    about = f"If it is more about {shown(role.what_to_ask)}: " if role.what_to_ask else "If not: "
    return f"{about}the {shown(role.short)}."


def first_name(name: str) -> str:
    """What a button calls a person; "them" for a name without a visible word."""
    words = name.split(maxsplit=1)
    return words[0] if words else "them"


def listed(names: list[str]) -> str:
    """`Ana`, `Ana and Bo`, `Ana, Bo and Cy`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def sentence_start(text: str) -> str:
    """`text` with a capital letter at its start."""
    return text[:1].upper() + text[1:]
