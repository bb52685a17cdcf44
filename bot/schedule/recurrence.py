"""When something that repeats by the week happens next, by the clock on the wall of its own zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Occurrence:
    """One time that a recurrence happens: the calendar day in its zone, and the instant in UTC."""

    day: date
    at: datetime


@dataclass(frozen=True)
class Recurrence:
    """On these weekdays (Monday is 0), at this local time, in this IANA zone."""

    weekdays: frozenset[int]
    at: time
    zone: str


def instant(day: date, at: time, zone: str) -> datetime:
    """The moment, in UTC, when the clocks of `zone` show `at` on `day`.

    A time that daylight saving skips moves forward by as much as the clocks do; one that happens twice is the first.
    """
    return datetime.combine(day, at.replace(tzinfo=None, fold=0), ZoneInfo(zone)).astimezone(UTC)


def occurrences(recurrence: Recurrence, after: datetime) -> Iterator[Occurrence]:
    """The times it happens strictly after the instant `after`, in order, without end."""
    if not recurrence.weekdays:
        return
    # A day earlier than the local day of `after`: a time skipped shortly before midnight lands on the day that follows.
    day = after.astimezone(ZoneInfo(recurrence.zone)).date() - _ONE_DAY
    while True:
        if day.weekday() in recurrence.weekdays and _day_exists(day, recurrence.zone):
            at = instant(day, recurrence.at, recurrence.zone)
            if at > after:
                yield Occurrence(day, at)
        day += _ONE_DAY


def next_occurrence(recurrence: Recurrence, after: datetime) -> Occurrence:
    """The first time it happens strictly after the instant `after`. A recurrence without weekdays is a ValueError."""
    for occurrence in occurrences(recurrence, after):
        return occurrence
    message = "A recurrence needs at least one weekday."
    raise ValueError(message)


def _day_exists(day: date, zone: str) -> bool:
    """Some places have crossed the date line and left a whole day out (Samoa, 30 December 2011)."""
    return instant(day, time.min, zone) < instant(day + _ONE_DAY, time.min, zone)
