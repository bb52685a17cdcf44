"""Counting what was asked in vain, after the answer: nobody waits for that."""

import asyncio
import contextvars
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.database import Database, PerhapsSaved, Unavailable
from bot.ids import WorkspaceId
from bot.lookup import steps
from bot.lookup.answer_rules import Answer

log = structlog.get_logger(__name__)

# While the database is away. What comes after is not counted any more.
MOST_WAITING = 1_000
MOST_AT_ONCE = 100
PAUSE_SECONDS = 1.0


@dataclass(frozen=True)
class Note:
    """A question to which nobody could be named, without who asked it."""

    workspace_id: WorkspaceId
    sentence: str
    answer: Answer
    at: datetime


class Notes:
    """Writes down what waits, as much as waits in one transaction. A process that is killed forgets the last moment's."""

    def __init__(self, database: Database, keep_questions: timedelta) -> None:
        self._database = database
        self._keep_questions = keep_questions
        self._waiting: deque[Note] = deque(maxlen=MOST_WAITING)
        self._writing: asyncio.Task[None] | None = None

    def add(self, note: Note) -> None:
        """Count it soon."""
        self._waiting.append(note)
        if self._writing is None:
            # With a context of its own: whoever asked is not told that something of theirs was saved.
            self._writing = asyncio.create_task(self._write_all(), name="notes", context=contextvars.Context())

    async def settle(self) -> None:
        """Wait until all is counted; what the database does not take now is given up."""
        while self._writing is not None:
            await asyncio.wait([self._writing], timeout=PAUSE_SECONDS)
            if self._writing is not None and not self._writing.done():
                self._writing.cancel()

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                some = [self._waiting.popleft() for _ in range(min(MOST_AT_ONCE, len(self._waiting)))]
                await self._write(some)
        finally:
            self._writing = None

    async def _write(self, some: list[Note]) -> None:
        try:
            async with self._database.write() as tx:
                for note in some:
                    await steps.note(tx, note.workspace_id, note.sentence, note.answer, note.at, self._keep_questions)
        except PerhapsSaved:
            log.warning("notes_perhaps_lost", notes=len(some))
        except Unavailable:
            self._waiting.extendleft(reversed(some))
            await asyncio.sleep(PAUSE_SECONDS)
        except Exception:
            if len(some) > 1:
                for note in some:  # one of them is to blame, such as that of an area that is gone
                    await self._write([note])
                return
            log.exception("note_lost")
