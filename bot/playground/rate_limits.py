"""Slack's rate limits, off unless asked for: per method, workspace and minute, and one message a second per channel."""

import asyncio
from collections import deque

from bot.playground.errors import SlackError


class RateLimits:
    """On the loop's clock: they are about the wire, not about the company's time."""

    def __init__(self, enabled: bool) -> None:
        self.enabled = enabled
        self._calls: dict[tuple[str, str], deque[float]] = {}
        self._posts: dict[tuple[str, str], deque[float]] = {}

    def check_method(self, workspace: str, method: str, per_minute: int) -> None:
        """Raises SlackError ratelimited with retry_after seconds."""
        self._take(self._calls, (workspace, method), per_minute, 60.0)

    def check_channel(self, workspace: str, channel: str) -> None:
        """About one a second, with a short burst."""
        self._take(self._posts, (workspace, channel), 4, 4.0)

    def clear(self) -> None:
        self._calls.clear()
        self._posts.clear()

    def _take(self, book: dict[tuple[str, str], deque[float]], key: tuple[str, str], most: int, span: float) -> None:
        if not self.enabled:
            return
        now = asyncio.get_running_loop().time()
        times = book.setdefault(key, deque())
        while times and times[0] <= now - span:
            times.popleft()
        if len(times) >= most:
            raise SlackError("ratelimited", retry_after=max(1, round(times[0] + span - now)))
        times.append(now)
