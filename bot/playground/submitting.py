"""Filling in, submitting and closing modals."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.playground import clicking, shapes
from bot.playground.block_kit import problems_of_view, view_too_large
from bot.playground.errors import CannotDo, SlackError
from bot.playground.inputs import entered, what_is_missing
from bot.playground.interactions import base
from bot.playground.model import Json, View, elements_in
from bot.playground.outcome import Outcome

if TYPE_CHECKING:
    from bot.playground.people import Person

TROUBLE = "We had some trouble connecting. Try again?"


async def fills(person: "Person", view: View, values: Mapping[str, Any]) -> Outcome:
    outcome = Outcome(modal=person.modal)
    for name, value in values.items():
        block, element = enters(person, view, name, value)
        if block.get("dispatch_action", False) or block["type"] != "input":
            state = view.values[block["block_id"]][element["action_id"]]
            action = {"action_id": element["action_id"], "block_id": block["block_id"], **state}
            outcome = await clicking.send(person, view, action)
    return outcome


def enters(person: "Person", view: View, name: str, value: Any) -> tuple[Json, Json]:
    """Puts a value into an input without a word to the app. Returns its block and element."""
    block, element = _input(person, view, name)
    state = entered(element, value, view.offered.get((block["block_id"], element["action_id"])))
    view.values.setdefault(block["block_id"], {})[element["action_id"]] = state
    view.errors.pop(block["block_id"], None)
    return block, element


def _input(person: "Person", view: View, name: str) -> tuple[Json, Json]:
    if view.person != person.id or (view.kind == "modal" and view is not person.modal):
        raise CannotDo(f"that view is not on top of {person.name}'s screen")
    pairs = [(block, element) for block, element in elements_in(view.blocks) if element["type"] != "button"]
    by_block = [pair for pair in pairs if pair[0]["block_id"] == name]
    named = by_block or [pair for pair in pairs if pair[1]["action_id"] == name]
    if named:
        return named[0]
    known = ", ".join(block["block_id"] for block, _ in pairs)
    raise CannotDo(f"there is no input {name}; there is {known or 'none'}")


async def submits(person: "Person", view: View, values: Mapping[str, Any]) -> Outcome:
    if "submit" not in view.body:
        raise CannotDo(f"{view.title} has no submit button")
    await fills(person, view, values)
    if view is not person.modal:
        raise CannotDo(f"{view.title} is no longer on top of {person.name}'s screen")
    missing = what_is_missing(view.blocks, view.values)
    if missing:
        view.errors = missing
        return Outcome(errors=missing, modal=view)
    workspace = person.workspace
    payload = base(person, "view_submission", trigger_view=view.id)
    payload |= {"view": shapes.view(workspace, view), "response_urls": []}
    settled = await workspace.slack.deliverer.ask(workspace, "view_submission", view.callback_id, payload)
    if not settled.acked:
        return Outcome(False, settled.ms, TROUBLE, modal=person.modal)
    try:
        errors = _follow(person, view, settled.response)
    except SlackError as refusal:
        detail = "; ".join(refusal.body.get("response_metadata", {}).get("messages", []))
        settled.refuse(refusal.code, detail)
        workspace.slack.journal.touch(settled)
        return Outcome(False, settled.ms, TROUBLE, settled.response, modal=person.modal)
    return Outcome(True, settled.ms, None, settled.response, errors=errors, modal=person.modal)


def _follow(person: "Person", view: View, response: Any) -> dict[str, str]:
    """Does what the acknowledgement says. Returns field errors. Raises SlackError for an answer Slack can't use."""
    screens = person.workspace.screens
    if response in (None, "", {}):
        screens.close(view)
        return {}
    if not isinstance(response, dict):
        raise SlackError("invalid_response")
    match response.get("response_action"):
        case "clear":
            screens.close_all(person.id)
        case "errors":
            view.errors = _field_errors(view, response.get("errors"))
            person.workspace.slack.journal.changed("view")
            return dict(view.errors)
        case "update":
            screens.replace(view, _checked(response.get("view")))
        case "push":
            screens.open(person.id, _checked(response.get("view")), on_top=True)
        case _:
            raise SlackError("invalid_response")
    return {}


def _field_errors(view: View, errors: Any) -> dict[str, str]:
    if not isinstance(errors, dict) or not errors:
        raise SlackError("invalid_response", messages=["[ERROR] errors must name blocks"])
    unknown = [name for name in errors if name not in view.inputs]
    if unknown:
        raise SlackError("invalid_response", messages=[f"[ERROR] no input block {name}" for name in unknown])
    return {str(name): str(sentence) for name, sentence in errors.items()}


def _checked(body: Any) -> Json:
    problems = problems_of_view(body)
    if problems:
        raise SlackError("invalid_arguments", messages=problems)
    if view_too_large(body):
        raise SlackError("view_too_large")
    checked: Json = body
    return checked


async def closes(person: "Person", view: View, everything: bool) -> Outcome:
    screens = person.workspace.screens
    stack = list(reversed(person.modals))
    if view not in stack:
        raise CannotDo(f"{view.title} is not on {person.name}'s screen")
    closing = stack if everything else [view]
    outcome = Outcome()
    for one in closing:
        screens.close(one)
    for one in closing:
        if one.body.get("notify_on_close"):
            payload = base(person, "view_closed", trigger=False)
            payload |= {"view": shapes.view(person.workspace, one, state=False), "is_cleared": everything}
            settled = await person.workspace.slack.deliverer.ask(
                person.workspace, "view_closed", one.callback_id, payload
            )
            outcome = Outcome(settled.acked, settled.ms, settled.error)
    return Outcome(outcome.acked, outcome.ms, outcome.error, modal=person.modal)
