"""An example of everything that standups show, for the gallery and for the tests: a shop that does not exist."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.ids import AreaId, ChannelId, CheckInId, MemberId, MilestoneId, RunId, SlackUserId, WorkspaceId
from bot.slack.messages import Message
from bot.standups import blocks
from bot.standups.check_ins import blocks as check_in_blocks
from bot.standups.check_ins import form_blocks
from bot.standups.check_ins.answer_rules import Answer, Form, Status
from bot.standups.check_ins.card_rules import CheckInCard, Destination, Reminder
from bot.standups.check_ins.rules import (
    AskedArea,
    Colleague,
    Milestone,
    Side,
    questions_for,
    questions_of,
)
from bot.standups.reports import blocks as report_blocks
from bot.standups.reports import owner_blocks
from bot.standups.reports.difference_rules import DifferenceNotice, differences
from bot.standups.reports.rules import Contribution, FullAnswers, Heading, Report, build_report, positions_of
from bot.standups.rules import NextReport

WORKSPACE = WorkspaceId("T0EXAMPLE")
COMMERCE = ChannelId("C0COMMERCE")
MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
CLOSE = datetime(2026, 11, 23, 11, 45, tzinfo=UTC)
LONDON = "Europe/London"
CHECKOUT, SEARCH, BILLING = AreaId(1), AreaId(2), AreaId(3)
AREAS = {CHECKOUT: "Checkout", SEARCH: "Search", BILLING: "Billing"}
ANA, BO, IVY, LENA, RAJ, TOM = (
    Colleague(MemberId(number), name, SlackUserId(f"U0{name.split(maxsplit=1)[0].upper()}"))
    for number, name in enumerate(["Ana Silva", "Bo Chen", "Ivy Moor", "Lena Voss", "Raj Patel", "Tom Berg"], start=1)
)
LAUNCH = Milestone(MilestoneId(1), CHECKOUT, "Apple Pay launch", date(2026, 12, 4))
QUESTIONS = questions_for("Friday", "Wednesday")


def a_status(
    area: AreaId, side: Side, status: Status = Status.ON_TIME, on: date | None = None, text: str = ""
) -> Answer:
    return Answer(
        "status",
        side,
        area_id=area,
        milestone_id=MilestoneId(area),
        milestone_name=LAUNCH.name if area == CHECKOUT else "Beta",
        status=status,
        on=on or LAUNCH.agreed_on,
        text=text,
    )


def a_contribution(member: Colleague, side: Side, *answers: Answer) -> Contribution:
    return Contribution(member, side, answers, AREAS, {MilestoneId(2): "Index rebuild"})


def contributions() -> list[Contribution]:
    """What six people answered on a Monday: one difference, two stops, one ask."""
    pm, tpm = Side.PRODUCT, Side.PROGRAM
    return [
        a_contribution(
            ANA, pm, a_status(CHECKOUT, pm),
            Answer("news", pm, area_id=CHECKOUT, tag="decided", text="no guest checkout at launch"),
            Answer("outcome", pm, area_id=CHECKOUT, text="Checkout under 60 seconds"),
        ),
        a_contribution(
            BO, tpm, a_status(CHECKOUT, tpm, Status.AT_RISK, date(2026, 12, 11), "Back on 4 Dec if a slot opens"),
            Answer("risk", tpm, area_id=CHECKOUT, tag="new", text="Vendor certification slot moved"),
        ),
        a_contribution(
            IVY, pm, a_status(SEARCH, pm),
            Answer("news", pm, area_id=SEARCH, tag="learned", text="4 of 5 testers missed the filter"),
        ),
        a_contribution(
            LENA, tpm, a_status(SEARCH, tpm),
            Answer("landed", tpm, area_id=SEARCH, milestone_id=MilestoneId(2)),
            Answer("stopped", tpm, area_id=SEARCH, tag="decision", text="which locales first?", since=MONDAY),
        ),
        a_contribution(
            RAJ, pm, a_status(BILLING, pm, Status.AT_RISK, date(2026, 12, 9)),
            Answer("news", pm, area_id=BILLING, tag="scope_cut", text="PDF themes"),
            Answer("ask", pm, area_id=BILLING, text="earliest date to drop the old invoice?", member_id=TOM.member_id,
                   on=date(2026, 11, 25)),
        ),
        a_contribution(
            TOM, tpm, a_status(BILLING, tpm, Status.AT_RISK, date(2026, 12, 9), "Depends on Security"),
            Answer("stopped", tpm, area_id=BILLING, tag="access", text="tax sandbox keys", since=date(2026, 11, 20)),
        ),
    ]  # fmt: skip


def example_report() -> Report:
    """The report of that Monday, updated at 12:41."""
    said = contributions()
    seen = differences(one for each in said for one in positions_of(each))
    heading = Heading("Commerce", MONDAY, asked=6, updated_at=NOON.replace(minute=41), zone=LONDON)
    return build_report(heading, said, seen)


def example_card() -> CheckInCard:
    """Bo's first check-in."""
    return CheckInCard(
        check_in_id=CheckInId(91),
        day=MONDAY,
        closes_at=CLOSE,
        zone=LONDON,
        areas=(
            AskedArea(CHECKOUT, "Checkout", Side.PROGRAM, LAUNCH, (ANA,)),
            AskedArea(SEARCH, "Search", Side.PROGRAM, None, (IVY,)),
        ),
        destinations=(Destination("Commerce", COMMERCE, NOON, LONDON, frozenset({0, 2, 4}), "Dana Vance"),),
        first=True,
    )


def example_form(side: Side = Side.PROGRAM) -> Form:
    """Bo's check-in as a form, in doubt about one area."""
    areas = tuple(replace(area, side=side) for area in example_card().areas)
    known = a_status(CHECKOUT, side, Status.AT_RISK, date(2026, 12, 11), "Back on 4 Dec if a slot opens")
    return Form(
        check_in_id=CheckInId(91),
        day=MONDAY,
        side=side,
        questions=questions_of(side, QUESTIONS),
        areas=() if side is Side.NEITHER else areas,
        known={known.slot: known} if side is not Side.NEITHER else {},
        milestones=(LAUNCH,),
    )


def examples() -> list[tuple[str, str, dict[str, Any]]]:
    """(name, surface, payload) of everything that standups show."""
    messages = {**_check_ins(), **_reports(), **_standups()}
    modals = {
        "form of a TPM": form_blocks.check_in_modal(example_form()),
        "form of a PM": form_blocks.check_in_modal(example_form(Side.PRODUCT)),
        "form of everyone else": form_blocks.check_in_modal(example_form(Side.NEITHER)),
        "new standup": blocks.new_standup_modal(LONDON, COMMERCE),
        "standup set up": blocks.created_modal(_next_report(), ["Ana Silva", "Bo Chen"], ["Refunds has no TPM"]),
    }
    return [
        *((f"standups: {name}", "message", message.arguments()) for name, message in messages.items()),
        *((f"standups: {name}", "modal", view) for name, view in modals.items()),
    ]


def _check_ins() -> dict[str, Message]:
    first = example_card()
    statuses = (a_status(CHECKOUT, Side.PROGRAM, Status.AT_RISK, date(2026, 12, 11)), a_status(SEARCH, Side.PROGRAM))
    soon = Reminder(CheckInId(91), ("Commerce",), 30, CLOSE, LONDON)
    return {
        "first check-in": check_in_blocks.check_in_message(first),
        "check-in": check_in_blocks.check_in_message(replace(first, first=False)),
        "check-in answered": check_in_blocks.check_in_message(replace(first, answered=True, answers=statuses)),
        "check-in no longer wanted": check_in_blocks.check_in_message(replace(first, over=True)),
        "reminder": check_in_blocks.reminder_message(soon),
        "reminder the evening before": check_in_blocks.reminder_message(
            replace(soon, minutes=4000, zone="America/Los_Angeles")
        ),
    }


def _reports() -> dict[str, Message]:
    report = example_report()
    said = contributions()
    full = FullAnswers(said[4], QUESTIONS, {TOM.member_id: TOM.name}, {MilestoneId(3): "Beta"})
    difference = report.differences[0]
    notice = DifferenceNotice(5, difference.product, difference.program)
    empty = build_report(Heading("Commerce", MONDAY, asked=6), [], [])
    day, run = MONDAY, RunId(7)
    return {
        "report": report_blocks.report_message(report, run, WORKSPACE),
        "report without answers": report_blocks.report_message(empty, run, WORKSPACE),
        "full answers": report_blocks.full_answers_message(full, WORKSPACE),
        "difference": report_blocks.difference_message(notice),
        "difference, still true": report_blocks.difference_message(replace(notice, confirmed=True)),
        "difference settled": report_blocks.difference_message(replace(notice, settled=True)),
        "report of unknown fate": owner_blocks.fate_message("Commerce", day, COMMERCE, run),
        "answers of unknown fate": owner_blocks.fate_message("Commerce", day, COMMERCE, run, "Ana Silva"),
        "answers not shown": owner_blocks.not_shown_message("Commerce", day, COMMERCE, run),
        "report refused": owner_blocks.refused_message("Commerce", day, COMMERCE, run, "not_in_channel"),
        "report decided": owner_blocks.decided_message("Commerce", day),
    }


def _standups() -> dict[str, Message]:
    return {
        "list": blocks.standup_list([_next_report(), replace(_next_report(), name="Platform")]),
        "empty list": blocks.standup_list([]),
        "help": blocks.standup_menu([("/standup new", "set up a standup"), ("/standup list", "all standups")]),
        "nobody asked": blocks.nobody_asked("Commerce", MONDAY, {"Kim Wu": "no_slack_account"}),
    }


def _next_report() -> NextReport:
    return NextReport("Commerce", COMMERCE, MONDAY, NOON, LONDON, frozenset({0, 2, 4}), "Dana Vance")
