"""What somebody proposes about the registry, who may approve it, and what it would change."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.ids import AreaId, ProposalId, SlackUserId
from bot.registry.rules import Assignment

LONGEST_NAME, LONGEST_NOTE, LONGEST_ALIAS = 80, 500, 60
# The field of a form at which an error about the person chosen is shown.
PERSON_FIELD = "proposals.person"


class ProposalKind(StrEnum):
    """What is proposed. A QUESTION proposes nothing yet: stewards are asked who it is."""

    HOLDER = "holder"
    AREA_WRONG = "area_wrong"
    AREA_GONE = "area_gone"
    QUESTION = "question"


class ProposalState(StrEnum):
    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is proposed: `person` holds `role` in an area, or in `new_area`, which then stands under `area_id`.

    `alias` is how the area was asked for and should be found from then on.
    """

    kind: ProposalKind
    area_id: AreaId | None = None
    new_area: str = ""
    role: str = ""
    person: SlackUserId | None = None
    alias: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal and what became of it. `proposer` is None for a question asked without a name.

    `to_do` is the file and line where somebody has to write what was approved.
    """

    id: ProposalId
    wanted: Wanted
    proposer: SlackUserId | None
    created_at: datetime
    state: ProposalState = ProposalState.OPEN
    decided_by: SlackUserId | None = None
    decided_at: datetime | None = None
    reason: str = ""
    to_do: str = ""

    @property
    def is_claim(self) -> bool:
        """Whether somebody speaks of themselves."""
        return self.proposer is not None and self.proposer == self.wanted.person


@dataclass(frozen=True, slots=True)
class Named:
    """A person as a message shows them."""

    user_id: SlackUserId
    name: str


@dataclass(frozen=True, slots=True)
class Approver:
    """Somebody who may approve: a steward, or who is accountable in the area or above; `because` says which."""

    user_id: SlackUserId
    name: str
    because: str
    levels_up: int = 0
    steward: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal with the names that its messages need. `role` and `role_short` are how people call the role.

    `instead_of`: who is accountable there now; `place`: the file and line that says it, "" when it is kept in Slack.
    """

    proposal: Proposal
    area: str = ""
    area_key: str = ""
    role: str = ""
    proposer: Named | None = None
    person: Named | None = None
    decided_by: Named | None = None
    instead_of: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a proposal as it was made: `asked` are those who were asked, nobody when it took effect at once."""

    shown: Shown
    asked: tuple[str, ...] = ()


def to_be_asked(approvers: Sequence[Approver], proposer: SlackUserId | None) -> list[Approver]:
    """The stewards, and the accountable of the area itself, or of the nearest area above that has any."""
    others = [one for one in approvers if one.user_id != proposer]
    nearest = min((one.levels_up for one in others if not one.steward), default=0)
    return [one for one in others if one.steward or one.levels_up == nearest]


@dataclass(frozen=True, slots=True)
class Succession:
    """How the holders of one role in one area change; all three are disjoint."""

    ended: tuple[Assignment, ...] = ()
    removed: tuple[Assignment, ...] = ()
    added: Assignment | None = None


def succeed(held: Collection[Assignment], wanted: Assignment, today: date) -> Succession:
    """`wanted` becomes the accountable holder today; whoever was accountable until now ends yesterday.

    `held` are all holders of that role in that area, on whatever day. One who began today leaves no day to end on.
    """
    in_force = sorted((one for one in held if one.in_force(today)), key=lambda one: (one.place, one.person))
    if in_force and in_force[0].person == wanted.person:
        return Succession()
    accountable = [one for one in in_force[:1] if not one.part]
    already = [one for one in in_force[1:] if one.person == wanted.person]
    yesterday = today - timedelta(days=1)
    over = [one for one in accountable if one.from_date is None or one.from_date <= yesterday]
    removed = [one for one in accountable if one not in over] + already
    # 0 is the accountable one: who shares the role for a part of it stands behind.
    return Succession(
        tuple(replace(one, to_date=yesterday) for one in over),
        tuple(removed),
        replace(wanted, place=0, from_date=today),
    )


def free_key(name: str, parent: str | None, taken: Collection[str]) -> str:
    """A key for a new area that nothing has yet: `commerce/smart-fridge`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "area"
    wanted = f"{parent}/{slug}"[:190] if parent else slug
    return next(
        key
        for number in range(1, len(taken) + 2)
        if (key := wanted if number == 1 else f"{wanted}-{number}") not in taken
    )


def as_alias(subject: str) -> str:
    """What somebody called an area, when it is short enough to be a name; else "": a rambling sentence is none."""
    said = " ".join(subject.split())
    return said if len(said) <= LONGEST_ALIAS and len(said.split()) <= 6 else ""


def as_name(subject: str) -> str:
    """A name for an area that was asked for by these words: with a capital letter at its start."""
    said = as_alias(subject)
    return said[:1].upper() + said[1:]
