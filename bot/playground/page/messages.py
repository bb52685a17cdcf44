"""The messages of one channel as one person sees them: the newest, older ones, a thread, or what changed since."""

from collections.abc import Iterable

from bot.playground.errors import CannotDo
from bot.playground.model import Channel, Json, Message
from bot.playground.people import Person

MOST = 200


def newest(person: Person, channel_id: str, *, most: int, before: str = "") -> Json:
    """At most `most` messages outside threads, oldest first; `before` a timestamp when given."""
    seen = _seen(person, channel_id)
    roots = [one for one in seen if not one.is_reply and (not before or one.ts < before)]
    wanted = max(1, min(most, MOST))
    return _answer(person, seen, roots[-wanted:], more=len(roots) > wanted)


def around(person: Person, channel_id: str, ts: str) -> Json:
    """Everything from a few messages before this one on."""
    seen = _seen(person, channel_id)
    roots = [one for one in seen if not one.is_reply]
    first = max(0, sum(one.ts < ts for one in roots) - MOST // 10)
    return _answer(person, seen, roots[first:], more=first > 0)


def thread(person: Person, channel_id: str, root: str) -> Json:
    """The root and its replies, oldest first."""
    seen = _seen(person, channel_id)
    return _answer(person, seen, [one for one in seen if root in (one.ts, one.thread_ts)], more=False)


def changes(person: Person, channel_id: str, since: int) -> Json:
    """Messages and replies that are new or different since a revision, and the timestamps of those that are gone.

    `whole` false means that too much was removed to tell: the page has to start over.
    """
    workspace = person.workspace
    seen = _seen(person, channel_id)
    removed = [(at, one) for at, one in workspace.removed if at > since]
    known = since <= workspace.revision and len(removed) < (workspace.removed.maxlen or 0)
    answer = _answer(person, seen, [one for one in seen if one.revision > since], more=False)
    return answer | {"gone": [one.ts for _, one in removed if one.channel == channel_id], "whole": known}


def _seen(person: Person, channel_id: str) -> list[Message]:
    channel: Channel | None = person.workspace.channels.get(channel_id)
    if channel is None:
        raise CannotDo("that channel is gone")
    return person.workspace.seen_by(person.id, channel)


def _answer(person: Person, seen: list[Message], wanted: Iterable[Message], *, more: bool) -> Json:
    threads: dict[str, list[Message]] = {}
    for one in seen:
        if one.is_reply and not one.ephemeral:
            threads.setdefault(one.thread_ts or "", []).append(one)
    shown = [_message(person, one, threads.get(one.ts, [])) for one in wanted]
    return {"revision": person.workspace.revision, "messages": shown, "more": more}


def _message(person: Person, message: Message, replies: list[Message]) -> Json:
    shown: Json = {
        "ts": message.ts,
        "channel": message.channel,
        "user": message.user,
        "text": message.text,
        "blocks": message.blocks,
        "state": message.state,
        "thread_ts": message.thread_ts if message.is_reply else None,
        "ephemeral": message.ephemeral,
        "edited": message.edited_ts is not None,
        "app": message.bot_id is not None,
        "revision": message.revision,
        "link": person.workspace.permalink(message),
        "reactions": [{"name": name, "users": list(users)} for name, users in message.reactions.items()],
    }
    if replies:
        users = list(dict.fromkeys(one.user for one in replies))
        shown["thread"] = {"count": len(replies), "users": users[:4], "latest": replies[-1].ts}
    return shown
