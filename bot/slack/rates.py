"""Slack's rate limits, kept before Slack has to say no: by method, workspace and channel.

Nobody waits here: who may not call now is told when to come again. What is counted is this process's own; several share
a limit by taking a part of it each. Slack's own refusal (429) is heeded as well, and is what remains after a restart.
"""

from collections import OrderedDict, deque
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.ids import ChannelId, WorkspaceId

MINUTE = timedelta(minutes=1)
# A workspace that has to wait waits at least so long: then several calls may go at once, not one after the other.
LEAST_WAIT = timedelta(seconds=1)
# Slack bears a short burst in a channel.
BURST = timedelta(seconds=4)
MOST_WINDOWS = 50_000
POST = "chat.postMessage"
# Slack's tiers of all other methods that are called: https://docs.slack.dev/apis/web-api/rate-limits
TIERS = {
    "chat.postEphemeral": 4,
    "chat.update": 3,
    "conversations.history": 3,
    "conversations.list": 2,
    "conversations.open": 3,
    "conversations.replies": 3,
    "users.list": 2,
}
# Not counted, and why. Slack's own no is heeded for these too.
UNCOUNTED = {
    "apps.connections.open": "once for each connection",
    "auth.test": "once at the start",
    "chat.getPermalink": "Slack allows hundreds a minute",
    "views.open": "somebody waits for it",
    "views.push": "somebody waits for it",
    "views.update": "somebody waits for it",
}


@dataclass(frozen=True)
class Limits:
    """Calls a minute: posts in a channel, posts in a workspace, and any other method by its tier. 0 lifts a limit.

    `shares`: how many processes share them, each taking the same part.
    """

    channel: int = 60
    workspace: int = 300
    tier_2: int = 20
    tier_3: int = 50
    tier_4: int = 100
    shares: int = 1

    def of_tier(self, tier: int) -> int:
        return {2: self.tier_2, 3: self.tier_3, 4: self.tier_4}[tier]


UNLIMITED = Limits(0, 0, 0, 0, 0)


@dataclass(frozen=True)
class Wait:
    """The call may be made at `until`; `everyone`: and no other call of the method in the workspace before that."""

    until: datetime
    everyone: bool


class Rates:
    """Counts the calls of the last minute."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._windows: OrderedDict[tuple[str, ...], deque[datetime]] = OrderedDict()
        self._paused: dict[tuple[WorkspaceId, str], datetime] = {}

    def pause(self, workspace_id: WorkspaceId, method: str, until: datetime) -> None:
        """Slack said no: not before `until`."""
        self._paused[workspace_id, method] = max(until, self._paused.get((workspace_id, method), until))

    def take(self, workspace_id: WorkspaceId, method: str, channel_id: ChannelId | None, now: datetime) -> Wait | None:
        """Count a call that is made now; or, uncounted, how long it has to wait."""
        until = self._paused.get((workspace_id, method))
        if until is not None:
            if until > now:
                return Wait(until, everyone=True)
            del self._paused[workspace_id, method]
        found = [each for each in self._of(workspace_id, method, channel_id) if each is not None]
        for window, most, span, everyone in found:
            while window and window[0] <= now - span:
                window.popleft()
            if len(window) >= most:
                free = window[0] + span
                return Wait(max(free, now + LEAST_WAIT) if everyone else free, everyone)
        for window, *_ in found:
            window.append(now)
        return None

    def _of(
        self, workspace_id: WorkspaceId, method: str, channel_id: ChannelId | None
    ) -> list[tuple[deque[datetime], int, timedelta, bool] | None]:
        """What the call counts for: where, how many in which time, and whether that is for the whole workspace."""
        if method != POST:
            tier = TIERS.get(method)
            return [self._window((workspace_id, method), self._limits.of_tier(tier), MINUTE, True)] if tier else []
        whole = self._window((workspace_id, method), self._limits.workspace, MINUTE, True)
        if channel_id is None:
            return [whole]
        return [whole, self._window((workspace_id, method, channel_id), self._limits.channel, BURST, False)]

    def _window(
        self, key: tuple[str, ...], per_minute: int, span: timedelta, everyone: bool
    ) -> tuple[deque[datetime], int, timedelta, bool] | None:
        if not per_minute:
            return None
        share = per_minute / self._limits.shares
        most = max(1, int(share * (span / MINUTE)))
        window = self._windows.setdefault(key, deque())
        self._windows.move_to_end(key)
        if len(self._windows) > MOST_WINDOWS:
            self._windows.popitem(last=False)
        # A share below one call in that time is one call in a longer time.
        return window, most, max(span, MINUTE * most / share), everyone
