"""What the local Slack asks for the time, and the default that is simply the real time."""

from datetime import UTC, datetime
from typing import Protocol


class TimeMachine(Protocol):
    """The time in which the local Slack lives; the demo's can jump.

    `now` is aware UTC. `stops` are the moments worth jumping to, for example ("Next check-in", 08:30 UTC).
    `go_to` moves the time there and returns when whatever was due on the way has happened.
    """

    def now(self) -> datetime: ...

    def stops(self) -> list[tuple[str, datetime]]: ...

    async def go_to(self, at: datetime) -> None: ...


class CannotTravel(Exception):
    """This local Slack lives in real time."""


class RealTime:
    """The wall clock. It has no stops and goes nowhere."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - the playground stands alone and this is its only clock

    def stops(self) -> list[tuple[str, datetime]]:
        return []

    async def go_to(self, at: datetime) -> None:
        raise CannotTravel(f"The local Slack runs in real time and cannot go to {at:%Y-%m-%d %H:%M}.")
