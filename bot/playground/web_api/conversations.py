"""conversations.*: channels, who is in them, and what was said there."""

from bot.playground import events, shapes
from bot.playground.errors import SlackError
from bot.playground.model import Channel, Json, Message
from bot.playground.web_api.registry import Call, method


@method("conversations.open", "im:write", "mpim:write", per_minute=50)
async def open_conversation(call: Call) -> Json:
    users = [one for one in (call.text("users") or "").split(",") if one]
    known = call.text("channel")
    if known:
        channel = call.channel()
    elif not users:
        raise SlackError("users_list_not_supplied")
    elif len(users) > 1:
        raise SlackError("missing_scope", needed="mpim:write", provided=",".join(sorted(call.slack.manifest.scopes)))
    else:
        before = set(call.workspace.channels)
        channel = call.workspace.direct_channel(users[0])
        if channel.id in before:
            known = channel.id
    shown = shapes.channel(call.workspace, channel) if call.flag("return_im") else {"id": channel.id}
    already = {"no_op": True, "already_open": True} if known else {}
    return {**already, "channel": shown}


@method("conversations.info", "{kind}:read", per_minute=50)
async def info(call: Call) -> Json:
    channel = call.channel()
    return {"channel": shapes.channel(call.workspace, channel, members=call.flag("include_num_members"))}


@method("conversations.list", "channels:read", "groups:read", "im:read", per_minute=20)
async def list_conversations(call: Call) -> Json:
    names = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}
    wanted = (call.text("types") or "public_channel").split(",")
    if any(one.strip() not in names for one in wanted):
        raise SlackError("invalid_types")
    kinds = {names[one.strip()] for one in wanted}
    scopes = {"public": "channels:read", "private": "groups:read", "im": "im:read", "mpim": "mpim:read"}
    lacking = [scopes[kind] for kind in sorted(kinds) if scopes[kind] not in call.slack.manifest.scopes]
    if lacking:
        provided = ",".join(sorted(call.slack.manifest.scopes))
        raise SlackError("missing_scope", needed=",".join(lacking), provided=provided)
    seen = [
        shapes.channel(call.workspace, one, members=True)
        for one in call.workspace.channels.values()
        if one.kind in kinds
        and (one.kind == "public" or call.workspace.bot_user in one.members)
        and not (one.archived and call.flag("exclude_archived"))
    ]
    page, metadata = call.page(seen, 100, 1000)
    return {"channels": page, "response_metadata": metadata}


@method("conversations.members", "{kind}:read")
async def members(call: Call) -> Json:
    channel = call.channel()
    page, metadata = call.page(list(channel.members), 100, 1000)
    return {"members": page, "response_metadata": metadata}


@method("conversations.join", "channels:join", per_minute=50)
async def join(call: Call) -> Json:
    channel = call.channel()
    if channel.archived:
        raise SlackError("is_archived")
    if channel.kind != "public":
        raise SlackError("method_not_supported_for_channel_type")
    call.slack.deliverer.later(events.joined(call.workspace, channel, call.workspace.bot_user))
    return {"channel": shapes.channel(call.workspace, channel)}


@method("conversations.history", "{kind}:history", per_minute=50)
async def history(call: Call) -> Json:
    """Newest first; replies in threads are not in it."""
    channel = call.channel(member=True)
    within = [one for one in _said(call, channel) if not one.is_reply and _in_range(call, one)]
    page, metadata = call.page(within[::-1], 100, 999)
    metadata_too = call.flag("include_all_metadata")
    shown = [shapes.message(call.workspace, one, metadata=metadata_too, thread=True) for one in page]
    more = bool(metadata["next_cursor"])
    body: Json = {"messages": shown, "has_more": more, "pin_count": 0}
    return body | ({"response_metadata": metadata} if more else {})


@method("conversations.replies", "{kind}:history", per_minute=50)
async def replies(call: Call) -> Json:
    """Oldest first, the parent always among them."""
    channel = call.channel(member=True)
    parent = call.workspace.find(channel.id, call.required("ts"))
    if parent is None or parent.ephemeral:
        raise SlackError("thread_not_found")
    if parent.is_reply:
        parent = call.workspace.find(channel.id, parent.thread_ts or "") or parent
    thread = [parent, *(one for one in call.workspace.replies(parent) if _in_range(call, one))]
    page, metadata = call.page(thread, 1000, 1000)
    metadata_too = call.flag("include_all_metadata")
    shown = [shapes.message(call.workspace, one, metadata=metadata_too, thread=True) for one in page]
    more = bool(metadata["next_cursor"])
    body: Json = {"messages": shown, "has_more": more}
    return body | ({"response_metadata": metadata} if more else {})


def _said(call: Call, channel: Channel) -> list[Message]:
    return [one for one in call.workspace.messages[channel.id] if not one.ephemeral]


def _in_range(call: Call, message: Message) -> bool:
    """Between oldest and latest; the ends themselves only with `inclusive`."""
    ts = _ticks(message.ts)
    oldest, latest = call.text("oldest"), call.text("latest")
    reach = 0 if call.flag("inclusive") else 1
    if oldest and oldest != "0" and ts < _ticks(oldest) + reach:
        return False
    return not (latest and latest != "now" and ts > _ticks(latest) - reach)


def _ticks(ts: str) -> int:
    whole, _, part = ts.partition(".")
    if not whole.isdigit() or (part and not part.isdigit()):
        raise SlackError("invalid_ts_latest")
    return int(whole) * 1_000_000 + int(part[:6].ljust(6, "0") or 0)
