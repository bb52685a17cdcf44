"""Every example keeps to Slack's limits, and every button and form in it is heard."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.app import unconnected_routes
from bot.gallery import views
from bot.playground.block_kit import problems_of_blocks, problems_of_view
from bot.slack.failures import FAILURE_MODAL

VIEWS = views()


def named(part: Any, key: str) -> Iterator[dict[str, Any]]:
    """Every dictionary inside `part` that has `key`."""
    if isinstance(part, dict):
        if key in part:
            yield part
        for inner in part.values():
            yield from named(inner, key)
    elif isinstance(part, list):
        for inner in part:
            yield from named(inner, key)


def action_ids(*, buttons: bool) -> set[str]:
    """Those of buttons, or of inputs that tell Rolecall at once what was chosen."""
    found = set()
    for view in VIEWS:
        for block in view["payload"]["blocks"]:
            tells = buttons or block["type"] != "input" or block.get("dispatch_action")
            found |= {
                element["action_id"].partition("#")[0]
                for element in named(block, "action_id")
                if tells and (element["type"] == "button") is buttons and "url" not in element
            }
    return found


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view["name"])
def test_slack_would_take_it(view: dict[str, Any]) -> None:
    payload = view["payload"]
    if view["surface"] == "message":
        assert payload["text"]
        assert problems_of_blocks(payload["blocks"]) == []
    else:
        assert problems_of_view(payload) == []


def test_every_button_is_heard() -> None:
    assert action_ids(buttons=True) - unconnected_routes().actions.keys() == set()


def test_every_input_that_tells_at_once_is_heard() -> None:
    assert action_ids(buttons=False) - unconnected_routes().actions.keys() == set()


def test_everything_that_is_heard_has_an_example() -> None:
    shown = action_ids(buttons=True) | action_ids(buttons=False)
    assert unconnected_routes().actions.keys() - shown == set()


def test_every_form_is_heard_and_has_an_example() -> None:
    forms = {view["payload"]["callback_id"] for view in VIEWS if "submit" in view["payload"]}
    assert forms - {FAILURE_MODAL} == set(unconnected_routes().submissions)


def test_every_menu_that_searches_has_a_source() -> None:
    searching = {
        element["action_id"]
        for view in VIEWS
        for element in named(view["payload"], "action_id")
        if element["type"].endswith("external_select")
    }
    assert searching == set(unconnected_routes().options)
