"""What the message of a check-in shows, as values."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.ids import ChannelId, CheckInId
from bot.standups.check_ins.answer_rules import Answer
from bot.standups.check_ins.rules import AskedArea, Question


@dataclass(frozen=True)
class Destination:
    """A standup to which the answers of a check-in go."""

    name: str
    channel_id: ChannelId
    report_at: datetime
    zone: str
    weekdays: frozenset[int]
    owner: str
    is_own: bool = False


@dataclass(frozen=True)
class CheckInCard:
    """All that the message of a check-in shows. `zone` is the member's."""

    check_in_id: CheckInId
    day: date
    closes_at: datetime
    zone: str
    areas: tuple[AskedArea, ...]
    destinations: tuple[Destination, ...]
    first: bool = False
    answers: tuple[Answer, ...] = ()
    questions: tuple[Question, ...] = ()
    answered: bool = False
    over: bool = False


@dataclass(frozen=True)
class Reminder:
    """The one reminder of a check-in that is still open."""

    check_in_id: CheckInId
    names: tuple[str, ...]
    minutes: int
    closes_at: datetime
    zone: str
