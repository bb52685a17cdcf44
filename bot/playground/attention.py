"""What people have read, and what their phones have shown them."""

import re
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.playground.model import Channel, Message

if TYPE_CHECKING:
    from bot.playground.workspace import Workspace

MOST_NOTIFICATIONS = 50
_EVERYBODY = re.compile(r"<!(?:here|channel|everyone)")
_GROUP = re.compile(r"<!subteam\^(\w+)")


@dataclass(frozen=True)
class Notification:
    """What lit up somebody's phone. `serial` counts all of a workspace's."""

    serial: int
    person: str
    message: Message


class Attention:
    """Of one workspace. Nothing here is told to the app: Slack keeps it to itself, too."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self._read: dict[tuple[str, str], str] = {}
        self._shown: dict[str, deque[Notification]] = {}
        self.newest: deque[Notification] = deque(maxlen=MOST_NOTIFICATIONS)
        self._count = 0

    def posted(self, channel: Channel, message: Message) -> None:
        """A message is new: whoever it concerns is notified, and its author has read so far."""
        if message.ephemeral:
            return
        self.reads(message.user, channel.id)
        for person in self._concerned(channel, message):
            self._count += 1
            shown = Notification(self._count, person, message)
            self._shown.setdefault(person, deque(maxlen=MOST_NOTIFICATIONS)).append(shown)
            self.newest.append(shown)

    def reads(self, person: str, channel_id: str) -> bool:
        """Everything in this channel is read. False: it was before."""
        messages = self._workspace.messages.get(channel_id, [])
        latest = messages[-1].ts if messages else ""
        if latest <= self._read.get((person, channel_id), ""):
            return False
        self._read[person, channel_id] = latest
        return True

    def read_until(self, person: str, channel_id: str) -> str:
        """The timestamp of the last message that this person has read there; empty: none."""
        return self._read.get((person, channel_id), "")

    def unread(self, person: str, channel: Channel) -> tuple[int, int]:
        """How many messages wait there, and how many of them concern this person; replies count only then."""
        until = self.read_until(person, channel.id)
        waiting = 0
        for message in reversed(self._workspace.messages[channel.id]):
            if message.ts <= until:
                break
            waiting += not message.ephemeral and not message.is_reply and message.user != person
        concerning = sum(one.message.channel == channel.id and one.message.ts > until for one in self.shown(person))
        return max(waiting, concerning), concerning

    def shown(self, person: str) -> "deque[Notification]":
        return self._shown.get(person, deque())

    def unseen(self, person: str) -> int:
        """How many notifications are about messages not read yet."""
        return sum(one.message.ts > self.read_until(person, one.message.channel) for one in self.shown(person))

    def taken_away(self, message: Message) -> None:
        """A deleted message disappears from the phones, too."""
        for shown in [*self._shown.values(), self.newest]:
            for one in [one for one in shown if one.message is message]:
                shown.remove(one)

    def _concerned(self, channel: Channel, message: Message) -> list[str]:
        people = [one for one in channel.members if one not in (message.user, self._workspace.bot_user)]
        if not channel.is_room:
            return people
        mentioned = {one for one in people if f"<@{one}" in message.text}
        for group_id in _GROUP.findall(message.text):
            mentioned.update(self._workspace.user_groups.get(group_id, {}).get("users", []))
        if _EVERYBODY.search(message.text):
            mentioned.update(people)
        if message.is_reply:
            mentioned.update(self._in_thread(message))
        return [one for one in people if one in mentioned]

    def _in_thread(self, reply: Message) -> set[str]:
        """Who wrote in this thread before: they follow it."""
        everything = self._workspace.messages[reply.channel]
        return {one.user for one in everything if reply.thread_ts in (one.ts, one.thread_ts) and one is not reply}
