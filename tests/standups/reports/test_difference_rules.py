"""What is seen differently, and how long it waits before others see it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.ids import AreaId, MemberId, MilestoneId
from bot.standups.check_ins.answer_rules import Status
from bot.standups.check_ins.rules import Colleague, Side
from bot.standups.reports.difference_rules import (
    HEADS_UP,
    Difference,
    Position,
    differences,
    early_post_at,
    known_to_both,
)

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
REPORT = datetime(2026, 11, 23, 12, tzinfo=UTC)


def a_position(**changes: object) -> Position:
    position = Position(
        member=Colleague(MemberId(1), "Ana"),
        side=Side.PRODUCT,
        area_id=AreaId(10),
        area_name="Checkout",
        milestone_id=MilestoneId(5),
        milestone_name="Apple Pay launch",
        status=Status.ON_TIME,
        on=date(2026, 12, 4),
    )
    return replace(position, **changes)  # type: ignore[arg-type]


ANA = a_position()
BO = a_position(member=Colleague(MemberId(2), "Bo"), side=Side.PROGRAM)


def test_agreement_is_no_difference() -> None:
    assert differences([ANA, BO]) == ()


def test_another_status_is_a_difference() -> None:
    doubting = replace(BO, status=Status.AT_RISK)
    assert differences([doubting, ANA]) == (Difference(ANA, doubting),)


def test_forecasts_a_day_apart_are_a_difference() -> None:
    one, other = replace(ANA, status=Status.LATE), replace(BO, status=Status.LATE, on=date(2026, 12, 5))
    assert differences([one, other]) == (Difference(one, other),)


def test_scope_added_while_the_other_is_on_time_is_a_difference() -> None:
    adding = replace(ANA, scope_added=True)
    assert differences([adding, BO]) == (Difference(adding, BO),)


def test_scope_added_while_both_doubt_alike_is_none() -> None:
    doubts = [replace(each, status=Status.AT_RISK) for each in (replace(ANA, scope_added=True), BO)]
    assert differences(doubts) == ()


def test_other_milestones_and_two_of_one_side_are_not_compared() -> None:
    other = replace(BO, milestone_id=MilestoneId(6), status=Status.LATE)
    second_pm = replace(ANA, member=Colleague(MemberId(3), "Cy"), status=Status.LATE)
    assert differences([ANA, other, second_pm]) == ()


def test_nobody_differs_with_themselves() -> None:
    both = replace(ANA, side=Side.BOTH)
    assert differences([both, replace(both, status=Status.LATE)]) == ()


def test_someone_with_both_hats_differs_with_a_tpm_once() -> None:
    both, doubting = replace(ANA, side=Side.BOTH), replace(BO, status=Status.LATE)
    assert differences([both, doubting]) == (Difference(both, doubting),)


@given(st.sampled_from(Status), st.sampled_from(Status), st.text(), st.text())
def test_free_text_never_matters(one: Status, other: Status, words: str, others_words: str) -> None:
    plain = differences([replace(ANA, status=one), replace(BO, status=other)])
    wordy = differences([replace(ANA, status=one, path_back=words), replace(BO, status=other, path_back=others_words)])
    assert len(plain) == len(wordy) == (one is not other)


def test_a_complete_report_without_differences_posts_at_once() -> None:
    assert early_post_at(NOW, [], REPORT) == NOW


def test_a_complete_report_waits_a_quarter_of_an_hour_for_the_last_difference() -> None:
    made = [NOW - timedelta(hours=1), NOW - timedelta(minutes=5)]
    assert early_post_at(NOW, made, REPORT) == NOW + timedelta(minutes=10)


@given(st.lists(st.timedeltas(-timedelta(hours=3), timedelta(hours=3))), st.timedeltas(timedelta(), timedelta(hours=2)))
def test_no_hold_moves_the_time_at_which_the_report_is_read(made: list[timedelta], later: timedelta) -> None:
    assert early_post_at(NOW + later, [NOW + each for each in made], REPORT) <= REPORT


def test_others_see_a_difference_once_both_have_known_it_for_a_quarter_of_an_hour() -> None:
    assert not known_to_both(NOW, NOW + HEADS_UP - timedelta(seconds=1))
    assert known_to_both(NOW, NOW + HEADS_UP)


def test_a_difference_made_before_the_close_is_in_the_report() -> None:
    assert known_to_both(REPORT - timedelta(minutes=15), REPORT)
