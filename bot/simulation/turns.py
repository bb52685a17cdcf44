"""Whose turn it is: at each call to the outside others may go on, and a process may be killed."""

import asyncio
import random
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class Killed(asyncio.CancelledError):
    """The process in which this ran is gone; nothing of it may be caught, like a kill -9."""


class Process:
    """One of the processes of an installation. After `touches_left` more calls to the outside it is dead."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.dead = False
        self.touches_left: int | None = None
        self.tasks: list[asyncio.Task[None]] = []

    def touch(self) -> None:
        """Count a call to the outside; raises Killed from the fatal one on."""
        if self.touches_left is not None:
            self.touches_left -= 1
            self.dead = self.dead or self.touches_left < 0
        if self.dead:
            for task in self.tasks:
                task.cancel()
            raise Killed


_current: ContextVar[Process | None] = ContextVar("simulated_process", default=None)


@contextmanager
def inside(process: Process) -> Iterator[None]:
    """Whatever is started here runs in `process`."""
    token = _current.set(process)
    try:
        yield
    finally:
        _current.reset(token)


class Turns:
    """Lets others go on, as often as the seed says."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    async def take(self) -> None:
        """Before a call to the outside."""
        touch()
        for _ in range(self._chance.choice((0, 0, 0, 1, 2))):
            await asyncio.sleep(0)
        touch()


def touch() -> None:
    """Raises Killed in a process that is dead by now."""
    if (process := _current.get()) is not None:
        process.touch()
