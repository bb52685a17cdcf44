"""Sending with three policies: once, idempotent, at most once.

Slack has no key that makes a post idempotent. So *once* puts a key of ours into the message's metadata, and an attempt
that follows one of unknown fate looks for that key before it sends. Whoever may not look cannot know: FateUnknown.
"""

from collections import OrderedDict
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from weakref import WeakSet

from bot.clock import Clock
from bot.errors import FateUnknown, Refused, TryLater
from bot.ids import ChannelId, MessageTs, SlackUserId, WorkspaceId
from bot.slack.clients import SlackClients
from bot.slack.messages import Message
from bot.slack.rates import UNLIMITED, Limits, Rates
from bot.slack.response_urls import respond

EVENT_TYPE = "rolecall_message"
# Slack's clock and ours may differ; a message of the first attempt can carry an earlier time than the attempt.
CLOCK_DIFFERENCE = timedelta(minutes=5)
PAGE, MOST_PAGES = 200, 25
# The policies, as they are counted.
ONCE, IDEMPOTENT, AT_MOST_ONCE = "once", "idempotent", "at_most_once"
MOST_OPENED = 20_000


class Attempt(Protocol):
    """What delivery has to know of the job that sends: a `schedule.Job` fits."""

    @property
    def workspace_id(self) -> WorkspaceId: ...
    @property
    def first_attempt_at(self) -> datetime: ...
    @property
    def may_have_been_sent(self) -> bool: ...


@dataclass(frozen=True)
class Sent:
    """Where a message stands. `found` when an earlier attempt had posted it."""

    channel_id: ChannelId
    ts: MessageTs
    found: bool = False


class Delivery:
    """Sends for due jobs. Every method raises TryLater, Refused (Slack's no) or FateUnknown."""

    def __init__(self, clients: SlackClients, clock: Clock, limits: Limits = UNLIMITED) -> None:
        self._clients = clients
        self._clock = clock
        self._rates = Rates(limits)
        # Attempts that may have done something already: when they end before their end, the next one looks for it.
        self._acted: WeakSet[Attempt] = WeakSet()
        # For attempts that follow one that opened the DM and got no further.
        self._opened: OrderedDict[tuple[WorkspaceId, SlackUserId], ChannelId] = OrderedDict()

    async def once(
        self,
        attempt: Attempt,
        message: Message,
        *,
        key: str,
        channel_id: ChannelId | None = None,
        user_id: SlackUserId | None = None,
        thread_ts: MessageTs | None = None,
    ) -> Sent:
        """Post `message` to a channel, or to a person's DM, exactly once for `key` (unique in the workspace)."""
        with self._attempting(attempt):
            return await self._post_once(attempt, message, key, channel_id, user_id, thread_ts)

    async def _post_once(
        self,
        attempt: Attempt,
        message: Message,
        key: str,
        channel_id: ChannelId | None,
        user_id: SlackUserId | None,
        thread_ts: MessageTs | None,
    ) -> Sent:
        workspace_id = attempt.workspace_id
        if channel_id is None:
            if user_id is None:
                raise ValueError("a message goes to a channel or to a person")
            channel_id = await self.open_dm(workspace_id, user_id)
        if attempt.may_have_been_sent:
            found = await self._find(workspace_id, channel_id, thread_ts, key, attempt.first_attempt_at)
            if found is not None:
                self._tell(ONCE, "found")
                return Sent(channel_id, found, found=True)
        posted = await self._call(
            workspace_id,
            "chat.postMessage",
            channel=channel_id,
            thread_ts=thread_ts,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"key": key}},
            unfurl_links=False,
            unfurl_media=False,
            **message.arguments(),
        )
        self._tell(ONCE, "sent")
        return Sent(posted["channel"], posted["ts"])

    async def find(
        self,
        attempt: Attempt,
        *,
        key: str,
        channel_id: ChannelId | None = None,
        user_id: SlackUserId | None = None,
    ) -> Sent | None:
        """What `once` may have posted for `key` in an earlier attempt of unknown fate; nothing is sent."""
        if channel_id is None and user_id is not None:
            channel_id = await self.open_dm(attempt.workspace_id, user_id)
        if channel_id is None:
            raise ValueError("a message is looked for in a channel or with a person")
        ts = await self._find(attempt.workspace_id, channel_id, None, key, attempt.first_attempt_at)
        return None if ts is None else Sent(channel_id, ts, found=True)

    async def find_in_thread(
        self, attempt: Attempt, keys: Collection[str], *, channel_id: ChannelId, thread_ts: MessageTs
    ) -> dict[str, MessageTs]:
        """Which of these keys earlier attempts, of unknown fate, have posted in a thread; FateUnknown if Slack won't tell."""
        since = attempt.first_attempt_at
        return await self._find_all(attempt.workspace_id, channel_id, thread_ts, keys, since)

    async def open_dm(self, workspace_id: WorkspaceId, user_id: SlackUserId) -> ChannelId:
        """The DM with a person; the same one each time, so it may be kept."""
        known = self._opened.get((workspace_id, user_id))
        if known is not None:
            return known
        opened = await self._call(workspace_id, "conversations.open", users=user_id)
        channel: ChannelId = opened["channel"]["id"]
        self._opened[workspace_id, user_id] = channel
        if len(self._opened) > MOST_OPENED:
            self._opened.popitem(last=False)
        return channel

    async def update(self, attempt: Attempt, channel_id: ChannelId, ts: MessageTs, message: Message) -> None:
        """Show `message` in place of the one at `ts`. Doing it again changes nothing."""
        arguments = {"blocks": [], **message.arguments()}  # without the key the old blocks would stay
        with self._attempting(attempt, repeatable=True):
            await self._call(attempt.workspace_id, "chat.update", channel=channel_id, ts=ts, **arguments)
        self._tell(IDEMPOTENT, "sent")

    async def ephemeral(
        self,
        attempt: Attempt,
        channel_id: ChannelId,
        user_id: SlackUserId,
        message: Message,
        *,
        thread_ts: MessageTs | None = None,
    ) -> bool:
        """Show `message` to one person in a channel, at most once; False when it may have been lost."""
        if attempt.may_have_been_sent:
            return self._perhaps(False)
        arguments = {"channel": channel_id, "user": user_id, "thread_ts": thread_ts, **message.arguments()}
        try:
            with self._attempting(attempt):
                await self._call(attempt.workspace_id, "chat.postEphemeral", **arguments)
        except TryLater as later:
            if later.nothing_sent:
                raise
            return self._perhaps(False)
        return self._perhaps(True)

    async def response_url(
        self,
        attempt: Attempt,
        url: str,
        message: Message,
        *,
        replace_original: bool = False,
        in_channel: bool = False,
        thread_ts: MessageTs | None = None,
    ) -> bool:
        """Answer by a command's or click's own address, at most once; False when it may have been lost."""
        if attempt.may_have_been_sent:
            return self._perhaps(False)
        how: dict[str, Any] = {
            "replace_original": replace_original,
            "in_channel": in_channel,
            "thread_ts": thread_ts,
        }
        with self._attempting(attempt):
            return self._perhaps(await respond(self._clients.session, url, message, **how))

    async def look_up(self, workspace_id: WorkspaceId, method: str, **arguments: Any) -> Any:
        """Call a method that changes nothing."""
        return await self._call(workspace_id, method, **arguments)

    async def is_empty(self, attempt: Attempt, channel_id: ChannelId) -> bool:
        """Whether nothing was ever said in a DM with Rolecall."""
        page = await self._call(attempt.workspace_id, "conversations.history", channel=channel_id, limit=1)
        return not page.get("messages")

    async def permalink(self, attempt: Attempt, channel_id: ChannelId, ts: MessageTs) -> str | None:
        """The address of a message; None where Slack does not tell, because Rolecall may not look there."""
        try:
            told = await self._call(attempt.workspace_id, "chat.getPermalink", channel=channel_id, message_ts=ts)
        except Refused:
            return None
        address: str = told["permalink"]
        return address

    def may_have_sent(self, attempt: Attempt) -> bool:
        """Whether Slack may have acted on something in this attempt, whatever became of earlier ones."""
        return attempt in self._acted

    @contextmanager
    def _attempting(self, attempt: Attempt, *, repeatable: bool = False) -> Iterator[None]:
        """A job that sends several messages and has to wait in their midst did not send nothing.

        For what may be repeated it does not matter whether Slack acted: nobody has to look for it.
        """
        try:
            yield
        except TryLater as later:
            if not (later.nothing_sent or repeatable):
                self._acted.add(attempt)
            later.nothing_sent = attempt not in self._acted
            raise
        if not repeatable:
            self._acted.add(attempt)

    def _perhaps(self, sent: bool) -> bool:
        self._tell(AT_MOST_ONCE, "sent" if sent else "dropped")
        return sent

    def _tell(self, policy: str, outcome: str) -> None:
        self._clients.observer.delivered(policy, outcome)

    async def _call(self, workspace_id: WorkspaceId, method: str, **arguments: Any) -> Any:
        now = self._clock.now()
        wait = self._rates.take(workspace_id, method, arguments.get("channel"), now)
        if wait is not None:
            reason = f"{method}: waits for Slack's rate limit"
            raise TryLater(wait.until - now, reason, nothing_sent=True, holds_back=wait.everyone)
        try:
            return await self._clients.call(workspace_id, method, **arguments)
        except TryLater as later:
            if later.after is not None:
                self._rates.pause(workspace_id, method, now + later.after)
                later.holds_back = True
            raise

    async def _find(
        self,
        workspace_id: WorkspaceId,
        channel_id: ChannelId,
        thread_ts: MessageTs | None,
        key: str,
        first_attempt_at: datetime,
    ) -> MessageTs | None:
        return (await self._find_all(workspace_id, channel_id, thread_ts, [key], first_attempt_at)).get(key)

    async def _find_all(
        self,
        workspace_id: WorkspaceId,
        channel_id: ChannelId,
        thread_ts: MessageTs | None,
        keys: Collection[str],
        first_attempt_at: datetime,
    ) -> dict[str, MessageTs]:
        oldest = f"{(first_attempt_at - CLOCK_DIFFERENCE).timestamp():.6f}"
        found: dict[str, MessageTs] = {}
        try:
            async for message in self._history(workspace_id, channel_id, thread_ts, oldest):
                if (key := key_of(message)) in keys and key is not None:
                    found.setdefault(key, message["ts"])
                    if len(found) == len(keys):
                        break
        except Refused as refused:
            self._tell(ONCE, "unknown")
            raise FateUnknown(
                f"it may have been posted; Slack does not let Rolecall look ({refused.code})"
            ) from refused
        return found

    async def _history(
        self, workspace_id: WorkspaceId, channel_id: ChannelId, thread_ts: MessageTs | None, oldest: str
    ) -> AsyncIterator[dict[str, Any]]:
        method = "conversations.replies" if thread_ts else "conversations.history"
        cursor = None
        for _ in range(MOST_PAGES):
            page = await self._call(
                workspace_id,
                method,
                channel=channel_id,
                ts=thread_ts,
                oldest=oldest,
                limit=PAGE,
                cursor=cursor,
                include_all_metadata=True,
            )
            for message in page.get("messages") or []:
                yield message
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return
        self._tell(ONCE, "unknown")
        raise FateUnknown("it may have been posted; too much was written since to look through")


def key_of(message: dict[str, Any]) -> str | None:
    """The key that `once` put into a message, if it did."""
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    return (metadata.get("event_payload") or {}).get("key")
