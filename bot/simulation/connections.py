"""SQLite without a thread: statements are carried out in the turn of whoever asks, so that the order is the seed's.

A thread's answer would come when it comes; and asking one costs three times what the statement costs.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Generator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol, Self, cast

from sqlalchemy import Connection, CursorResult, Engine, Executable, Row, create_engine, event
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util import await_only

from bot.database import Database
from bot.database.engines import SQLITE_READERS, SQLITE_WRITERS, prepare_sqlite, sqlite_begin
from bot.simulation.turns import Turns, touch


class Trouble(Protocol):
    """What may go wrong; each may raise sqlalchemy's OperationalError."""

    def at_statement(self) -> None:
        """Before a transaction begins, a statement is carried out, or a transaction is committed."""

    def after_commit(self) -> None:
        """When it is committed, and the answer is on its way."""


class _Transaction:
    """What Database asks of a transaction of sqlalchemy.ext.asyncio."""

    def __init__(self, connection: "_Connection") -> None:
        self._connection = connection

    def __await__(self) -> Generator[Any, Any, Self]:
        return self._begun().__await__()

    async def _begun(self) -> Self:
        await self._connection.turn()
        self._transaction = self._connection.opened.begin()
        # Not by a listener: an engine that has one asks for listeners at every statement.
        self._connection.opened.connection.cursor().execute(self._connection.begin_with)
        return self

    async def __aenter__(self) -> Self:
        return await self

    async def __aexit__(self, *_error: object) -> None:
        if self._transaction.is_active:
            self._transaction.rollback()

    async def commit(self) -> None:
        await self._connection.turn()
        self._transaction.commit()
        self._connection.trouble.after_commit()
        touch()


class _Connection:
    """What Database asks of a connection of sqlalchemy.ext.asyncio. Rolling back and closing is what a kill does too."""

    def __init__(self, opened: Connection, begin_with: str, turns: Turns, trouble: Trouble) -> None:
        self.opened = opened
        self.begin_with = begin_with
        self.dialect = opened.dialect
        self.trouble = trouble
        self._turns = turns

    def begin(self) -> _Transaction:
        return _Transaction(self)

    async def turn(self) -> None:
        await self._turns.take()
        self.trouble.at_statement()

    async def execute(
        self, statement: Executable, values: Sequence[Mapping[str, Any]] | Mapping[str, Any] | None = None
    ) -> CursorResult[Any]:
        await self.turn()
        return self.opened.execute(statement, values)

    async def stream(self, statement: Executable, *, execution_options: Mapping[str, Any]) -> "_Streamed":
        await self.turn()
        return _Streamed(self, self.opened.execute(statement, execution_options=dict(execution_options)))

    async def run_sync(self, function: Callable[[Connection], Any]) -> Any:
        await self.turn()
        return function(self.opened)


class _Streamed:
    """What Database asks of a result that comes by portions."""

    def __init__(self, connection: _Connection, result: CursorResult[Any]) -> None:
        self._connection = connection
        self._result = result

    async def partitions(self) -> AsyncIterator[Sequence[Row[Any]]]:
        for some in self._result.partitions():
            await self._connection.turn()
            yield some


class _InTurn:
    """What Database asks of an engine of sqlalchemy.ext.asyncio."""

    def __init__(self, file: Path, turns: Turns, trouble: Trouble, *, writing: bool) -> None:
        size = SQLITE_WRITERS if writing else SQLITE_READERS
        self.sync_engine = _engine(file, size, writing=writing)
        self.dialect = self.sync_engine.dialect
        self._begin_with = sqlite_begin(writing=writing)
        self._free = asyncio.Semaphore(size)
        self._idle: list[Connection] = []
        self._turns = turns
        self._trouble = trouble

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[_Connection]:
        async with self._free:
            opened = self._idle.pop() if self._idle else self.sync_engine.connect()
            try:
                yield _Connection(opened, self._begin_with, self._turns, self._trouble)
            finally:
                opened.rollback()
                self._idle.append(opened)

    async def dispose(self) -> None:
        for opened in self._idle:
            opened.close()
        self.sync_engine.dispose()


def _engine(file: Path, size: int, *, writing: bool) -> Engine:
    engine = create_engine(
        f"sqlite:///{file}", pool_size=size, max_overflow=0, connect_args={"timeout": 0}, hide_parameters=True
    )
    prepare_sqlite(engine, writing=writing)

    @event.listens_for(engine, "connect")
    def hurry(connection: Any, _record: Any) -> None:
        # Nobody pulls the plug here, only processes are killed; waiting for the disk would be most of the time.
        connection.execute("PRAGMA synchronous=OFF")

    return engine


def in_turn(file: Path, turns: Turns, trouble: Trouble) -> Database:
    """The two doors to a SQLite file, and glances at it, for one event loop in one thread."""
    readers, writers, glances = (_InTurn(file, turns, trouble, writing=writing) for writing in (False, True, False))

    @event.listens_for(glances.sync_engine, "before_cursor_execute")
    def wait_for_turn(*_: object) -> None:
        await_only(turns.take())
        trouble.at_statement()

    return Database(cast("AsyncEngine", readers), cast("AsyncEngine", writers), cast("AsyncEngine", glances))
