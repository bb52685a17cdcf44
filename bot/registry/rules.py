"""Areas and who holds which role in them; inheritance, vacancy and what a tree of areas must satisfy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.ids import AreaId, AssignmentId, MemberId, SlackUserId
from bot.roles.rules import AgreementLine, RoleDefinition


class AreaKind(StrEnum):
    """What sort of thing an area is."""

    PRODUCT = "product"
    PROGRAM = "program"
    SERVICE = "service"
    TEAM = "team"
    FEATURE = "feature"
    PROCESS = "process"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone, or a Slack user group, that the registry knows by a key.

    `member_id` is set once stored, never for a group; `gone` says that the member has left Slack.
    """

    key: str
    name: str
    email: str | None = None
    slack_user_id: SlackUserId | None = None
    group_id: str | None = None
    member_id: MemberId | None = field(default=None, compare=False)
    gone: bool = field(default=False, compare=False)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Area:
    """Anything that can be owned. `source` is the file that owns the row, "" when it was made in Slack."""

    key: str
    name: str
    kind: AreaKind = AreaKind.PRODUCT
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    description: str = ""
    goal: str = ""
    channel: str = ""
    help_channel: str = ""
    oncall: str = ""
    links: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    unowned: str = ""
    id: AreaId | None = field(default=None, compare=False)
    source: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Assignment:
    """A person holds a role in an area, from the first day to the last (both included; None = open).

    `place` orders the holders of one role in one area; the first in force is accountable.
    """

    area: str
    role: str
    person: str
    place: int = 0
    from_date: date | None = None
    to_date: date | None = None
    part: str = ""
    delegate: str | None = None
    id: AssignmentId | None = field(default=None, compare=False)
    source: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)
    named_by: str = field(default="", compare=False)
    named_at: datetime | None = field(default=None, compare=False)
    confirmed_by: str = field(default="", compare=False)
    confirmed_at: datetime | None = field(default=None, compare=False)

    def in_force(self, on: date) -> bool:
        """Whether it holds on that day."""
        return (self.from_date is None or self.from_date <= on) and (self.to_date is None or on <= self.to_date)

    @property
    def provenance(self) -> str:
        """Where it is written, `registry.yaml:41`; empty when it was made in Slack."""
        return f"{self.source}:{self.line}" if self.source else ""


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds a role in an area on a day, and from which area that comes: the area itself or an ancestor."""

    role: str
    assignments: tuple[Assignment, ...]
    from_area: str
    levels_up: int

    @property
    def inherited(self) -> bool:
        return self.levels_up > 0


@dataclass(frozen=True, slots=True)
class Signature:
    """That somebody pressed Agree as the holder of `side` (pm or tpm). The name is as it was then."""

    side: str
    member_id: MemberId
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Agreement:
    """The newest version of what the PM and the TPM of an area say who decides; agreed or not."""

    area_id: AreaId
    number: int
    lines: tuple[AgreementLine, ...]
    also: str = ""
    signatures: tuple[Signature, ...] = ()

    def signed_by(self, side: str, member_id: MemberId | None) -> Signature | None:
        """That member's Agree for the side. Another holder's does not count: it is no longer theirs."""
        return next((one for one in self.signatures if (one.side, one.member_id) == (side, member_id)), None)

    def agreed(self, pm: MemberId | None, tpm: MemberId | None) -> tuple[Signature, Signature] | None:
        """Both signatures, when these two, who hold the roles now, have both pressed Agree."""
        by_pm, by_tpm = self.signed_by("pm", pm), self.signed_by("tpm", tpm)
        return (by_pm, by_tpm) if by_pm is not None and by_tpm is not None else None


@dataclass(frozen=True, slots=True)
class Agreed:
    """An agreement that holds: both who hold the roles today have pressed Agree; `area` is where it stands.

    `usual` are the lines as the library has them.
    """

    area: Area
    agreement: Agreement
    signatures: tuple[Signature, Signature]
    usual: tuple[AgreementLine, ...] = ()

    @property
    def on(self) -> date:
        """The day on which the second of them agreed."""
        return max(one.at for one in self.signatures).date()

    @property
    def changed_lines(self) -> tuple[AgreementLine, ...]:
        """The lines that the two have otherwise than the library."""
        usual = {line.key: line.decider for line in self.usual}
        return tuple(line for line in self.agreement.lines if usual.get(line.key) is not line.decider)

    def line(self, key: str) -> AgreementLine | None:
        """What they say of one line."""
        return next((one for one in self.agreement.lines if one.key == key), None) if key else None


@dataclass(frozen=True, slots=True)
class RegistryContent:
    """A registry as plain rows, whether read from a file or from the database; `roles` holds what it says itself."""

    people: tuple[Person, ...] = ()
    roles: tuple[RoleDefinition, ...] = ()
    areas: tuple[Area, ...] = ()
    assignments: tuple[Assignment, ...] = ()


class OwnershipTree:
    """Areas by key, with their parents and the assignments in each: what inheritance is computed on."""

    def __init__(self, areas: Iterable[Area], assignments: Iterable[Assignment]) -> None:
        self.areas: Mapping[str, Area] = {area.key: area for area in areas}
        by_area: dict[str, list[Assignment]] = {}
        for assignment in assignments:
            by_area.setdefault(assignment.area, []).append(assignment)
        self._by_area = {
            key: tuple(sorted(held, key=lambda one: (one.role, one.place, one.person))) for key, held in by_area.items()
        }
        children: dict[str, list[str]] = {}
        for area in self.areas.values():
            if area.parent is not None:
                children.setdefault(area.parent, []).append(area.key)
        self._children = {key: tuple(sorted(found)) for key, found in children.items()}
        self._lines: dict[str, tuple[str, ...]] = {}

    def children(self, key: str) -> tuple[str, ...]:
        return self._children.get(key, ())

    def ancestors(self, key: str) -> tuple[str, ...]:
        """The keys above `key`, the nearest first."""
        area = self.areas.get(key)
        if area is None or area.parent is None:
            return ()
        line = self._lines.get(area.parent) or self._line(area.parent)
        return line[: line.index(key)] if key in line else line

    def _line(self, key: str) -> tuple[str, ...]:
        """The area and those above it, worked out once for all that stand below."""
        found = [key]
        area = self.areas.get(key)
        while area is not None and area.parent is not None and area.parent not in found:
            found.append(area.parent)
            area = self.areas.get(area.parent)
        line = self._lines[key] = tuple(found)
        return line

    def assignments_in(self, key: str) -> tuple[Assignment, ...]:
        """What is written on the area itself, on whatever day."""
        return self._by_area.get(key, ())

    def own_holders(self, key: str, role: str, on: date) -> tuple[Assignment, ...]:
        """Who holds `role` in the area itself on that day, the accountable one first."""
        return tuple(held for held in self.assignments_in(key) if held.role == role and held.in_force(on))

    def holding(self, key: str, role: str, on: date) -> Holding | None:
        """Who holds `role` there on that day: its own holders, else those of the nearest ancestor that has any."""
        for levels_up, at in enumerate((key, *self.ancestors(key))):
            if own := self.own_holders(at, role, on):
                return Holding(role, own, at, levels_up)
        return None

    def holdings(self, key: str, on: date) -> dict[str, Holding]:
        """Every role that is held there on that day, own or inherited, by role key."""
        found: dict[str, Holding] = {}
        for levels_up, at in enumerate((key, *self.ancestors(key))):
            own: dict[str, list[Assignment]] = {}
            for held in self.assignments_in(at):
                if held.in_force(on):
                    own.setdefault(held.role, []).append(held)
            for role, assignments in own.items():
                found.setdefault(role, Holding(role, tuple(assignments), at, levels_up))
        return found


def find_cycles(parents: Mapping[str, str | None]) -> list[tuple[str, ...]]:
    """Every circle in a child → parent relation, each once, beginning with its smallest key."""
    seen: set[str] = set()
    circles: list[tuple[str, ...]] = []
    for start in parents:
        trail: list[str] = []
        at: str | None = start
        while at is not None and at not in seen:
            seen.add(at)
            trail.append(at)
            at = parents.get(at)
        if at is not None and at in trail:
            circle = trail[trail.index(at) :]
            first = circle.index(min(circle))
            circles.append(tuple(circle[first:] + circle[:first]))
    return circles
