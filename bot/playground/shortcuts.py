"""Shortcuts, and looking at the app's own tabs."""

from typing import TYPE_CHECKING

from bot.playground import shapes
from bot.playground.errors import CannotDo
from bot.playground.interactions import base, channel_fragment, response_url
from bot.playground.model import Json, Message
from bot.playground.outcome import Outcome

if TYPE_CHECKING:
    from bot.playground.people import Person


async def opens_app(person: "Person", tab: str) -> Outcome:
    workspace = person.workspace
    manifest = workspace.slack.manifest
    if not (manifest.home_tab if tab == "home" else manifest.messages_tab):
        raise CannotDo(f"{manifest.name} has no {tab} tab")
    channel = workspace.direct_channel(person.id)
    event: Json = {"user": person.id, "channel": channel.id, "tab": tab}
    if tab == "home" and person.home:
        event["view"] = shapes.view(workspace, person.home)
    settled = await workspace.slack.deliverer.tell(workspace, "app_home_opened", event)
    if settled is None:
        return Outcome(modal=person.modal)
    return Outcome(settled.acked, settled.ms, settled.error, modal=person.modal)


async def on_message(person: "Person", callback_id: str, message: Message) -> Outcome:
    workspace = person.workspace
    channel = workspace.channels[message.channel]
    if message.ephemeral or message not in workspace.seen_by(person.id, channel):
        raise CannotDo("shortcuts work on messages that everybody there can see")
    payload = _payload(person, callback_id, "message", "message_action")
    payload |= {
        "channel": channel_fragment(channel),
        "message_ts": message.ts,
        "message": shapes.message(workspace, message),
        "response_url": response_url(person, channel),
    }
    return await _send(person, "message_action", callback_id, payload)


async def anywhere(person: "Person", callback_id: str) -> Outcome:
    return await _send(person, "shortcut", callback_id, _payload(person, callback_id, "global", "shortcut"))


def _payload(person: "Person", callback_id: str, kind: str, payload_type: str) -> Json:
    slack = person.workspace.slack
    shortcut = slack.manifest.shortcuts.get(callback_id)
    if shortcut is None or shortcut.kind != kind:
        raise CannotDo(f"the app has no {kind} shortcut {callback_id}")
    payload = base(person, payload_type)
    return payload | {"callback_id": callback_id, "action_ts": slack.timestamps.next(slack.time.now())}


async def _send(person: "Person", kind: str, callback_id: str, payload: Json) -> Outcome:
    settled = await person.workspace.slack.deliverer.ask(person.workspace, kind, callback_id, payload)
    return Outcome(settled.acked, settled.ms, settled.error, settled.response, modal=person.modal)
