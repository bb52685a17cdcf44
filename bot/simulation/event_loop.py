"""An event loop whose time passes only while nobody has anything to do: pauses cost nothing, and order is repeatable."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

# A thread may still be at work when no task is; longer than this, everybody waits for everybody.
STUCK_SECONDS = 30.0


class Stuck(Exception):
    """Every task waits, and nothing will ever wake one."""


class _Impatient(selectors.SelectSelector):
    """Skips the time for which the loop wants to wait."""

    def __init__(self, skip: Callable[[float], None]) -> None:
        super().__init__()
        self._skip = skip

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            if not (ready := super().select(STUCK_SECONDS)):
                raise Stuck
            return ready
        if timeout <= 0:
            return []  # tasks are waiting for their turn; nothing outside the process is of interest
        ready = super().select(0)
        if not ready:
            self._skip(timeout)
        return ready


class RepeatableLoop(asyncio.SelectorEventLoop):
    """Its `time` starts at 0 and jumps to the next timer."""

    def __init__(self) -> None:
        self._passed = 0.0
        super().__init__(_Impatient(self._skip))

    def time(self) -> float:
        return self._passed

    def _skip(self, seconds: float) -> None:
        self._passed += seconds


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run `work` to its end in such a loop."""
    with asyncio.Runner(loop_factory=RepeatableLoop) as runner:
        return runner.run(work)
