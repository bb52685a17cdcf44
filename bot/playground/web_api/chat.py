"""chat.*: the app posts, changes and removes messages."""

from typing import Any

from bot.playground import events, shapes
from bot.playground.block_kit import MESSAGE_TEXT, problems_of_blocks, too_much_text
from bot.playground.errors import SlackError
from bot.playground.model import Channel, Json, Message
from bot.playground.web_api.registry import Call, method

METADATA_BYTES = 16_000


@method("chat.postMessage", "chat:write", per_minute=600)
async def post_message(call: Call) -> Json:
    channel = _where(call)
    content = _content(call)
    call.slack.rates.check_channel(call.workspace.id, channel.id)
    message = call.workspace.put(
        channel,
        call.workspace.bot_user,
        content["text"],
        blocks=content["blocks"],
        thread_ts=_thread(call, channel),
        metadata=_metadata(call),
        bot_id=call.workspace.bot_id,
    )
    call.slack.deliverer.later(events.posted(call.workspace, channel, message))
    shown = shapes.message(call.workspace, message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


@method("chat.postEphemeral", "chat:write")
async def post_ephemeral(call: Call) -> Json:
    channel = _where(call)
    member = call.member()
    if member.id not in channel.members:
        raise SlackError("user_not_in_channel")
    content = _content(call)
    message = call.workspace.put(
        channel,
        call.workspace.bot_user,
        content["text"],
        blocks=content["blocks"],
        thread_ts=_thread(call, channel),
        bot_id=call.workspace.bot_id,
        visible_to=member.id,
    )
    return {"message_ts": message.ts}


@method("chat.update", "chat:write", per_minute=50)
async def update(call: Call) -> Json:
    channel, message = _own_message(call, "cant_update_message", "is_inactive")
    workspace = call.workspace
    before = shapes.message(workspace, message)
    content = _content(call, old=message)
    message.text = content["text"]
    message.blocks = shapes.with_block_ids(call.slack, content["blocks"])
    message.state = {}
    if "metadata" in call.arguments:
        message.metadata = _metadata(call)
    message.edited_ts = call.slack.timestamps.next(call.slack.time.now())
    workspace.touch(message)
    call.slack.deliverer.later(events.changed(workspace, channel, before, message))
    shown = shapes.message(workspace, message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


@method("chat.delete", "chat:write", per_minute=50)
async def delete(call: Call) -> Json:
    channel, message = _own_message(call, "cant_delete_message", "is_archived")
    call.workspace.take_away(message)
    call.slack.deliverer.later(events.deleted(call.workspace, channel, message))
    return {"channel": channel.id, "ts": message.ts}


@method("chat.getPermalink", per_minute=600)
async def permalink(call: Call) -> Json:
    channel = call.channel()
    message = call.workspace.find(channel.id, call.required("message_ts"))
    if message is None or message.ephemeral:
        raise SlackError("message_not_found")
    return {"channel": channel.id, "permalink": call.workspace.permalink(message)}


def _where(call: Call) -> Channel:
    """The channel to post into; a user id is that person's DM with the app."""
    target = call.required("channel")
    if target in call.workspace.members:
        try:
            return call.workspace.direct_channel(target)
        except SlackError as refusal:
            raise SlackError("channel_not_found") from refusal
    if target.startswith("#"):
        named = [one.id for one in call.workspace.channels.values() if one.name == target[1:]]
        call.arguments["channel"] = named[0] if named else target
    channel = call.channel()
    if channel.archived:
        raise SlackError("is_archived")
    if call.workspace.bot_user not in channel.members:
        public = channel.kind == "public" and "chat:write.public" in call.slack.manifest.scopes
        if not public or call.method != "chat.postMessage":
            raise SlackError("not_in_channel")
    return channel


def _own_message(call: Call, refusal: str, closed: str) -> tuple[Channel, Message]:
    channel = call.channel()
    ts = call.required("ts")
    message = call.workspace.find(channel.id, ts)
    if message is None or message.ephemeral:
        raise SlackError("message_not_found")
    if message.bot_id != call.workspace.bot_id:
        raise SlackError(refusal)
    if channel.archived:
        raise SlackError(closed)
    return channel, message


def _content(call: Call, old: Message | None = None) -> Json:
    text = call.text("text")
    blocks: Any = call.json("blocks")
    if old is not None and text is None and blocks is None:
        raise SlackError("no_text")
    if blocks is None:
        blocks = old.blocks if old is not None and text is None else []
    if not text and not blocks:
        raise SlackError("no_text")
    if text and len(text) > MESSAGE_TEXT:
        raise SlackError("msg_too_long")
    problems = problems_of_blocks(blocks)
    if problems:
        raise SlackError("invalid_blocks", errors=[one.removeprefix("[ERROR] ") for one in problems], messages=problems)
    if too_much_text(blocks):
        raise SlackError("msg_blocks_too_long")
    return {"text": text or "", "blocks": blocks}


def _thread(call: Call, channel: Channel) -> str | None:
    """A reply to a reply hangs on the thread's root, as in Slack; an unknown thread is refused."""
    ts = call.text("thread_ts")
    if not ts:
        return None
    message = call.workspace.find(channel.id, ts)
    if message is None:
        raise SlackError("thread_not_found" if "." in ts else "invalid_thread_ts")
    return message.thread_ts or ts


def _metadata(call: Call) -> Json | None:
    metadata: Any = call.json("metadata")
    if not metadata:
        return None
    event_type = metadata.get("event_type") if isinstance(metadata, dict) else None
    payload = metadata.get("event_payload") if isinstance(metadata, dict) else None
    if (
        not isinstance(event_type, str)
        or not isinstance(payload, dict)
        or set(metadata) - {"event_type", "event_payload"}
    ):
        raise SlackError("invalid_metadata_format")
    if len(str(metadata).encode()) > METADATA_BYTES:
        raise SlackError("metadata_too_large")
    return {"event_type": event_type, "event_payload": payload}
