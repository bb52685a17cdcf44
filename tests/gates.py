"""Stops in the midst of transactions, so that two of them meet in the order that a test is about."""

import asyncio
import contextvars
import itertools
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import psycopg
from sqlalchemy import Connection, event
from sqlalchemy.util import await_only

from bot.database import Database

T = TypeVar("T")


class Gate:
    """Holds the first transaction that comes to it until it is opened."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()
        self._opened = asyncio.Event()
        self._process = 0

    def open(self) -> None:
        self._opened.set()

    def hold(self, connection: Connection) -> None:
        """Called in the midst of a statement."""
        if not self.reached.is_set():
            self._process = connection.connection.driver_connection.info.backend_pid  # type: ignore[union-attr]
            self.reached.set()
            await_only(self._opened.wait())

    async def met_by(self, task: asyncio.Task[Any], url: str) -> None:
        """Until `task` waits for what the held transaction has, or is done without."""
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
            while not task.done():
                asked = "SELECT 1 FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid))"
                waiting = await connection.execute(asked, [self._process])
                if await waiting.fetchone() is not None:
                    return


@asynccontextmanager
async def gate_before(database: Database, words: str, *, nth: int = 1) -> AsyncIterator[Gate]:
    """A gate before the `nth` statement of writing transactions on PostgreSQL that begins with `words`, or COMMIT."""
    gate, engine = Gate(), database.writer_engine.sync_engine
    numbers = itertools.count(1)

    def statement(connection: Connection, _cursor: Any, text: str, *_: Any) -> None:
        if text.startswith(words) and next(numbers) == nth:
            gate.hold(connection)

    name, listener = ("commit", gate.hold) if words == "COMMIT" else ("before_cursor_execute", statement)
    event.listen(engine, name, listener)
    try:
        yield gate
    finally:
        gate.open()
        event.remove(engine, name, listener)


def beside(doing: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    """Have something done as another task of the process does it: outside of whatever is open here."""
    return asyncio.get_running_loop().create_task(doing, context=contextvars.Context())
