"""What changes in a workspace, told to the app as events: messages, membership, channels."""

from typing import TYPE_CHECKING

from bot.playground import shapes
from bot.playground.model import Channel, Json, Message

if TYPE_CHECKING:
    from bot.playground.journal import Delivery
    from bot.playground.workspace import Workspace

_MESSAGE_EVENTS = {"im": "message.im", "channel": "message.channels", "group": "message.groups"}


def _is_heard(workspace: "Workspace", channel: Channel) -> bool:
    return workspace.bot_user in channel.members


async def posted(workspace: "Workspace", channel: Channel, message: Message) -> "list[Delivery]":
    """A message was posted, by a person or by the app itself: `message`, and app_mention where it is mentioned."""
    if message.ephemeral or not _is_heard(workspace, channel):
        return []
    body = shapes.message(workspace, message, metadata=True)
    place = {"channel": channel.id, "event_ts": message.ts}
    event = body | place | {"channel_type": channel.event_type}
    settled = [await workspace.slack.deliverer.tell(workspace, _MESSAGE_EVENTS[channel.event_type], event)]
    mentioned = f"<@{workspace.bot_user}" in message.text
    if mentioned and not channel.is_im and not message.bot_id:
        mention = body | place | {"type": "app_mention"}
        settled.append(await workspace.slack.deliverer.tell(workspace, "app_mention", mention))
    return [one for one in settled if one is not None]


async def changed(workspace: "Workspace", channel: Channel, before: Json, after: Message) -> None:
    if after.ephemeral or not _is_heard(workspace, channel):
        return
    event = {
        "type": "message",
        "subtype": "message_changed",
        "message": shapes.message(workspace, after, metadata=True),
        "previous_message": before,
        "hidden": True,
    }
    await _about_message(workspace, channel, event)


async def deleted(workspace: "Workspace", channel: Channel, message: Message) -> None:
    if message.ephemeral or not _is_heard(workspace, channel):
        return
    event = {
        "type": "message",
        "subtype": "message_deleted",
        "previous_message": shapes.message(workspace, message),
        "deleted_ts": message.ts,
        "hidden": True,
    }
    await _about_message(workspace, channel, event)


async def _about_message(workspace: "Workspace", channel: Channel, event: Json) -> None:
    ts = workspace.slack.timestamps.next(workspace.slack.time.now())
    event |= {"channel": channel.id, "ts": ts, "event_ts": ts, "channel_type": channel.event_type}
    await workspace.slack.deliverer.tell(workspace, _MESSAGE_EVENTS[channel.event_type], event)


async def joined(workspace: "Workspace", channel: Channel, user_id: str, inviter: str | None = None) -> None:
    if user_id in channel.members:
        return
    channel.members[user_id] = None
    workspace.slack.journal.changed("people")
    if _is_heard(workspace, channel):
        event = _membership(workspace, channel, user_id) | ({"inviter": inviter} if inviter else {})
        await workspace.slack.deliverer.tell(workspace, "member_joined_channel", event)


async def left(workspace: "Workspace", channel: Channel, user_id: str) -> None:
    if user_id not in channel.members:
        return
    heard = _is_heard(workspace, channel)
    del channel.members[user_id]
    workspace.slack.journal.changed("people")
    if user_id == workspace.bot_user:
        own = {"channel": channel.id, "actor_id": user_id}
        await workspace.slack.deliverer.tell(workspace, f"{channel.event_type}_left", own)
    if heard:
        await workspace.slack.deliverer.tell(workspace, "member_left_channel", _membership(workspace, channel, user_id))


def _membership(workspace: "Workspace", channel: Channel, user_id: str) -> Json:
    kind = "G" if channel.kind == "private" else "C"
    return {"user": user_id, "channel": channel.id, "channel_type": kind, "team": workspace.id}


async def archive(workspace: "Workspace", channel: Channel, *, archived: bool, by: str | None) -> None:
    channel.archived = archived
    workspace.slack.journal.changed("people")
    if not _is_heard(workspace, channel):
        return
    actor = workspace.person(by).id if by else channel.creator
    word = "archive" if archived else "unarchive"
    event = {"channel": channel.id, "user": actor}
    await workspace.slack.deliverer.tell(workspace, f"{channel.event_type}_{word}", event)
