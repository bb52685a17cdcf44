"""Pressing buttons and choosing from menus, in messages, modals and the Home tab."""

from typing import TYPE_CHECKING, Any

from bot.playground import shapes
from bot.playground.errors import CannotDo
from bot.playground.inputs import all_options, entered
from bot.playground.interactions import base, channel_fragment, response_url
from bot.playground.model import Json, Message, View, elements_in, find_element
from bot.playground.outcome import Outcome

if TYPE_CHECKING:
    from bot.playground.people import Person

Target = Message | View


async def clicks(person: "Person", target: Target, action_id: str, value: str | None, block_id: str | None) -> Outcome:
    block, element = found(person, target, action_id, value, block_id)
    action: Json = {"type": element["type"], "action_id": action_id, "block_id": block["block_id"]}
    if element["type"] == "overflow":
        action["selected_option"] = _overflow_option(element, value)
    elif element["type"] == "button":
        if value is not None and element.get("value") != value:
            raise CannotDo(f"no button {action_id} has the value {value!r}; this one has {element.get('value')!r}")
        action["text"] = element["text"]
        action |= {key: element[key] for key in ("value", "style", "url") if key in element}
    else:
        raise CannotDo(f"{action_id} is a {element['type']}: use selects()")
    return await send(person, target, action)


async def selects(person: "Person", target: Target, action_id: str, value: Any, block_id: str | None) -> Outcome:
    block, element = found(person, target, action_id, None, block_id)
    state = entered(element, value, target.offered.get((block["block_id"], action_id)))
    values = target.values if isinstance(target, View) else target.state
    values.setdefault(block["block_id"], {})[action_id] = state
    if block["type"] == "input" and not block.get("dispatch_action", False):
        return Outcome(modal=person.modal)
    return await send(person, target, {"action_id": action_id, "block_id": block["block_id"], **state})


async def searches(person: "Person", target: Target, action_id: str, text: str) -> Outcome:
    block, element = found(person, target, action_id, None)
    if not element["type"].endswith("external_select"):
        raise CannotDo(f"{action_id} is a {element['type']} and offers no search")
    if len(text) < element.get("min_query_length", 3):
        return Outcome(modal=person.modal)
    payload = base(person, "block_suggestion", trigger=False)
    payload |= {"action_id": action_id, "block_id": block["block_id"], "value": text, **_container(person, target)}
    settled = await person.workspace.slack.deliverer.ask(person.workspace, "block_suggestion", action_id, payload)
    answer = settled.response if isinstance(settled.response, dict) else {}
    options = all_options(answer) if "options" in answer or "option_groups" in answer else []
    # What an earlier search offered stays: a second word is typed to choose one more, and the first choice is kept.
    earlier = target.offered.get((block["block_id"], action_id), [])
    target.offered[block["block_id"], action_id] = [*options, *(one for one in earlier if one not in options)]
    return Outcome(settled.acked, settled.ms, settled.error, settled.response, modal=person.modal, options=options)


def found(
    person: "Person", target: Target, action_id: str, value: str | None, block_id: str | None = None
) -> tuple[Json, Json]:
    """The block and element on this person's screen. Raises CannotDo."""
    if isinstance(target, Message):
        channel = person.workspace.channels[target.channel]
        if target not in person.workspace.seen_by(person.id, channel):
            raise CannotDo(f"{person.name} does not see that message")
        person.workspace.attention.reads(person.id, target.channel)
    elif target.person != person.id or (target.kind == "modal" and target is not person.modal):
        raise CannotDo(f"that view is not on top of {person.name}'s screen")
    pair = find_element(target.blocks, action_id, value, block_id)
    if pair is None:
        known = ", ".join(element["action_id"] for _, element in elements_in(target.blocks))
        raise CannotDo(f"there is no {action_id} to press; there is {known or 'nothing'}")
    return pair


def _overflow_option(element: Json, value: str | None) -> Json:
    for option in element["options"]:
        if value in (option["value"], option["text"]["text"]):
            chosen: Json = option
            return chosen
    raise CannotDo(f"the menu offers {', '.join(option['value'] for option in element['options'])}, not {value}")


async def send(person: "Person", target: Target, action: Json) -> Outcome:
    """Delivers a block_actions payload."""
    slack = person.workspace.slack
    if not slack.manifest.interactivity:
        raise CannotDo("This app is not configured to handle interactive responses.")
    action["action_ts"] = slack.timestamps.next(slack.time.now())
    trigger_view = target.id if isinstance(target, View) and target.kind == "modal" else None
    payload = base(person, "block_actions", trigger_view=trigger_view)
    payload |= {**_container(person, target), "actions": [action]}
    if isinstance(target, Message):
        payload["state"] = {"values": target.state}
        channel = person.workspace.channels[target.channel]
        payload["response_url"] = response_url(person, channel, target)
    settled = await slack.deliverer.ask(person.workspace, "block_actions", action["action_id"], payload)
    return Outcome(settled.acked, settled.ms, settled.error, settled.response, modal=person.modal)


def _container(person: "Person", target: Target) -> Json:
    workspace = person.workspace
    if isinstance(target, View):
        return {"container": {"type": "view", "view_id": target.id}, "view": shapes.view(workspace, target)}
    place: Json = {
        "type": "message",
        "message_ts": target.ts,
        "channel_id": target.channel,
        "is_ephemeral": target.ephemeral,
    }
    if target.thread_ts:
        place["thread_ts"] = target.thread_ts
    fragment = {"container": place, "channel": channel_fragment(workspace.channels[target.channel])}
    if not target.ephemeral:
        fragment["message"] = shapes.message(workspace, target)
    return fragment
