"""A Slack in memory: what Rolecall's calls do there, and every message by the key that Rolecall put into it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.ids import ChannelId, MessageTs, SlackUserId, WorkspaceId

Json = dict[str, Any]
BOT = SlackUserId("U0ROLECALL")


class NotOk(Exception):
    """Slack's `ok: false` with this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Post:
    """A message of Rolecall's as it stands."""

    workspace_id: WorkspaceId
    channel_id: ChannelId
    ts: MessageTs
    key: str
    thread_ts: MessageTs | None
    at: datetime
    text: str
    words: str
    metadata: Json
    reader: SlackUserId | None = None
    updates: int = 0


@dataclass
class Channel:
    """A channel, or the DM with `reader`."""

    id: ChannelId
    name: str
    archived: bool = False
    history_hidden: bool = False
    reader: SlackUserId | None = None
    posts: dict[str, Post] = field(default_factory=dict)


@dataclass
class Place:
    """One workspace as Slack keeps it; users are Slack's own objects."""

    id: WorkspaceId
    users: dict[SlackUserId, Json] = field(default_factory=dict)
    channels: dict[ChannelId, Channel] = field(default_factory=dict)


class SimulatedSlack:
    """`on_post` hears of each new message: the people who read it act on it."""

    def __init__(self, clock: Clock, on_post: Callable[[Post], None]) -> None:
        self._clock = clock
        self._on_post = on_post
        self.places: dict[WorkspaceId, Place] = {}
        self.posts: list[Post] = []
        self.by_key: dict[tuple[WorkspaceId, str], list[Post]] = {}
        self.calls = 0
        self._methods: Mapping[str, Callable[[Place, Json], Json]] = {
            "chat.postMessage": self._post,
            "chat.update": self._update,
            "conversations.open": self._open,
            "conversations.history": self._history,
            "conversations.replies": self._history,
            "users.list": self._users,
        }

    def act(self, workspace_id: WorkspaceId, method: str, given: Json) -> Json:
        """Do what the method does; NotOk with Slack's code."""
        self.calls += 1
        if (does := self._methods.get(method)) is None:
            raise NotOk("unknown_method")
        return {"ok": True, **does(self.places[workspace_id], given)}

    def standing(self, workspace_id: WorkspaceId, key: str) -> list[Post]:
        """The messages with that key: one, if all is well."""
        return self.by_key.get((workspace_id, key), [])

    def _post(self, place: Place, given: Json) -> Json:
        channel = self._channel(place, given)
        ts = MessageTs(f"{self._clock.now().timestamp():.0f}.{len(self.posts) % 1_000_000:06}")
        metadata = given.get("metadata") or {}
        post = Post(
            workspace_id=place.id,
            channel_id=channel.id,
            ts=ts,
            key=str((metadata.get("event_payload") or {}).get("key", "")),
            thread_ts=given.get("thread_ts"),
            at=self._clock.now(),
            text=given["text"],
            words=_words(given),
            metadata=metadata,
            reader=channel.reader,
        )
        self.posts.append(post)
        channel.posts[ts] = post
        self.by_key.setdefault((place.id, post.key), []).append(post)
        self._on_post(post)
        return {"channel": channel.id, "ts": ts}

    def _update(self, place: Place, given: Json) -> Json:
        channel = self._channel(place, given, archived_too=True)
        post = channel.posts.get(given["ts"])
        if post is None:
            raise NotOk("message_not_found")
        if channel.archived:
            raise NotOk("is_inactive")
        post.text, post.words = given["text"], _words(given)
        post.updates += 1
        return {"channel": channel.id, "ts": post.ts}

    def _open(self, place: Place, given: Json) -> Json:
        user_id = SlackUserId(given["users"])
        if user_id not in place.users:
            raise NotOk("user_not_found")
        if place.users[user_id]["deleted"]:
            raise NotOk("user_disabled")
        channel_id = ChannelId(f"D{user_id}")
        place.channels.setdefault(channel_id, Channel(channel_id, "", reader=user_id))
        return {"channel": {"id": channel_id}}

    def _history(self, place: Place, given: Json) -> Json:
        channel = self._channel(place, given, archived_too=True)
        if channel.history_hidden:
            raise NotOk("missing_scope")
        oldest, thread = float(given.get("oldest") or 0), given.get("ts")
        found = [
            {"ts": post.ts, "metadata": post.metadata}
            for post in reversed(channel.posts.values())
            if float(post.ts) >= oldest and (thread is None or post.thread_ts == thread)
        ]
        begin, most = int(given.get("cursor") or 0), int(given["limit"])
        following = str(begin + most) if len(found) > begin + most else ""
        return {"messages": found[begin : begin + most], "response_metadata": {"next_cursor": following}}

    def _users(self, place: Place, _given: Json) -> Json:
        return {"members": list(place.users.values())}

    def _channel(self, place: Place, given: Json, *, archived_too: bool = False) -> Channel:
        channel = place.channels.get(given["channel"])
        if channel is None:
            raise NotOk("channel_not_found")
        if channel.archived and not archived_too:
            raise NotOk("is_archived")
        return channel


def _words(given: Json) -> str:
    """All that the message shows, as far as it can be searched."""
    return str(given["text"]) + json.dumps(given.get("blocks") or [], ensure_ascii=False)
