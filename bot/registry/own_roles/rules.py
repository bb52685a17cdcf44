"""What may be said of a role in Slack, and what is kept of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.errors import NotFound, UserError
from bot.roles.rules import OWN_FIELDS, Decision, RoleBook, RoleDefinition
from bot.workspaces.rules import Member

NAME, NAMES, DECISIONS, LEARN_MORE = "name", "names", "decisions", "learn_more"
BOUNDARIES = "boundaries"
TEXTS = ("what_to_ask", "purpose", "scope")
LISTS = ("responsibilities", "skills", "success_metrics", "pitfalls")
LONGEST_NAME, LONGEST_LINE, MOST_LINES = 100, 500, 50
_LINK = re.compile(r"https?://[^\s<>|]+")
_NOT_IN_A_KEY = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class EditedRole:
    """A role as a form shows it: as it reads now, the library's under it, and the workspace's own words."""

    role: RoleDefinition
    shipped: RoleDefinition | None
    own: RoleDefinition | None
    is_new: bool = False

    @property
    def said_here(self) -> tuple[str, ...]:
        """The fields that the workspace says itself."""
        own = self.own
        return tuple(name for name in OWN_FIELDS if getattr(own, name)) if own is not None else ()


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form holds, as it was typed; lists a line each, names parted by commas."""

    texts: dict[str, str]

    def lines(self, name: str) -> tuple[str, ...]:
        """The lines of a list, without bullets."""
        pieces = re.split(r"[,\n]" if name == NAMES else r"\n", self.texts.get(name, ""))
        plain = (re.sub(r"^\s*[•*\-]\s+", "", piece) for piece in pieces)
        return tuple(dict.fromkeys(text for piece in plain if (text := " ".join(piece.split()))))

    def text(self, name: str) -> str:
        return " ".join(self.texts.get(name, "").split())


@dataclass(frozen=True, slots=True)
class RoleList:
    """Every role here, who may change them, and whether the one who asks is one of these."""

    book: RoleBook
    stewards: tuple[Member, ...]
    may_change: bool


def find_role(book: RoleBook, called: str) -> EditedRole:
    """The role of that name or key; a name that nobody uses yet begins a new role."""
    wanted = " ".join(called.split())
    if not wanted:
        raise NotFound("Which role? Name it: /rolecall role pm")
    key = dict(book.names()).get(wanted.casefold())
    if key is None:
        name = wanted[:1].upper() + wanted[1:]
        return EditedRole(RoleDefinition(key_of(name, book), name=name), None, None, is_new=True)
    return EditedRole(book.get(key), book.shipped(key), book.own_of(key))


def key_of(name: str, book: RoleBook) -> str:
    """A key for a new role: its name in small letters with hyphens, and a number where that is taken."""
    plain = _NOT_IN_A_KEY.sub("-", name.casefold()).strip("-")[:60] or "role"
    return next(key for key in (plain, *(f"{plain}-{number}" for number in range(2, 10_000))) if key not in book)


def refuse_what_a_file_owns(edited: EditedRole) -> None:
    """Raises UserError when a file says what the role is here: Slack and the file would take turns."""
    own = edited.own
    if own is not None and own.source:
        raise UserError(
            f"{edited.role.title} is managed by {own.source} (line {own.line}). Change it there and import it again."
        )


def read_typed(edited: EditedRole, typed: Typed, book: RoleBook) -> RoleDefinition:
    """What the workspace says itself after the form: only what differs from the library.

    Raises UserError, with the field, for what cannot be kept.
    """
    said = RoleDefinition(
        edited.role.key,
        name=typed.text(NAME),
        names=typed.lines(NAMES),
        learn_more=typed.text(LEARN_MORE),
        decisions=_decisions(edited, typed),
        what_to_ask=typed.text("what_to_ask"),
        purpose=typed.text("purpose"),
        scope=typed.text("scope"),
        responsibilities=typed.lines("responsibilities"),
        skills=typed.lines("skills"),
        success_metrics=typed.lines("success_metrics"),
        pitfalls=typed.lines("pitfalls"),
        boundaries=_boundaries(edited, typed, book),
    )
    _check(said, edited, book)
    return said.differing_from(edited.shipped) if edited.shipped is not None else said


def decided(role: RoleDefinition) -> tuple[str, ...]:
    """The lines of what a role decides, as a form shows them; what it looks after is no line of it."""
    return tuple(decision.subject for decision in role.decides())


def _decisions(edited: EditedRole, typed: Typed) -> tuple[Decision, ...]:
    """A line each. Who is asked and told stays with its line, and what the role looks after stays with the role."""
    lines, shipped, own = typed.lines(DECISIONS), edited.shipped, edited.own
    if shipped is not None and (not lines or lines == decided(shipped)):
        return shipped.decisions
    said = (*(shipped.decisions if shipped is not None else ()), *(own.decisions if own is not None else ()))
    known = {decision.subject: decision for decision in said}
    looked_after = (decision for decision in edited.role.decisions if decision.duty)
    return (*(known.get(subject) or Decision(subject) for subject in lines), *looked_after)


def _boundaries(edited: EditedRole, typed: Typed, book: RoleBook) -> tuple[str, ...]:
    """A line for each neighbour, by any of its names. Raises UserError for a line that names none."""
    known = dict(book.names())
    found: dict[str, str] = {}
    for line in typed.lines(BOUNDARIES):
        called, _, says = line.partition(":")
        key = known.get(called.strip().casefold())
        if key is None or key == edited.role.key or not says.strip():
            raise UserError(
                "Begin each line with another role and a colon. TPM: the PM decides what, the TPM when.", BOUNDARIES
            )
        found[key] = f"{key}: {says.strip()}"
    return tuple(found.values())


def _check(said: RoleDefinition, edited: EditedRole, book: RoleBook) -> None:
    if edited.shipped is None and not said.name:
        raise UserError("A role needs a name.", NAME)
    for name in (said.name, *said.names):
        if len(name) > LONGEST_NAME:
            raise UserError(f"A name has at most {LONGEST_NAME} characters.", NAME if name == said.name else NAMES)
    if said.learn_more and not _LINK.fullmatch(said.learn_more):
        raise UserError("A link begins with https:// and has no spaces.", LEARN_MORE)
    for field, lines in (
        (DECISIONS, [one.subject for one in said.decisions]),
        *((name, getattr(said, name)) for name in (*LISTS, BOUNDARIES)),
    ):
        if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
            raise UserError(f"At most {MOST_LINES} lines of {LONGEST_LINE} characters.", field)
    _refuse_a_taken_name(said, edited, book.own())


def _refuse_a_taken_name(said: RoleDefinition, edited: EditedRole, own: Iterable[RoleDefinition]) -> None:
    """A name of the library may be taken over; a name of another role of the workspace's own may not."""
    taken = {name.casefold(): other for other in own if other.key != edited.role.key for name in other.called()}
    for name in (said.name, *said.names):
        if (other := taken.get(name.casefold())) is not None:
            field = NAME if name == said.name else NAMES
            raise UserError(f"“{name}” already means {other.title} here. Choose another name.", field)
