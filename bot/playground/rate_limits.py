"""Slack's rate limits, off unless asked for: per method, workspace and minute, and one message a second per channel."""

import math
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.playground.errors import SlackError


class RateLimits:
    """By the company's time: where time is set forward, nobody has to wait for a minute to pass."""

    def __init__(self, enabled: bool, now: Callable[[], datetime]) -> None:
        self.enabled = enabled
        self._now = now
        self._calls: dict[tuple[str, str], deque[datetime]] = {}
        self._posts: dict[tuple[str, str], deque[datetime]] = {}

    def check_method(self, workspace: str, method: str, per_minute: int) -> None:
        """Raises SlackError ratelimited with retry_after seconds."""
        self._take(self._calls, (workspace, method), per_minute, 60.0)

    def check_channel(self, workspace: str, channel: str) -> None:
        """About one a second, with a short burst."""
        self._take(self._posts, (workspace, channel), 4, 4.0)

    def clear(self) -> None:
        self._calls.clear()
        self._posts.clear()

    def _take(self, book: dict[tuple[str, str], deque[datetime]], key: tuple[str, str], most: int, span: float) -> None:
        if not self.enabled:
            return
        now, lasts = self._now(), timedelta(seconds=span)
        times = book.setdefault(key, deque())
        while times and times[0] <= now - lasts:
            times.popleft()
        if len(times) >= most:
            raise SlackError("ratelimited", retry_after=max(1, math.ceil((times[0] + lasts - now).total_seconds())))
        times.append(now)
