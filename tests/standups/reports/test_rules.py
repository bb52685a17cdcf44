"""What a report says, from what was answered."""

from dataclasses import replace
from datetime import date

from bot.ids import AreaId, MemberId, MilestoneId
from bot.standups.check_ins.answer_rules import Answer, Status
from bot.standups.check_ins.rules import Colleague, Side
from bot.standups.reports.rules import (
    AreaLine,
    AskLine,
    Contribution,
    Fact,
    Heading,
    PersonLine,
    StoppedLine,
    build_report,
    positions_of,
)

MONDAY = date(2026, 11, 23)
ANA, BO, KIM = (Colleague(MemberId(number), name) for number, name in ((1, "Ana"), (2, "Bo"), (3, "Kim")))
CHECKOUT, SEARCH, PAYROLL = AreaId(10), AreaId(11), AreaId(99)
HEADING = Heading("Commerce", MONDAY, asked=3)


def a_status(**changes: object) -> Answer:
    answer = Answer(
        "status",
        Side.PRODUCT,
        area_id=CHECKOUT,
        milestone_id=MilestoneId(5),
        milestone_name="Apple Pay launch",
        status=Status.ON_TIME,
        on=date(2026, 12, 4),
    )
    return replace(answer, **changes)  # type: ignore[arg-type]


def a_contribution(*answers: Answer, member: Colleague = ANA, side: Side = Side.PRODUCT) -> Contribution:
    return Contribution(member, side, answers, {CHECKOUT: "Checkout", SEARCH: "Search"}, {MilestoneId(5): "Apple Pay"})


def test_each_side_has_its_section_and_what_is_in_doubt_comes_first() -> None:
    ana = a_contribution(a_status(), a_status(area_id=SEARCH, status=Status.AT_RISK, on=date(2026, 12, 9)))
    bo = a_contribution(a_status(side=Side.PROGRAM), member=BO, side=Side.PROGRAM)
    report = build_report(HEADING, [ana, bo], [])
    assert report.product == (
        AreaLine("Search", ANA, Status.AT_RISK, date(2026, 12, 9)),
        AreaLine("Checkout", ANA, Status.ON_TIME, date(2026, 12, 4)),
    )
    assert report.program == (AreaLine("Checkout", BO, Status.ON_TIME, date(2026, 12, 4)),)
    assert report.counts == "2 of 3 answered"


def test_news_stands_with_its_area_and_without_one_with_the_person() -> None:
    ana = a_contribution(
        a_status(),
        Answer("news", Side.PRODUCT, area_id=CHECKOUT, text="no guest checkout", tag="decided"),
        Answer("outcome", Side.PRODUCT, text="Conversion"),
    )
    report = build_report(HEADING, [ana], [])
    line, person = report.product
    assert isinstance(line, AreaLine)
    assert line.facts == (Fact("Decided", "no guest checkout"),)
    assert person == PersonLine(ANA, (Fact("Will move", "Conversion"),))


def test_stops_and_asks_have_sections_of_their_own() -> None:
    ana = a_contribution(
        Answer("stopped", Side.PRODUCT, area_id=CHECKOUT, text="Keys", tag="access", since=date(2026, 11, 20)),
        Answer("ask", Side.PRODUCT, text="A date?", member_id=BO.member_id, on=date(2026, 11, 25)),
    )
    report = build_report(HEADING, [ana], [], colleagues={BO.member_id: BO})
    assert report.stopped == (StoppedLine("Checkout", "Access", "Keys", ANA, 3),)
    assert report.asks == (AskLine(ANA, BO, "", "A date?", date(2026, 11, 25)),)
    assert report.counts == "1 stopped, 1 ask. 1 of 3 answered"


def test_an_answer_about_an_area_of_another_standup_stays_out() -> None:
    ana = a_contribution(
        a_status(area_id=PAYROLL),
        Answer("stopped", Side.PRODUCT, area_id=PAYROLL, text="Salaries"),
        Answer("news", Side.PRODUCT, area_id=PAYROLL, text="Secret"),
    )
    report = build_report(HEADING, [ana], [])
    assert (report.product, report.stopped) == ((), ())
    assert positions_of(ana) == []


def test_an_answer_held_back_is_counted_and_not_shown() -> None:
    report = build_report(HEADING, [a_contribution(a_status())], [], held_back={(ANA.member_id, CHECKOUT)})
    assert (report.product, report.held_back, report.answered) == ((), 1, 1)


def test_people_without_a_hat_have_lines_of_their_own() -> None:
    kim = a_contribution(Answer("done", Side.NEITHER, text="Audit"), member=KIM, side=Side.NEITHER)
    assert build_report(HEADING, [kim], []).others == (PersonLine(KIM, (Fact("Done", "Audit"),)),)


def test_someone_with_both_hats_stands_under_product_once() -> None:
    ana = a_contribution(a_status(side=Side.BOTH), side=Side.BOTH)
    report = build_report(HEADING, [ana], [])
    assert [line.both for line in report.product if isinstance(line, AreaLine)] == [True]
    assert report.program == ()


def test_landed_milestones_are_named() -> None:
    bo = a_contribution(
        a_status(side=Side.PROGRAM),
        Answer("landed", Side.PROGRAM, area_id=CHECKOUT, milestone_id=MilestoneId(5)),
        member=BO,
        side=Side.PROGRAM,
    )
    line = build_report(HEADING, [bo], []).program[0]
    assert line.facts == (Fact("Landed", "Apple Pay"),)


def test_scope_added_belongs_to_the_position_of_its_area() -> None:
    added = Answer("news", Side.PRODUCT, area_id=SEARCH, text="More", tag="scope_added")
    positions = positions_of(a_contribution(a_status(), a_status(area_id=SEARCH), added))
    assert [(one.area_name, one.scope_added) for one in positions] == [("Checkout", False), ("Search", True)]
