"""Weekly times by the wall clock of a zone, over changes of the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.schedule.recurrence import Occurrence, Recurrence, instant, next_occurrence, occurrences

ZONES = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("posix/", "right/")))
EVERY_DAY = frozenset(range(7))

zones = st.sampled_from(ZONES)
days = st.dates(date(1990, 1, 1), date(2099, 12, 31))
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
recurrences = st.builds(Recurrence, st.frozensets(st.integers(0, 6), min_size=1), times, zones)
instants = st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def a_recurrence(weekdays: frozenset[int] = EVERY_DAY, at: time = time(9, 30), zone: str = "UTC") -> Recurrence:
    return Recurrence(weekdays, at, zone)


def test_the_wall_time_stays_when_the_clocks_change() -> None:
    noon_in_london = a_recurrence(frozenset({0, 2, 4}), time(12), "Europe/London")
    found = list(islice(occurrences(noon_in_london, datetime(2026, 10, 22, 12, tzinfo=UTC)), 3))
    assert found == [
        Occurrence(date(2026, 10, 23), datetime(2026, 10, 23, 11, tzinfo=UTC)),
        Occurrence(date(2026, 10, 26), datetime(2026, 10, 26, 12, tzinfo=UTC)),
        Occurrence(date(2026, 10, 28), datetime(2026, 10, 28, 12, tzinfo=UTC)),
    ]


def test_a_time_that_does_not_exist_moves_forward() -> None:
    skipped = instant(date(2027, 3, 28), time(2, 30), "Europe/Berlin")
    assert skipped.astimezone(ZoneInfo("Europe/Berlin")).time() == time(3, 30)


def test_a_time_that_exists_twice_is_the_first() -> None:
    assert instant(date(2026, 10, 25), time(2, 30), "Europe/Berlin") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_time_marked_as_the_second_is_still_the_first() -> None:
    twice = time(2, 30, fold=1)
    assert instant(date(2026, 10, 25), twice, "Europe/Berlin") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_day_that_a_place_left_out_has_no_occurrence() -> None:
    after = datetime(2011, 12, 29, 21, tzinfo=UTC)
    found = list(islice(occurrences(a_recurrence(zone="Pacific/Apia"), after), 2))
    assert [each.day for each in found] == [date(2011, 12, 31), date(2012, 1, 1)]


def test_the_instant_itself_is_not_after_itself() -> None:
    at = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    assert next_occurrence(a_recurrence(), at).at == at + timedelta(days=1)
    assert next_occurrence(a_recurrence(), at - timedelta(seconds=1)).at == at


def test_without_weekdays_there_is_nothing_to_wait_for() -> None:
    with pytest.raises(ValueError, match="weekday"):
        next_occurrence(a_recurrence(frozenset()), datetime(2026, 11, 23, tzinfo=UTC))


@given(days, times, zones)
def test_an_instant_shows_its_wall_time_or_a_later_one_where_that_does_not_exist(
    day: date, at: time, zone: str
) -> None:
    shown = instant(day, at, zone).astimezone(ZoneInfo(zone))
    wanted = datetime.combine(day, at)
    assert shown.replace(tzinfo=None, fold=0) >= wanted
    assert shown.replace(tzinfo=None, fold=0) - wanted <= timedelta(days=1)
    if shown.replace(tzinfo=None, fold=0) == wanted:
        assert shown.fold == 0


@given(recurrences, instants)
def test_occurrences_come_in_order_on_the_chosen_weekdays_and_after_the_instant(
    recurrence: Recurrence, after: datetime
) -> None:
    found = list(islice(occurrences(recurrence, after), 10))
    assert all(each.day.weekday() in recurrence.weekdays for each in found)
    moments = [after, *(each.at for each in found)]
    assert all(earlier < later for earlier, later in pairwise(moments))


@given(recurrences, instants)
def test_none_is_left_out(recurrence: Recurrence, after: datetime) -> None:
    first, second = islice(occurrences(recurrence, after), 2)
    assert next_occurrence(recurrence, first.at) == second
    assert next_occurrence(recurrence, first.at - timedelta(microseconds=1)) == first
    assert first.at - after <= timedelta(days=15)
