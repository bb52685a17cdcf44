"""What standups show: within Slack's limits, escaped, with words for those who hear it read."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ids import AreaId, ChannelId, CheckInId, MemberId, MilestoneId, RunId, SlackUserId
from bot.playground.block_kit import problems_of_blocks, problems_of_view, too_much_text, view_too_large
from bot.slack.messages import Message
from bot.slack.routes import Routes
from bot.standups.check_ins.answer_rules import Answer, Form, Status
from bot.standups.check_ins.blocks import check_in_message, status_line
from bot.standups.check_ins.form_blocks import check_in_modal
from bot.standups.check_ins.rules import AskedArea, Colleague, Milestone, Side, questions_of
from bot.standups.examples import (
    MONDAY,
    QUESTIONS,
    WORKSPACE,
    example_card,
    example_form,
    example_report,
    examples,
)
from bot.standups.reports.blocks import difference_message, full_answers_message, report_message
from bot.standups.reports.difference_rules import DifferenceNotice, differences
from bot.standups.reports.rules import Contribution, FullAnswers, Heading, Report, build_report, positions_of
from tests.standups.builders import Company

RUN = RunId(7)
LONG = "a rather long text that says what is the matter & <why>; " * 5


def check(message: Message) -> None:
    assert problems_of_blocks(message.blocks) == []
    assert not too_much_text(message.blocks)
    assert message.text.strip()


@pytest.mark.parametrize(("name", "surface", "payload"), examples(), ids=[name for name, _, _ in examples()])
def test_slack_takes_every_example(name: str, surface: str, payload: dict[str, Any]) -> None:
    if surface == "message":
        assert problems_of_blocks(payload["blocks"]) == []
        assert payload["text"]
    else:
        assert problems_of_view(payload) == []


def texts(message: Message) -> str:
    return "\n".join(block["text"]["text"] for block in message.blocks if isinstance(block.get("text"), dict))


def test_the_report_reads_as_it_was_designed() -> None:
    message = report_message(example_report(), RUN, WORKSPACE)
    assert message.text == "Commerce, Mon 23 Nov: 1 seen differently, 2 stopped, 1 ask. 6 of 6 answered"
    kinds = [block["type"] for block in message.blocks]
    assert kinds[:3] == ["header", "context", "section"]
    assert message.blocks[1]["elements"][0]["text"] == "6 of 6 answered · updated 12:41"
    shown = texts(message)
    for line in (
        ":left_right_arrow: *Seen differently (1)*",
        "*Checkout · Apple Pay launch*",
        "Ana Silva>: on time, *4 Dec*",
        "Bo Chen>: at risk, *11 Dec*. Back on 4 Dec if a slot opens",
        "_Ana Silva decides the scope, Bo Chen the date._",
        ":octagonal_sign: *Stopped (2)*",
        "• *Billing* tax sandbox keys · access · 3 days · from",
        ":raised_hand: *Asks between PM and TPM (1)*",
        ", *Billing*: earliest date to drop the old invoice? By Wed 25 Nov · open",
        "*Product (PM)*",
        ":large_yellow_circle: *Billing*",
        "Decided: no guest checkout at launch",
        "*Program (TPM)*",
        "Landed: Index rebuild",
    ):
        assert line in shown
    assert shown.index("Seen differently") < shown.index("Stopped") < shown.index("Product (PM)")


def test_reports_name_people_by_links_that_notify_nobody() -> None:
    message = report_message(example_report(), RUN, WORKSPACE)
    assert "<slack://user?team=T0EXAMPLE&id=U0ANA|Ana Silva>" in texts(message)
    assert "<@" not in texts(message)


def a_big_report(areas: int, people: int, text: str = LONG) -> Report:
    """Two sides over many areas, everyone in doubt, stopped and asking."""
    names = {AreaId(number): f"Area number {number} of the platform" for number in range(areas)}
    said = []
    for number in range(people):
        side = Side.PRODUCT if number % 2 else Side.PROGRAM
        member = Colleague(MemberId(number), f"Somebody Number {number}", SlackUserId(f"U0{number:08}"))
        mine = [area for area in names if area % (people // 2 or 1) == number // 2]
        answers = [
            Answer(
                "status", side, area_id=area, milestone_id=MilestoneId(area), milestone_name="Launch",
                status=Status.AT_RISK if number % 2 else Status.LATE, on=date(2026, 12, 4), text=text[:140],
            )
            for area in mine
        ]  # fmt: skip
        answers += [Answer(question, side, text=text[:200]) for question in ("news", "risk", "ask", "stopped")]
        said.append(Contribution(member, side, tuple(answers), names, {}))
    seen = differences(one for each in said for one in positions_of(each))
    return build_report(Heading("Commerce", MONDAY, people), said, seen)


@pytest.mark.parametrize(("areas", "people"), [(50, 60), (50, 100), (100, 2), (1, 60), (3, 6)])
def test_a_big_report_stays_within_slacks_limits_and_says_what_is_left_out(areas: int, people: int) -> None:
    report = a_big_report(areas, people)
    message = report_message(report, RUN, WORKSPACE)
    check(message)
    if people > 6:
        assert "more not shown_" in texts(message)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 60), st.integers(1, 60), st.text(max_size=300))
def test_no_answer_makes_a_report_that_slack_refuses(areas: int, people: int, text: str) -> None:
    message = report_message(a_big_report(areas, people, text), RUN, WORKSPACE)
    check(message)
    assert message.text.startswith("Commerce, Mon 23 Nov")


def test_what_people_type_is_shown_as_typed() -> None:
    nasty = "<!channel> *bold* & <@U0BO>"
    contribution = Contribution(
        Colleague(MemberId(1), "Ana <@U1>", SlackUserId("U0ANA")),
        Side.PRODUCT,
        (Answer("stopped", Side.PRODUCT, text=nasty), Answer("news", Side.PRODUCT, text=nasty)),
        {},
        {},
    )
    report = report_message(build_report(Heading("Commerce", MONDAY, 1), [contribution], []), RUN, WORKSPACE)
    full = full_answers_message(FullAnswers(contribution, QUESTIONS, {}, {}), WORKSPACE)
    for message in (report, full):
        assert "<!channel>" not in texts(message)
        assert "<@U" not in texts(message)
        assert "*bold*" not in texts(message)


def test_a_very_long_answer_fits_the_thread() -> None:
    answers = tuple(Answer("status", Side.BOTH, area_id=AreaId(n), status=Status.LATE, text=LONG) for n in range(100))
    contribution = Contribution(
        Colleague(MemberId(1), "Ana"), Side.BOTH, answers, {AreaId(n): f"Area {n}" for n in range(100)}, {}
    )
    message = full_answers_message(FullAnswers(contribution, QUESTIONS, {}, {}), WORKSPACE)
    check(message)
    assert texts(message).endswith("_The rest does not fit here._")


def a_form(areas: int, side: Side = Side.BOTH, *, dated: bool = True, doubtful: bool = True) -> Form:
    asked = tuple(
        AskedArea(
            AreaId(number),
            f"Area {number} with a name that is longer than an option of a select may ever be in Slack",
            side,
            Milestone(MilestoneId(number), AreaId(number), "Launch", date(2026, 12, 4)) if dated else None,
            (Colleague(MemberId(1), "Bo", SlackUserId("U0BO")),),
        )
        for number in range(1, areas + 1)
    )
    known = {
        f"status:{area.area_id}": Answer(
            "status", side, area_id=area.area_id, status=Status.AT_RISK, on=date(2026, 12, 11), text=LONG
        )
        for area in asked
    }
    milestones = tuple(area.milestone for area in asked if area.milestone)
    return Form(
        CheckInId(1), MONDAY, side, questions_of(side, QUESTIONS), asked, known if doubtful else {}, milestones, "Hi"
    )


@pytest.mark.parametrize("side", [Side.PRODUCT, Side.PROGRAM, Side.BOTH])
@pytest.mark.parametrize("areas", [1, 3, 4, 50, 60, 100, 200])
@pytest.mark.parametrize("dated", [True, False])
def test_a_form_stays_within_slacks_limits(side: Side, areas: int, *, dated: bool) -> None:
    view = check_in_modal(a_form(areas, side, dated=dated))
    assert problems_of_view(view) == []
    assert not view_too_large(view)
    said = [block["elements"][0]["text"] for block in view["blocks"] if block["type"] == "context"]
    assert bool(said) == (areas > 60 or (not dated and areas >= 50))


def test_the_fields_for_a_doubt_are_shown_where_there_is_one() -> None:
    blocks = {block.get("block_id") for block in check_in_modal(example_form())["blocks"]}
    assert {"standups.status:1:1", "standups.date:1:1", "standups.path:1:1"} <= blocks
    calm = {block.get("block_id") for block in check_in_modal(a_form(1, doubtful=False))["blocks"]}
    assert "standups.date:1:1" not in calm


def test_without_a_milestone_the_form_asks_for_the_next_date() -> None:
    labels = [block["label"]["text"] for block in check_in_modal(a_form(1, dated=False))["blocks"] if "label" in block]
    assert labels[0].startswith("What is the next date for Area 1")


def test_questions_name_the_only_counterpart() -> None:
    labels = [block["label"]["text"] for block in check_in_modal(a_form(2))["blocks"] if "label" in block]
    assert "What do you need from Bo, by when?" in labels


@given(st.sampled_from(Status), st.sampled_from(Status), st.booleans(), st.booleans(), st.booleans())
def test_a_private_word_about_a_difference_reads_well_in_every_state(
    mine: Status, theirs: Status, confirmed: bool, settled: bool, late: bool
) -> None:
    shown = example_report().differences[0]
    one, other = replace(shown.product, status=mine), replace(shown.program, status=theirs)
    message = difference_message(DifferenceNotice(5, one, other, confirmed, settled, late))
    check(message)
    assert "Bo Chen" in message.text


def test_a_check_in_over_many_areas_and_standups_fits() -> None:
    card = example_card()
    areas = tuple(replace(card.areas[0], area_id=AreaId(n), name=f"Area {n}") for n in range(200))
    places = tuple(replace(card.destinations[0], name=f"S{n}", channel_id=ChannelId(f"C{n}")) for n in range(30))
    for first in (True, False):
        for answered in (True, False):
            answers = tuple(Answer("status", Side.PROGRAM, area_id=AreaId(n), status=Status.LATE) for n in range(200))
            shown = replace(card, areas=areas, destinations=places, first=first, answered=answered, answers=answers)
            message = check_in_message(shown)
            check(message)
            assert "Area 0" in texts(message)


def test_every_button_and_form_has_a_handler(company_routes: Routes) -> None:
    for _, _, payload in examples():
        for block in payload["blocks"]:
            for element in block.get("elements", []):
                if element.get("type") == "button":
                    assert element["action_id"] in company_routes.actions
        if "submit" in payload:
            assert payload["callback_id"] in company_routes.submissions
    assert company_routes.options.keys() == {"standups.areas", "standups.zone"}


@pytest.fixture
def company_routes() -> Routes:
    return Company.routes()


def test_a_status_of_no_area_has_no_empty_name() -> None:
    answer = Answer("status", Side.NEITHER, status=Status.LATE)
    assert status_line(answer, "") == ":red_circle: late"
    assert status_line(answer, "Checkout") == ":red_circle: *Checkout* late"
