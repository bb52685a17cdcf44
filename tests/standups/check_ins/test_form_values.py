"""From the fields of a form to answers, and what is still missing."""

from datetime import date
from typing import Any

from bot.ids import AreaId, MilestoneId
from bot.slack.payloads import FormValues
from bot.standups.check_ins.answer_rules import Answer, Status
from bot.standups.check_ins.form_values import asked_person, missing, read_answers, wants_other_fields
from bot.standups.check_ins.rules import Side


def filled(**fields: Any) -> FormValues:
    """A form: status__1__5="late", date__1__5="2026-12-04" …"""
    state = {}
    for name, value in fields.items():
        block_id = "standups." + name.replace("__", ":")
        if isinstance(value, list):
            element: dict[str, Any] = {"selected_options": [{"value": each} for each in value]}
        elif name.startswith(("status", "tag", "area")):
            element = {"selected_option": {"value": value} if value else None}
        elif name.startswith(("date", "new_date", "by")):
            element = {"selected_date": value}
        elif name.startswith("person"):
            element = {"selected_user": value}
        else:
            element = {"value": value}
        state[block_id] = {block_id: element}
    return FormValues(state)


def test_a_status_comes_with_its_date_and_path_back_when_it_is_in_doubt() -> None:
    values = filled(status__1__5="at_risk", date__1__5="2026-12-11", path__1__5=" If a slot opens ")
    assert read_answers(values) == (
        Answer(
            "status",
            Side.NEITHER,
            area_id=AreaId(1),
            milestone_id=MilestoneId(5),
            status=Status.AT_RISK,
            on=date(2026, 12, 11),
            text="If a slot opens",
        ),
    )


def test_a_date_left_over_from_a_doubt_does_not_count() -> None:
    (answer,) = read_answers(filled(status__1__5="on_time", date__1__5="2026-12-11", path__1__5="x"))
    assert (answer.on, answer.text) == (None, "")


def test_a_first_date_is_named_and_empty_fields_mean_nothing_dated() -> None:
    named, empty = read_answers(
        filled(new_name__1__0="Beta", new_date__1__0="2026-12-11", new_name__2__0=None, new_date__2__0=None)
    )
    assert (named.milestone_name, named.on, named.status) == ("Beta", date(2026, 12, 11), None)
    assert empty.status is Status.NOTHING_DATED


def test_questions_left_empty_are_no_answers() -> None:
    values = filled(text__news="", tag__news="decided", text__stopped="Keys", tag__stopped="access", area__stopped="3")
    assert read_answers(values) == (Answer("stopped", Side.NEITHER, area_id=AreaId(3), text="Keys", tag="access"),)


def test_an_ask_has_a_person_and_a_day() -> None:
    values = filled(text__ask="A date?", person__ask="U0BO", by__ask="2026-11-25")
    assert read_answers(values) == (Answer("ask", Side.NEITHER, text="A date?", on=date(2026, 11, 25)),)
    assert asked_person(values) == "U0BO"


def test_what_landed_is_one_answer_each() -> None:
    answers = read_answers(filled(landed__landed=["5", "6"], text__landed="Index rebuilt"))
    assert [(each.milestone_id, each.text) for each in answers] == [(None, "Index rebuilt"), (5, ""), (6, "")]


def test_who_is_in_doubt_says_until_when() -> None:
    assert missing(filled(status__1__5="late", date__1__5=None)).keys() == {"standups.date:1:5"}
    assert missing(filled(status__1__5="on_time", date__1__5=None)) == {}


def test_a_first_date_needs_both_its_parts() -> None:
    assert missing(filled(new_name__1__0="Beta", new_date__1__0=None)).keys() == {"standups.new_date:1:0"}
    assert missing(filled(new_name__1__0="", new_date__1__0="2026-12-11")).keys() == {"standups.new_name:1:0"}
    assert missing(filled(new_name__1__0="", new_date__1__0=None)) == {}


def test_fields_for_a_doubt_are_wanted_while_there_is_one() -> None:
    assert wants_other_fields(filled(status__1__5="late"))
    assert not wants_other_fields(filled(status__1__5="late", date__1__5=None))
    assert wants_other_fields(filled(status__1__5="on_time", date__1__5=None))
    assert not wants_other_fields(filled(status__1__5="on_time", date__1__5=None), only_missing=True)
