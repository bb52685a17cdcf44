"""Standups and their runs: what makes a valid one, when members are asked, reminded, and when it closes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from bot.ids import AreaId, ChannelId, CheckInId, MemberId, MessageTs, RunId, StandupId
from bot.schedule.recurrence import Occurrence, Recurrence, instant, next_occurrence

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DEFAULT_WEEKDAYS = frozenset({0, 2, 4})
DEFAULT_READ_AT = time(12)
LONGEST_NAME = 80
MOST_AREAS = 100
MOST_PEOPLE = 100

OWN_HOUR = time(9, 30)
AFTERNOON = time(15)
WORKING_WEEKDAYS = frozenset(range(5))
WORK_BEGINS = time(9)
WORK_ENDS = time(17)

CLOSES_BEFORE_REPORT = timedelta(minutes=15)
REMINDER_BEFORE_CLOSE = timedelta(minutes=30)
# A check-in takes a minute, but nobody reads it the moment it comes.
LEAST_TIME_TO_ANSWER = timedelta(minutes=15)

# Why a report does not stand where it should, beside Slack's own codes.
FATE_UNKNOWN = "fate_unknown"
NOBODY = "nobody"
TRIED_TOO_OFTEN = "tried_too_often"
# It stands there, and its channel takes no changes any more.
NOT_SHOWN = "not_shown"
# Followed by the id of the check-in whose full answers may or may not stand in the thread, and by their revision.
ANSWERS_UNKNOWN = "answers_unknown:"

# A run whose close is nearer does not look again for new holders: they would be asked too late.
LAST_REVIEW_BEFORE_CLOSE = timedelta(hours=1)

_ONE_DAY = timedelta(days=1)
_FURTHEST_EAST = timedelta(hours=14)
_FURTHEST_WEST = timedelta(hours=12)


@dataclass(frozen=True)
class StandupPlan:
    """What an owner says about a standup; `read_at` is local time in `zone`, weekdays count from Monday = 0."""

    name: str
    channel_id: ChannelId
    weekdays: frozenset[int]
    read_at: time
    zone: str
    area_ids: tuple[AreaId, ...] = ()
    people: tuple[MemberId, ...] = ()

    @property
    def recurrence(self) -> Recurrence:
        """When the report is read."""
        return Recurrence(self.weekdays, self.read_at, self.zone)


@dataclass(frozen=True)
class Standup:
    """A standup as it is kept."""

    id: StandupId
    owner_id: MemberId
    plan: StandupPlan
    archived: bool = False

    @property
    def name(self) -> str:
        return self.plan.name


@dataclass(frozen=True)
class Run:
    """One day's occurrence. `day` is the calendar day in the standup's zone, the rest are instants in UTC.

    `revision` goes up with every answer. `trouble` is why its report could not be posted, the `troubles`th so far; the
    owner has read about the `owner_told`th, in the message at `owner_ts`.
    """

    id: RunId
    standup_id: StandupId
    day: date
    report_at: datetime
    closes_at: datetime
    opened_at: datetime | None = None
    cancelled: bool = False
    report_channel: ChannelId | None = None
    report_ts: MessageTs | None = None
    posted_at: datetime | None = None
    revision: int = 0
    audience_version: int | None = None
    trouble: str | None = None
    troubles: int = 0
    owner_channel: ChannelId | None = None
    owner_ts: MessageTs | None = None
    owner_told: int = 0

    @property
    def posted(self) -> bool:
        return self.posted_at is not None

    @property
    def unknown_answers(self) -> CheckInId | None:
        """Whose full answers may or may not stand in the thread, while the owner has not said so."""
        found = self._unknown
        return CheckInId(int(found[0])) if found else None

    @property
    def unknown_revision(self) -> int | None:
        """As the member had answered when they were posted, if they were; None where that was not written down."""
        found = self._unknown
        return int(found[1]) if found and len(found) > 1 else None

    @property
    def _unknown(self) -> list[str] | None:
        if self.trouble is None or not self.trouble.startswith(ANSWERS_UNKNOWN):
            return None
        return self.trouble.removeprefix(ANSWERS_UNKNOWN).split(":")


@dataclass(frozen=True)
class StandingRun:
    """A run with its standup; the standup without the areas and people that it is over."""

    run: Run
    standup: Standup

    @property
    def stands(self) -> bool:
        """Whether neither was taken back."""
        return not self.run.cancelled and not self.standup.archived


@dataclass(frozen=True)
class NextReport:
    """A standup as lists and summaries show it: `day` in its zone, `at` in UTC."""

    name: str
    channel_id: ChannelId
    day: date
    at: datetime
    zone: str
    weekdays: frozenset[int]
    owner: str = ""


@dataclass(frozen=True)
class Problem:
    """What is wrong with one part of a plan, in words for the person who made it."""

    field: str
    message: str


def problems(plan: StandupPlan) -> list[Problem]:
    """All that keeps `plan` from being a standup; fields are the names of StandupPlan."""
    found: list[Problem] = []
    if not plan.name.strip():
        found.append(Problem("name", "Give the standup a name, such as the team's."))
    if len(plan.name) > LONGEST_NAME:
        found.append(Problem("name", f"Keep the name to {LONGEST_NAME} characters."))
    if not plan.channel_id:
        found.append(Problem("channel", "Choose the channel in which the report is read."))
    if not plan.weekdays:
        found.append(Problem("days", "Choose at least one day."))
    if not plan.area_ids and not plan.people:
        found.append(Problem("areas", "Choose areas, whose PMs and TPMs are asked, or choose people."))
    if len(plan.area_ids) > MOST_AREAS:
        found.append(Problem("areas", f"A standup covers up to {MOST_AREAS} areas. Make two of it."))
    if len(plan.people) > MOST_PEOPLE:
        found.append(Problem("people", f"A standup asks up to {MOST_PEOPLE} people. Make two of it."))
    if not is_zone(plan.zone):
        found.append(Problem("zone", f"“{plan.zone}” is not a time zone. Use a name such as Europe/London."))
    return found


def is_zone(name: str) -> bool:
    """Whether `name` is an IANA time zone."""
    return name in _zones()


@lru_cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())  # read from disk anew each time


def closing(report_at: datetime) -> datetime:
    """When check-ins close: a quarter of an hour before the report is read, so that differences can be told first."""
    return report_at - CLOSES_BEFORE_REPORT


def next_report(plan: StandupPlan, after: datetime) -> Occurrence:
    """The first report whose check-ins close after the instant `after`: later today, or the next of its days."""
    return next_occurrence(plan.recurrence, after + CLOSES_BEFORE_REPORT)


def asking(closes_at: datetime, zone: str, own_hour: time = OWN_HOUR) -> datetime:
    """When a member in `zone` gets the check-in that closes at `closes_at`; always before it.

    Their own hour on the day it closes; where that day is free, or the hour leaves less than a quarter of an hour to
    answer, 15:00 of the working day before. PRODUCT: "check-ins go out at each member's own hour, always before it".
    """
    day = closes_at.astimezone(ZoneInfo(zone)).date()
    if day.weekday() in WORKING_WEEKDAYS:
        at = instant(day, own_hour, zone)
        if at + LEAST_TIME_TO_ANSWER <= closes_at:
            return at
    return instant(working_day_before(day), AFTERNOON, zone)


def reminding(closes_at: datetime, sent_at: datetime, zone: str) -> datetime | None:
    """When to remind, once, someone whose check-in was sent at `sent_at`; None when that would not help.

    Half an hour before the close if the member works then; else half an hour before their last working day ends.
    """
    latest = closes_at - REMINDER_BEFORE_CLOSE
    at = latest if is_working(latest, zone) else _end_of_work_before(latest, zone)
    return at if at >= sent_at + LEAST_TIME_TO_ANSWER else None


def opening(closes_at: datetime) -> datetime:
    """When a run is opened: before anybody on earth could be asked, wherever they live and whatever their hour."""
    earliest_day = (closes_at - _FURTHEST_WEST).astimezone(UTC).date()
    afternoon = datetime.combine(working_day_before(earliest_day), AFTERNOON, UTC)
    return afternoon - _FURTHEST_EAST - timedelta(hours=1)


def is_working(at: datetime, zone: str) -> bool:
    """Whether a member in `zone` works at that instant: Monday to Friday, 9 to 17."""
    local = at.astimezone(ZoneInfo(zone))
    return local.weekday() in WORKING_WEEKDAYS and WORK_BEGINS <= local.time() < WORK_ENDS


def working_day_before(day: date) -> date:
    """The last working day before `day`."""
    day -= _ONE_DAY
    while day.weekday() not in WORKING_WEEKDAYS:
        day -= _ONE_DAY
    return day


def days_in_words(weekdays: Iterable[int]) -> str:
    """`Mon, Wed, Fri`; `every day`; `Monday to Friday`."""
    days = sorted(set(weekdays))
    if len(days) == len(WEEKDAYS):
        return "every day"
    if days == sorted(WORKING_WEEKDAYS):
        return "Monday to Friday"
    return ", ".join(WEEKDAYS[day][:3] for day in days)


def _end_of_work_before(at: datetime, zone: str) -> datetime:
    local = at.astimezone(ZoneInfo(zone))
    worked_today = local.weekday() in WORKING_WEEKDAYS and local.time() >= WORK_ENDS
    day = local.date() if worked_today else working_day_before(local.date())
    return instant(day, WORK_ENDS, zone) - REMINDER_BEFORE_CLOSE
