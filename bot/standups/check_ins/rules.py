"""Who is asked, as what, and which questions: a check-in before it is answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from bot.ids import AreaId, ChannelId, CheckInId, MemberId, MessageTs, MilestoneId, SlackUserId

PM, TPM = "pm", "tpm"
# With more, a modal would not hold one question for each beside the others (Slack: 100 blocks a view).
MOST_ASKED_AREAS = 60


class Side(StrEnum):
    """From which side someone speaks: as PM, as TPM, as both, or as neither."""

    PRODUCT = "product"
    PROGRAM = "program"
    BOTH = "both"
    NEITHER = "neither"


@dataclass(frozen=True)
class Held:
    """A member holds a role in an area, by the registry."""

    area_id: AreaId
    role: str
    member_id: MemberId


@dataclass(frozen=True)
class Seat:
    """A member is asked about an area from a side; without an area they are asked as a chosen person."""

    member_id: MemberId
    area_id: AreaId | None
    side: Side


@dataclass(frozen=True)
class Milestone:
    """Something that lands on a date in an area; `agreed_on` is the first date that was given."""

    id: MilestoneId
    area_id: AreaId
    name: str
    agreed_on: date
    landed_on: date | None = None


@dataclass(frozen=True)
class Colleague:
    """Someone by name, as others see them."""

    member_id: MemberId
    name: str
    slack_user_id: SlackUserId | None = None


@dataclass(frozen=True)
class AskedArea:
    """An area in someone's check-in: from which side, what lands next, and who speaks from the other side."""

    area_id: AreaId
    name: str
    side: Side
    milestone: Milestone | None = None
    counterparts: tuple[Colleague, ...] = ()


class NotSent(StrEnum):
    """Why a check-in was not sent."""

    NO_LONGER_ASKED = "no_longer_asked"
    NO_SLACK_ACCOUNT = "no_slack_account"
    DEACTIVATED = "deactivated"
    GUEST = "guest"
    BOT = "bot"
    CLOSED = "closed"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True)
class CheckIn:
    """The one message for a member on a day. `day` is the day of its runs; the rest are instants in UTC.

    `closes_at` is the first close among its runs. `revision` goes up with every answer.
    """

    id: CheckInId
    member_id: MemberId
    day: date
    due_at: datetime
    closes_at: datetime
    sent_channel: ChannelId | None = None
    sent_ts: MessageTs | None = None
    sent_at: datetime | None = None
    reminded_at: datetime | None = None
    answered_at: datetime | None = None
    changed_at: datetime | None = None
    not_sent: NotSent | None = None
    revision: int = 0

    @property
    def sent(self) -> bool:
        return self.sent_ts is not None

    @property
    def answered(self) -> bool:
        return self.answered_at is not None


@dataclass(frozen=True)
class Addressee:
    """What matters about a member when a message is to be sent to them."""

    slack_user_id: SlackUserId | None
    deactivated: bool = False
    guest: bool = False
    bot: bool = False


def seats(held: Iterable[Held], people: Iterable[MemberId] = ()) -> tuple[Seat, ...]:
    """Who is asked: every PM and TPM in `held` about each of their areas, and each of `people` at least once.

    Someone with both hats in an area is asked about it once; someone chosen who has none, once without an area.
    """
    roles: dict[tuple[MemberId, AreaId], set[str]] = {}
    for one in held:
        if one.role in (PM, TPM):
            roles.setdefault((one.member_id, one.area_id), set()).add(one.role)
    found = [Seat(member, area, _side(named)) for (member, area), named in roles.items()]
    seated = {seat.member_id for seat in found}
    return (*found, *(Seat(member, None, Side.NEITHER) for member in dict.fromkeys(people) if member not in seated))


def _side(roles: set[str]) -> Side:
    if roles >= {PM, TPM}:
        return Side.BOTH
    return Side.PRODUCT if PM in roles else Side.PROGRAM


def side_of(sides: Iterable[Side]) -> Side:
    """Whose questions someone gets who speaks from all of `sides`."""
    spoken = set(sides) - {Side.NEITHER}
    if not spoken:
        return Side.NEITHER
    return spoken.pop() if len(spoken) == 1 else Side.BOTH


def why_not_sent(
    addressee: Addressee | None, *, still_asked: bool, closes_at: datetime, now: datetime
) -> NotSent | None:
    """Why a check-in is not to be sent now; None when it is."""
    if not still_asked:
        return NotSent.NO_LONGER_ASKED
    if addressee is None or addressee.slack_user_id is None:
        return NotSent.NO_SLACK_ACCOUNT
    for applies, reason in (
        (addressee.deactivated, NotSent.DEACTIVATED),
        (addressee.bot, NotSent.BOT),
        (addressee.guest, NotSent.GUEST),
        (now >= closes_at, NotSent.CLOSED),
    ):
        if applies:
            return reason
    return None


class Kind(StrEnum):
    """How a question is asked and answered."""

    STATUS = "status"  # per area: on time with the agreed scope? if not, the best date and the path back
    NEWS = "news"  # text, an area, a tag
    LANDED = "landed"  # which milestones, and text
    RISK = "risk"  # text, an area, how it changed
    ASK = "ask"  # text, a person, a date
    STOPPED = "stopped"  # text, an area, a kind
    TEXT = "text"


@dataclass(frozen=True)
class Question:
    """One question as a run asks it. Only the status question is asked for each area."""

    key: str
    kind: Kind
    prompt: str
    most: int
    sides: tuple[Side, ...]


PRODUCT_SIDES = (Side.PRODUCT, Side.BOTH)
PROGRAM_SIDES = (Side.PROGRAM, Side.BOTH)
ALL_HOLDERS = (Side.PRODUCT, Side.PROGRAM, Side.BOTH)
NEITHER = (Side.NEITHER,)

STATUS, NEWS, OUTCOME, LANDED, RISK, ASK, STOPPED = "status", "news", "outcome", "landed", "risk", "ask", "stopped"
DONE, NEXT = "done", "next"

# SCREENS, "Default questions". {since} and {until} are days, {other} is who speaks from the other side.
DEFAULT_QUESTIONS = (
    Question(STATUS, Kind.STATUS, "{milestone}: on time with the agreed scope?", 140, ALL_HOLDERS),
    Question(
        NEWS, Kind.NEWS, "Since {since}: what did you learn or decide that others should know?", 280, PRODUCT_SIDES
    ),
    Question(LANDED, Kind.LANDED, "Which milestones landed, moved or are new?", 280, PROGRAM_SIDES),
    Question(OUTCOME, Kind.TEXT, "The one outcome you will move before {until}?", 140, (Side.PRODUCT,)),
    Question(RISK, Kind.RISK, "Which risk or dependency changed, and whose area is it?", 200, PROGRAM_SIDES),
    Question(ASK, Kind.ASK, "What do you need from {other}, by when?", 200, ALL_HOLDERS),
    Question(DONE, Kind.TEXT, "What did you get done since {since}?", 280, NEITHER),
    Question(NEXT, Kind.TEXT, "What is next, before {until}?", 280, NEITHER),
    Question(STOPPED, Kind.STOPPED, "Is anything stopped?", 200, (*ALL_HOLDERS, *NEITHER)),
)

NEWS_TAGS = {
    "learned": "Learned",
    "decided": "Decided",
    "scope_added": "Scope added",
    "scope_cut": "Scope cut",
}
RISK_TAGS = {"new": "New", "worse": "Worse", "better": "Better", "closed": "Closed"}
STOPPED_KINDS = {
    "scope": "Scope",
    "requirement": "Requirement",
    "decision": "Decision",
    "date": "Date",
    "budget": "Budget",
    "dependency": "Dependency",
    "quality": "Quality",
    "access": "Access",
}
SCOPE_ADDED = "scope_added"


def questions_for(since: str, until: str) -> tuple[Question, ...]:
    """The default questions of a run whose last one was on `since` and whose next one is on `until` (in words)."""
    return tuple(
        replace(each, prompt=each.prompt.replace("{since}", since).replace("{until}", until))
        for each in DEFAULT_QUESTIONS
    )


def questions_of(side: Side, questions: Sequence[Question]) -> tuple[Question, ...]:
    """Those of `questions` that someone on `side` is asked, in order."""
    return tuple(question for question in questions if side in question.sides)


def next_milestone(milestones: Iterable[Milestone]) -> Milestone | None:
    """What lands next: the earliest agreed date of those that have not landed."""
    waiting = [milestone for milestone in milestones if milestone.landed_on is None]
    return min(waiting, key=lambda milestone: (milestone.agreed_on, milestone.id), default=None)
