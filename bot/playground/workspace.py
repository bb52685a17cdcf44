"""One workspace of the local Slack: its people, channels and messages, and what changes in them."""

from collections import deque
from typing import TYPE_CHECKING, Any

from bot.playground import events, shapes
from bot.playground.attention import Attention
from bot.playground.errors import CannotDo, SlackError
from bot.playground.identity import readable_id
from bot.playground.model import SLACKBOT, Channel, Json, Member, Message
from bot.playground.people import Person
from bot.playground.screens import Screens

if TYPE_CHECKING:
    from bot.playground.slack import LocalSlack


MOST_REMOVALS = 1_000


class Workspace:
    """People act through `person(key)`; the app acts through the Web API. `id` is the team id."""

    def __init__(self, slack: "LocalSlack", team_id: str, name: str, bot_token: str, domain: str) -> None:
        self.slack = slack
        self.id = team_id
        self.name = name
        self.domain = domain
        self.bot_token = bot_token
        self.installed = True
        self.members: dict[str, Member] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, list[Message]] = {}
        self.user_groups: dict[str, Json] = {}
        self.screens = Screens(self)
        self.attention = Attention(self)
        self.revision = 0
        self.removed: deque[tuple[int, Message]] = deque(maxlen=MOST_REMOVALS)
        self._keys: dict[str, str] = {}
        tail = team_id[1:].lstrip("0")
        self._tail = tail
        manifest = slack.manifest
        self.bot_id = readable_id("B", tail, "bot")
        self.bot_user = readable_id("U", tail, "bot")
        handle = manifest.bot_name.lower().replace(" ", "")
        # In Slack, too, Slackbot stands among the members and is_bot is false.
        self.members[SLACKBOT] = Member(SLACKBOT, "slackbot", "Slackbot", "slackbot")
        self.members[self.bot_user] = Member(self.bot_user, "bot", manifest.bot_name, handle, bot=True)

    # People

    def add_person(
        self,
        key: str,
        name: str | None = None,
        *,
        email: str | None = None,
        zone: str = "Europe/London",
        title: str = "",
        slack_id: str | None = None,
        **more: Any,
    ) -> Person:
        """A member who was always there: no event is sent. `key` is how you call them; it is also their handle.

        `more`: admin, owner, guest, single_channel_guest, deactivated, bot, stranger (all bool), handle.
        """
        if key in self._keys:
            raise ValueError(f"{key} is in {self.name} already")
        user_id = slack_id or readable_id("U", self._tail, key)
        handle = more.pop("handle", key)
        self.members[user_id] = Member(
            user_id, key, name or key.capitalize(), handle, email=email, zone=zone, title=title, **more
        )
        self._keys[key] = user_id
        return Person(self, user_id)

    def person(self, key: str) -> Person:
        """By the key given to add_person, or by Slack id."""
        user_id = self._keys.get(key, key)
        if user_id not in self.members:
            raise KeyError(f"nobody called {key} in {self.name}")
        return Person(self, user_id)

    @property
    def people(self) -> list[Person]:
        return [Person(self, user_id) for user_id in self._keys.values()]

    async def joins(self, key: str, name: str | None = None, **more: Any) -> Person:
        """Somebody new joins the workspace: team_join."""
        person = self.add_person(key, name, **more)
        await self.slack.deliverer.tell(self, "team_join", {"user": shapes.user(self, person.member)})
        return person

    async def change_person(self, key: str, **changes: Any) -> Person:
        """Zone, name, title, email, deactivated … change: user_change."""
        person = self.person(key)
        for field, value in changes.items():
            if not hasattr(person.member, field):
                raise ValueError(f"a member has no {field}")
            setattr(person.member, field, value)
        person.member.updated = int(self.slack.time.now().timestamp())
        self.slack.journal.changed("people")
        event = {"user": shapes.user(self, person.member), "cache_ts": person.member.updated}
        await self.slack.deliverer.tell(self, "user_change", event)
        return person

    # Channels

    def add_channel(
        self,
        name: str,
        *,
        members: "list[str | Person] | None" = None,
        private: bool = False,
        bot: bool = False,
        topic: str = "",
        purpose: str = "",
        slack_id: str | None = None,
    ) -> Channel:
        """A channel that was always there. `members` by key, all full members when left out; `bot`: is the app in it."""
        channel_id = slack_id or readable_id("C", self._tail, name)
        now = int(self.slack.time.now().timestamp())
        keys = members if members is not None else [person for person in self.people if not person.member.guest]
        people = [self.person(one).id if isinstance(one, str) else one.id for one in keys]
        channel = Channel(
            channel_id,
            name,
            "private" if private else "public",
            now,
            people[0] if people else self.bot_user,
            topic=topic,
            purpose=purpose,
            members=dict.fromkeys([*people, *([self.bot_user] if bot else [])]),
        )
        self.channels[channel_id] = channel
        self.messages[channel_id] = []
        return channel

    def channel(self, name: str) -> Channel:
        """By name, with or without #, or by id."""
        if name in self.channels:
            return self.channels[name]
        for channel in self.channels.values():
            if channel.is_room and channel.name == name.removeprefix("#"):
                return channel
        raise KeyError(f"no channel {name} in {self.name}")

    async def archive(self, name: str, *, by: str | None = None) -> None:
        await events.archive(self, self.channel(name), archived=True, by=by)

    async def unarchive(self, name: str, *, by: str | None = None) -> None:
        await events.archive(self, self.channel(name), archived=False, by=by)

    def add_user_group(self, handle: str, members: list[str], name: str | None = None) -> str:
        group_id = readable_id("S", self._tail, handle)
        users = [self.person(key).id for key in members]
        self.user_groups[group_id] = shapes.user_group(self, group_id, handle, name or handle, users)
        return group_id

    def direct_channel(self, user_id: str) -> Channel:
        """The DM between the app and this person; opened when it wasn't. Raises SlackError."""
        member = self.members.get(user_id)
        if member is None:
            raise SlackError("user_not_found")
        if member.bot or member.id == SLACKBOT:
            raise SlackError("cannot_dm_bot")
        if member.deactivated:
            raise SlackError("user_disabled")
        channel_id = readable_id("D", user_id[1:].lstrip("0"))
        if channel_id not in self.channels:
            now = int(self.slack.time.now().timestamp())
            both = dict.fromkeys([user_id, self.bot_user])
            self.channels[channel_id] = Channel(channel_id, "", "im", now, user_id, person=user_id, members=both)
            self.messages[channel_id] = []
        return self.channels[channel_id]

    def dm_between(self, one: Person, other: Person) -> Channel:
        """The conversation of two people, opened when it wasn't. Raises CannotDo."""
        if one == other or other.member.bot or other.member.deactivated:
            raise CannotDo(f"{one.name} cannot write to {other.name}")
        pair = sorted([one.id, other.id])
        channel_id = readable_id("D", *(user_id[1:].lstrip("0") for user_id in pair))
        if channel_id not in self.channels:
            now = int(self.slack.time.now().timestamp())
            self.channels[channel_id] = Channel(channel_id, "", "dm", now, one.id, members=dict.fromkeys(pair))
            self.messages[channel_id] = []
        return self.channels[channel_id]

    # Messages

    def put(self, channel: Channel, user: str, text: str, **more: Any) -> Message:
        """A message appears; nobody is told of it yet. `more` as in Message."""
        ts = self.slack.timestamps.next(self.slack.time.now())
        message = Message(channel.id, ts, user, text, **more)
        message.blocks = shapes.with_block_ids(self.slack, message.blocks)
        self.messages[channel.id].append(message)
        self.attention.posted(channel, message)
        self._changed_root(message)
        self.touch(message)
        return message

    def touch(self, message: Message) -> None:
        """Something about the message is different now: open pages are told."""
        self.revision += 1
        message.revision = self.revision
        self.slack.journal.changed("message")

    def _changed_root(self, reply: Message) -> None:
        """A thread's root shows how many replies it has."""
        root = self.find(reply.channel, reply.thread_ts or "") if reply.is_reply else None
        if root:
            self.touch(root)

    def find(self, channel_id: str, ts: str) -> Message | None:
        return next((one for one in self.messages.get(channel_id, []) if one.ts == ts), None)

    def take_away(self, message: Message) -> None:
        self.messages[message.channel].remove(message)
        self.attention.taken_away(message)
        self._changed_root(message)
        self.touch(message)
        self.removed.append((self.revision, message))

    def replies(self, message: Message) -> list[Message]:
        everything = self.messages.get(message.channel, [])
        return [one for one in everything if one.thread_ts == message.ts and one is not message and not one.ephemeral]

    def seen_by(self, user_id: str, channel: Channel) -> list[Message]:
        """What this person sees there, oldest first, replies in threads included."""
        if user_id not in channel.members and channel.kind != "public":
            raise CannotDo(f"{self.members[user_id].name} is not in {channel.name or channel.id}")
        return [one for one in self.messages[channel.id] if one.visible_to in (None, user_id)]

    def permalink(self, message: Message) -> str:
        link = f"https://{self.domain}.slack.com/archives/{message.channel}/p{message.ts.replace('.', '')}"
        return f"{link}?thread_ts={message.thread_ts}&cid={message.channel}" if message.is_reply else link
