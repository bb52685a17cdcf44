"""When members are asked and reminded, when a run opens and closes, and what makes a standup valid."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ids import AreaId, ChannelId
from bot.standups.rules import (
    LEAST_TIME_TO_ANSWER,
    StandupPlan,
    asking,
    closing,
    days_in_words,
    is_working,
    next_report,
    opening,
    problems,
    reminding,
    working_day_before,
)

MONDAY = date(2026, 11, 23)
ZONES = sorted(zone for zone in available_timezones() if "/" in zone)

zones = st.sampled_from(ZONES)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
hours = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def a_plan(**changes: object) -> StandupPlan:
    plan = StandupPlan(
        name="Commerce",
        channel_id=ChannelId("C0COMMERCE"),
        weekdays=frozenset({0, 2, 4}),
        read_at=time(12),
        zone="Europe/London",
        area_ids=(AreaId(1),),
    )
    return replace(plan, **changes)  # type: ignore[arg-type]


def local(zone: str, day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZoneInfo(zone))


NOON_IN_LONDON = local("Europe/London", MONDAY, 12)
CLOSE = closing(NOON_IN_LONDON)


def test_a_check_in_closes_a_quarter_of_an_hour_before_its_report() -> None:
    assert local("Europe/London", MONDAY, 11, 45) == CLOSE


def test_a_member_is_asked_at_half_past_nine_of_their_own_day() -> None:
    assert asking(CLOSE, "Europe/London") == local("Europe/London", MONDAY, 9, 30)
    assert asking(CLOSE, "Asia/Tokyo") == local("Asia/Tokyo", MONDAY, 9, 30)


def test_where_the_hour_comes_after_the_close_the_afternoon_of_the_working_day_before_is_used() -> None:
    friday = date(2026, 11, 20)
    assert asking(CLOSE, "America/Los_Angeles") == local("America/Los_Angeles", friday, 15)


def test_where_the_close_falls_on_the_members_next_day_the_afternoon_before_is_used() -> None:
    assert asking(CLOSE, "Pacific/Auckland") == local("Pacific/Auckland", MONDAY, 15)


def test_an_hour_that_leaves_no_time_to_answer_is_too_late() -> None:
    exactly_enough = local("Europe/London", MONDAY, 9, 45)
    assert asking(exactly_enough, "Europe/London") == local("Europe/London", MONDAY, 9, 30)
    a_minute_less = exactly_enough - timedelta(minutes=1)
    assert asking(a_minute_less, "Europe/London") == local("Europe/London", date(2026, 11, 20), 15)


def test_a_member_is_not_asked_on_a_free_day() -> None:
    sunday_noon = local("Europe/London", date(2026, 11, 22), 12)
    assert asking(sunday_noon, "Europe/London") == local("Europe/London", date(2026, 11, 20), 15)


@given(moments, zones, hours)
def test_everybody_is_asked_on_a_working_day_of_theirs_and_in_time_to_answer(
    close: datetime, zone: str, own_hour: time
) -> None:
    at = asking(close, zone, own_hour)
    assert at + LEAST_TIME_TO_ANSWER <= close
    assert at.astimezone(ZoneInfo(zone)).weekday() < 5
    assert close - at <= timedelta(days=5)


@given(moments, zones, hours)
def test_a_run_is_open_before_anybody_is_asked(close: datetime, zone: str, own_hour: time) -> None:
    assert opening(close) <= asking(close, zone, own_hour)
    assert close - opening(close) <= timedelta(days=6)


def test_the_reminder_comes_half_an_hour_before_the_close() -> None:
    asked = asking(CLOSE, "Europe/London")
    assert reminding(CLOSE, asked, "Europe/London") == CLOSE - timedelta(minutes=30)


def test_a_reminder_outside_working_hours_moves_to_the_end_of_the_last_working_day() -> None:
    asked = asking(CLOSE, "America/Los_Angeles")
    friday = date(2026, 11, 20)
    assert reminding(CLOSE, asked, "America/Los_Angeles") == local("America/Los_Angeles", friday, 16, 30)


def test_no_reminder_follows_a_check_in_that_was_sent_late() -> None:
    assert reminding(CLOSE, CLOSE - timedelta(minutes=40), "Europe/London") is None
    late_on_friday = local("America/Los_Angeles", date(2026, 11, 20), 16, 40)
    assert reminding(CLOSE, late_on_friday, "America/Los_Angeles") is None


@given(moments, zones, st.timedeltas(timedelta(), timedelta(days=4)))
def test_a_reminder_comes_after_the_check_in_before_the_close_and_in_working_hours(
    close: datetime, zone: str, earlier: timedelta
) -> None:
    sent = close - earlier
    at = reminding(close, sent, zone)
    if at is not None:
        assert sent < at < close
        assert is_working(at, zone)


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)))
def test_the_working_day_before_is_the_nearest_one(day: date) -> None:
    before = working_day_before(day)
    assert before < day
    assert before.weekday() < 5
    assert (day - before).days <= 3


def test_the_first_report_is_today_while_its_check_ins_are_open() -> None:
    assert next_report(a_plan(), CLOSE - timedelta(seconds=1)).day == MONDAY


def test_a_standup_made_after_todays_close_begins_on_its_next_day() -> None:
    assert next_report(a_plan(), CLOSE).day == date(2026, 11, 25)


def test_a_good_plan_has_no_problems() -> None:
    assert problems(a_plan()) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"channel_id": ""}, "channel"),
        ({"weekdays": frozenset()}, "days"),
        ({"area_ids": ()}, "areas"),
        ({"area_ids": tuple(range(101))}, "areas"),
        ({"people": tuple(range(101))}, "people"),
        ({"zone": "Mars/Olympus"}, "zone"),
    ],
)
def test_what_is_wrong_with_a_plan_is_said_at_its_field(change: dict[str, object], field: str) -> None:
    assert [problem.field for problem in problems(a_plan(**change))] == [field]


def test_days_are_said_in_words() -> None:
    assert days_in_words({4, 0, 2}) == "Mon, Wed, Fri"
    assert days_in_words(range(5)) == "Monday to Friday"
    assert days_in_words(range(7)) == "every day"
