"""Stops in the midst of transactions, so that two of them meet in the order that a test is about."""

import asyncio
import contextvars
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import psycopg
from sqlalchemy import event
from sqlalchemy.util import await_only

from bot.database import Database

T = TypeVar("T")


class Gate:
    """Holds the first transaction that comes to it until it is opened."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()
        self._opened = asyncio.Event()

    def open(self) -> None:
        self._opened.set()

    def hold(self) -> None:
        """Called in the midst of a statement."""
        if not self.reached.is_set():
            self.reached.set()
            await_only(self._opened.wait())


@asynccontextmanager
async def gate_before(database: Database, words: str) -> AsyncIterator[Gate]:
    """A gate before the first statement of a writing transaction that begins with `words`; COMMIT is one too."""
    gate, engine = Gate(), database.writer_engine.sync_engine

    def statement(_connection: Any, _cursor: Any, text: str, *_: Any) -> None:
        if text.startswith(words):
            gate.hold()

    def commit(_connection: Any) -> None:
        gate.hold()

    name, listener = ("commit", commit) if words == "COMMIT" else ("before_cursor_execute", statement)
    event.listen(engine, name, listener)
    try:
        yield gate
    finally:
        gate.open()
        event.remove(engine, name, listener)


def beside(doing: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    """Have something done as another task of the process does it: outside of whatever is open here."""
    return asyncio.get_running_loop().create_task(doing, context=contextvars.Context())


async def done_or_waiting(task: asyncio.Task[Any], url: str) -> None:
    """Until `task` is done, or waits in PostgreSQL for what another transaction holds."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        while not task.done():
            waiting = await connection.execute(
                "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if await waiting.fetchone() is not None:
                return
            await asyncio.sleep(0)
