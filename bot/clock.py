"""The only reader of wall-clock time: everything else is told what time it is."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the present moment, always aware and in UTC."""

    def now(self) -> datetime: ...


class AdjustableClock(Clock, Protocol):
    """A clock that `Engine.advance` may set forward: the demo's, the tests' and the simulation's."""

    def move_to(self, at: datetime) -> None: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class MovableClock:
    """A clock set by hand; when `running`, it goes on from there at the machine's pace."""

    def __init__(self, start: datetime, *, running: bool = False) -> None:
        self._running = running
        self._system = SystemClock()
        self._set(start)

    def now(self) -> datetime:
        return self._at + (self._system.now() - self._set_at if self._running else timedelta())

    def move_to(self, at: datetime) -> None:
        """Set the time to `at`; earlier than now is refused, because jobs already done would be due again.

        A running clock may have passed `at` while it was being asked for: it goes on from where it is.
        """
        if at < self.now():
            if self._running:
                return
            raise ValueError(f"time goes forward only: {at} is before {self.now()}")
        self._set(at)

    def _set(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("a clock needs an aware time")
        self._at = at.astimezone(UTC)
        self._set_at = self._system.now()
