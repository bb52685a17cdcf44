"""Who is asked, as what, and which questions."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.ids import AreaId, MemberId, MilestoneId, SlackUserId
from bot.standups.check_ins.rules import (
    Addressee,
    Held,
    Milestone,
    NotSent,
    Seat,
    Side,
    next_milestone,
    questions_for,
    questions_of,
    seats,
    side_of,
    why_not_sent,
)

ANA, BO, CY = MemberId(1), MemberId(2), MemberId(3)
CHECKOUT, SEARCH = AreaId(10), AreaId(11)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def test_pms_and_tpms_are_asked_about_their_areas_and_others_are_not() -> None:
    held = [Held(CHECKOUT, "pm", ANA), Held(CHECKOUT, "tpm", BO), Held(CHECKOUT, "em", CY)]
    assert seats(held) == (Seat(ANA, CHECKOUT, Side.PRODUCT), Seat(BO, CHECKOUT, Side.PROGRAM))


def test_someone_with_both_hats_in_an_area_is_asked_about_it_once() -> None:
    assert seats([Held(CHECKOUT, "pm", ANA), Held(CHECKOUT, "tpm", ANA)]) == (Seat(ANA, CHECKOUT, Side.BOTH),)


def test_a_chosen_person_with_no_hat_is_asked_once_without_an_area() -> None:
    assert seats([Held(CHECKOUT, "pm", ANA)], [ANA, CY, CY]) == (
        Seat(ANA, CHECKOUT, Side.PRODUCT),
        Seat(CY, None, Side.NEITHER),
    )


@pytest.mark.parametrize(
    ("sides", "side"),
    [
        ([Side.PRODUCT], Side.PRODUCT),
        ([Side.PROGRAM, Side.PROGRAM], Side.PROGRAM),
        ([Side.PRODUCT, Side.PROGRAM], Side.BOTH),
        ([Side.BOTH, Side.PRODUCT], Side.BOTH),
        ([Side.NEITHER, Side.PROGRAM], Side.PROGRAM),
        ([Side.NEITHER], Side.NEITHER),
        ([], Side.NEITHER),
    ],
)
def test_the_sides_of_all_areas_make_one_side_for_the_questions(sides: list[Side], side: Side) -> None:
    assert side_of(sides) is side


def test_each_side_gets_its_own_questions_and_the_shared_ones() -> None:
    asked = {
        side: [question.key for question in questions_of(side, questions_for("Friday", "Wednesday"))] for side in Side
    }
    assert asked == {
        Side.PRODUCT: ["status", "news", "outcome", "ask", "stopped"],
        Side.PROGRAM: ["status", "landed", "risk", "ask", "stopped"],
        Side.BOTH: ["status", "news", "landed", "risk", "ask", "stopped"],
        Side.NEITHER: ["done", "next", "stopped"],
    }


def test_questions_name_the_days_of_the_run() -> None:
    prompts = {question.key: question.prompt for question in questions_for("Friday", "Wednesday")}
    assert prompts["news"] == "Since Friday: what did you learn or decide that others should know?"
    assert prompts["outcome"] == "The one outcome you will move before Wednesday?"


@pytest.mark.parametrize(
    ("addressee", "still_asked", "late", "reason"),
    [
        (Addressee(SlackUserId("U1")), True, timedelta(), None),
        (Addressee(SlackUserId("U1")), False, timedelta(), NotSent.NO_LONGER_ASKED),
        (Addressee(None), True, timedelta(), NotSent.NO_SLACK_ACCOUNT),
        (None, True, timedelta(), NotSent.NO_SLACK_ACCOUNT),
        (Addressee(SlackUserId("U1"), deactivated=True), True, timedelta(), NotSent.DEACTIVATED),
        (Addressee(SlackUserId("U1"), guest=True), True, timedelta(), NotSent.GUEST),
        (Addressee(SlackUserId("U1"), bot=True), True, timedelta(), NotSent.BOT),
        (Addressee(SlackUserId("U1")), True, timedelta(hours=3), NotSent.CLOSED),
    ],
)
def test_a_check_in_that_cannot_or_need_not_be_sent_says_why(
    addressee: Addressee | None, still_asked: bool, late: timedelta, reason: NotSent | None
) -> None:
    closes_at = NOW + timedelta(hours=2)
    assert why_not_sent(addressee, still_asked=still_asked, closes_at=closes_at, now=NOW + late) is reason


def test_what_lands_next_is_the_earliest_that_has_not_landed() -> None:
    landed = Milestone(MilestoneId(1), CHECKOUT, "Alpha", date(2026, 11, 1), landed_on=date(2026, 11, 2))
    beta = Milestone(MilestoneId(2), CHECKOUT, "Beta", date(2026, 12, 11))
    launch = replace(beta, id=MilestoneId(3), name="Launch", agreed_on=date(2026, 12, 4))
    assert next_milestone([landed, beta, launch]) == launch
    assert next_milestone([landed]) is None
