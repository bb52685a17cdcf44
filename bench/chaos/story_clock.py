"""One time for several processes: it goes at the machine's pace, and leaps when the story says so."""

import mmap
import struct
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import SystemClock

# Native, so that it is copied in one piece: a reader never sees half of it.
_SECONDS = struct.Struct("d")


class StoryClock:
    """Real time and an offset, which stands in a file that all processes of a story have mapped."""

    def __init__(self, file: Path) -> None:
        if not file.exists():
            file.write_bytes(_SECONDS.pack(0.0))
        with file.open("r+b") as opened:
            self._shared = mmap.mmap(opened.fileno(), _SECONDS.size)
        self._system = SystemClock()

    def now(self) -> datetime:
        (seconds,) = _SECONDS.unpack_from(self._shared)
        return self._system.now() + timedelta(seconds=seconds)

    def leap_to(self, at: datetime) -> None:
        """Let it be `at` in every process. Backwards only before anything has started."""
        _SECONDS.pack_into(self._shared, 0, (at - self._system.now()).total_seconds())

    # What the local Slack asks of a time machine.

    def stops(self) -> list[tuple[str, datetime]]:
        return []

    async def go_to(self, at: datetime) -> None:
        self.leap_to(at)
