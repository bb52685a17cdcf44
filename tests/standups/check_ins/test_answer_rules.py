"""Statuses with their dates, "Nothing changed", and the first date given."""

from dataclasses import replace
from datetime import date

from bot.ids import AreaId, MilestoneId
from bot.standups.check_ins.answer_rules import (
    Answer,
    NotRepeatable,
    Repeated,
    Status,
    first_said,
    nothing_changed,
    prefilled,
    same_name,
    settled,
)
from bot.standups.check_ins.rules import AskedArea, Milestone, Side

MONDAY = date(2026, 11, 23)
LAUNCH = Milestone(MilestoneId(5), AreaId(10), "Apple Pay launch", date(2026, 12, 4))
CHECKOUT = AskedArea(AreaId(10), "Checkout", Side.PRODUCT, LAUNCH)
SEARCH = AskedArea(AreaId(11), "Search", Side.PRODUCT)


def a_status(**changes: object) -> Answer:
    answer = Answer(
        "status",
        Side.PRODUCT,
        area_id=AreaId(10),
        milestone_id=MilestoneId(5),
        status=Status.ON_TIME,
        on=LAUNCH.agreed_on,
    )
    return replace(answer, **changes)  # type: ignore[arg-type]


def test_nothing_changed_gives_the_last_answer_again_with_what_is_still_open() -> None:
    last = (
        a_status(status=Status.AT_RISK, on=date(2026, 12, 9), text="If a slot opens"),
        Answer("stopped", Side.PRODUCT, text="Tax keys", since=date(2026, 11, 20)),
        Answer("news", Side.PRODUCT, text="Four of five missed the filter"),
    )
    assert nothing_changed(last, [CHECKOUT], MONDAY) == Repeated(last[:2])


def test_an_answer_is_never_invented_where_none_was_given() -> None:
    outcome = nothing_changed([a_status()], [CHECKOUT, SEARCH], MONDAY)
    assert isinstance(outcome, NotRepeatable)
    assert "Search" in outcome.reason


def test_a_date_that_has_passed_is_asked_again() -> None:
    outcome = nothing_changed([a_status()], [CHECKOUT], date(2026, 12, 7))
    assert outcome == NotRepeatable("Apple Pay launch was to land on 4 Dec. How does it look now?")


def test_a_milestone_that_is_new_since_is_asked_about() -> None:
    beta = replace(LAUNCH, id=MilestoneId(6), name="Beta")
    outcome = nothing_changed([a_status()], [replace(CHECKOUT, milestone=beta)], MONDAY)
    assert isinstance(outcome, NotRepeatable)
    assert "Beta" in outcome.reason


def test_nothing_dated_stays_nothing_dated() -> None:
    nothing = a_status(area_id=AreaId(11), milestone_id=None, status=Status.NOTHING_DATED, on=None)
    assert nothing_changed([nothing], [SEARCH], MONDAY) == Repeated((nothing,))


def test_someone_without_areas_repeats_what_is_next() -> None:
    following = Answer("next", Side.NEITHER, text="Ship the audit")
    assert nothing_changed([following, Answer("done", Side.NEITHER, text="x")], [], MONDAY) == Repeated((following,))
    assert isinstance(nothing_changed([], [], MONDAY), NotRepeatable)


def test_a_form_starts_with_the_last_status_from_the_side_of_today() -> None:
    area = replace(CHECKOUT, side=Side.BOTH)
    assert prefilled([a_status()], [area]) == {"status:10": a_status(side=Side.BOTH)}


def test_on_time_means_on_the_agreed_date() -> None:
    assert settled(a_status(on=date(2027, 1, 1), text="x"), LAUNCH) == a_status()


def test_a_date_without_a_status_is_on_time_up_to_the_agreed_one_and_at_risk_after_it() -> None:
    named = a_status(status=None, on=date(2026, 12, 11), milestone_id=None)
    assert settled(named, LAUNCH) == a_status(status=Status.AT_RISK, on=date(2026, 12, 11))
    assert settled(replace(named, on=date(2026, 12, 4)), LAUNCH) == a_status()


def test_nothing_dated_has_no_date() -> None:
    assert settled(a_status(status=Status.NOTHING_DATED, text="x"), LAUNCH).on is None


def test_names_of_milestones_are_compared_without_case_and_spaces() -> None:
    assert same_name("Apple  Pay launch ", "apple pay Launch")
    assert not same_name("Apple Pay", "Apple Pay launch")


def test_a_stop_keeps_the_day_on_which_it_was_first_said() -> None:
    stop = Answer("stopped", Side.PRODUCT, area_id=AreaId(10), text="Tax keys")
    said = replace(stop, since=date(2026, 11, 20))
    assert first_said(stop, [said], MONDAY).since == date(2026, 11, 20)
    assert first_said(replace(stop, text="Other keys"), [said], MONDAY).since == MONDAY
