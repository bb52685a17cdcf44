"""Every input takes what Slack's screen takes, and reports it as Slack does."""

from datetime import date
from typing import Any

import pytest

from bot.playground import CannotDo, LocalSlack, Person
from bot.playground.inputs import entered, initial_values, what_is_missing
from bot.playground.model import View


def an_option(value: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": value.capitalize()}, "value": value}


def an_element(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "action_id": "it", **more}


def a_block(element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "input", "block_id": "it", "element": element, **more}


OPTIONS = [an_option("scope"), an_option("date")]


@pytest.mark.parametrize(
    ("element", "given", "state"),
    [
        (an_element("plain_text_input"), "words", {"value": "words"}),
        (an_element("plain_text_input"), "", {"value": None}),
        (an_element("number_input", is_decimal_allowed=False), 41, {"value": "41"}),
        (an_element("datepicker"), date(2026, 12, 4), {"selected_date": "2026-12-04"}),
        (an_element("timepicker"), "9:30".rjust(5, "0"), {"selected_time": "09:30"}),
        (an_element("users_select"), "U0ACMEANA", {"selected_user": "U0ACMEANA"}),
        (an_element("multi_users_select"), ["U1", "U2"], {"selected_users": ["U1", "U2"]}),
        (an_element("static_select", options=OPTIONS), "Scope", {"selected_option": OPTIONS[0]}),
        (an_element("radio_buttons", options=OPTIONS), "date", {"selected_option": OPTIONS[1]}),
        (an_element("checkboxes", options=OPTIONS), ["date"], {"selected_options": [OPTIONS[1]]}),
        (an_element("checkboxes", options=OPTIONS), None, {"selected_options": []}),
        (an_element("conversations_select"), "C1", {"selected_conversation": "C1"}),
    ],
)
def test_what_is_entered_is_reported_as_slack_reports_it(
    element: dict[str, Any], given: Any, state: dict[str, Any]
) -> None:
    assert entered(element, given) == {"type": element["type"], **state}


def test_a_menu_takes_only_what_it_offers() -> None:
    with pytest.raises(CannotDo, match="it offers scope, date"):
        entered(an_element("static_select", options=OPTIONS), "budget")


def test_what_stands_in_an_input_at_first_is_its_state() -> None:
    block = a_block(an_element("static_select", options=OPTIONS, initial_option=OPTIONS[1]))
    assert initial_values([block]) == {"it": {"it": {"type": "static_select", "selected_option": OPTIONS[1]}}}


@pytest.mark.parametrize(
    ("element", "value", "problem"),
    [
        (an_element("plain_text_input"), None, "Please complete this required field."),
        (an_element("plain_text_input", max_length=3), "four", "Enter no more than 3 characters."),
        (an_element("plain_text_input", min_length=3), "ab", "Enter at least 3 characters."),
        (an_element("number_input", is_decimal_allowed=False), "1.5", "Enter a whole number."),
        (an_element("number_input", is_decimal_allowed=True, max_value="5"), "6", "Enter a number of at most 5."),
        (an_element("email_text_input"), "ana", "Enter a valid email address."),
    ],
)
def test_the_screen_finds_wrong_entries_itself(element: dict[str, Any], value: Any, problem: str) -> None:
    values = {"it": {"it": entered(element, value)}}
    assert what_is_missing([a_block(element)], values) == {"it": problem}


async def test_only_inputs_that_ask_for_it_tell_the_app_before_submit(slack: LocalSlack, ana: Person) -> None:
    quiet = {"block_id": "quiet", "label": {"type": "plain_text", "text": "Quiet"}}
    loud = {"block_id": "loud", "label": {"type": "plain_text", "text": "Loud"}, "dispatch_action": True}
    body = {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Two"},
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": [
            {**a_block({"type": "plain_text_input", "action_id": "quiet"}), **quiet},
            {**a_block({"type": "plain_text_input", "action_id": "loud"}), **loud},
        ],
    }
    view: View = ana.workspace.screens.open(ana.id, body)
    await ana.fills(view, {"quiet": "a"})
    assert not slack.deliveries
    await ana.fills(view, {"loud": "b"})
    payload = slack.deliveries[-1].payload
    assert payload["actions"][0]["value"] == "b"
    assert payload["view"]["state"]["values"]["quiet"]["quiet"]["value"] == "a"


async def test_an_external_select_offers_what_the_app_answers(slack: LocalSlack, ana: Person) -> None:
    class Answers:
        async def hand_over(self, delivery: Any) -> Any:
            return {"options": OPTIONS} if delivery.kind == "block_suggestion" else None

    slack.deliverer.transport = Answers()
    message = ana.workspace.put(
        ana.workspace.direct_channel(ana.id),
        ana.workspace.bot_user,
        "pick",
        bot_id=ana.workspace.bot_id,
        blocks=[
            {
                "type": "actions",
                "elements": [{"type": "external_select", "action_id": "pick", "min_query_length": 1}],
            }
        ],
    )
    offered = await ana.searches(message, "pick", "sc")
    assert [one["value"] for one in offered.options] == ["scope", "date"]
    chosen = await ana.selects(message, "pick", "scope")
    assert chosen.acked
    assert slack.deliveries[-1].payload["actions"][0]["selected_option"] == OPTIONS[0]


def test_an_external_menu_offers_what_it_already_shows() -> None:
    element = {"type": "external_select", "action_id": "pick", "initial_option": OPTIONS[0]}
    assert entered(element, "scope") == {"type": "external_select", "selected_option": OPTIONS[0]}
