"""SQLite connections that take a statement to their thread in one trip, or in none.

SQLAlchemy has a cursor made, the statement carried out, the rows fetched and the cursor closed: four trips to the thread
that aiosqlite keeps for each connection, and three more to begin. A trip takes 0.15 ms, a small statement a tenth of that.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Self, TypeVar

import aiosqlite

T = TypeVar("T")
Row = Sequence[Any]

# Fetched in the same trip; who reads more comes again for the rest, and holds no more than a portion of it.
AT_ONCE = 100
LOCKED = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
# How often somebody who has the file locked is looked for.
LOOK_SECONDS = 0.02


class OneTripConnection(aiosqlite.Connection):
    """Begins a transaction with its first statement, and ends only what it began.

    The thread makes one trip after the other: also one that nobody waits for any more is over before the transaction is.
    """

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=AT_ONCE)
        self._thread.daemon = True  # a process that breaks off is not kept from ending
        self._begin_with: str | None = None
        self._told = False

    def begin_with_next(self, statement: str) -> None:
        """Begin a transaction by `statement`, when the first of its own statements is carried out."""
        self._begin_with, self._told = statement, False

    def cursor(self) -> "OneTripCursor":  # type: ignore[override]
        return OneTripCursor(self)

    async def commit(self) -> None:
        await self._end(self._conn.commit)

    async def rollback(self) -> None:
        await self._end(self._conn.rollback)

    async def take(self, act: Callable[[sqlite3.Connection], T]) -> T:
        """Have something done in the connection's thread."""
        self._told = self._told or self._begin_with is not None
        told: T = await self._execute(self._act, act)  # type: ignore[no-untyped-call]
        return told

    def _act(self, act: Callable[[sqlite3.Connection], T]) -> T:
        if self._begin_with is not None:
            self._conn.execute(self._begin_with).close()
            self._begin_with = None
        return act(self._conn)

    async def _end(self, end: Callable[[], None]) -> None:
        if self._told:
            await self._execute(end)  # type: ignore[no-untyped-call]
        self._begin_with, self._told = None, False


class WritingConnection(OneTripConnection):
    """Waits for its turn to write in the loop, where whoever waits can be called off, and not in the thread."""

    def __init__(self, connector: Callable[[], sqlite3.Connection], patience: float) -> None:
        super().__init__(connector)
        self._patience = patience

    async def take(self, act: Callable[[sqlite3.Connection], T]) -> T:
        loop = asyncio.get_running_loop()
        ends = loop.time() + self._patience
        while True:
            try:
                return await super().take(act)
            except sqlite3.OperationalError as error:
                waits = self._begin_with is not None and _is_locked(error)
                if not waits or loop.time() >= ends:
                    raise
            await asyncio.sleep(LOOK_SECONDS)


class GlanceConnection(OneTripConnection):
    """For statements that find a row or two by their key: they are carried out in the loop's turn, in 0.01 ms.

    What finds the file locked goes to the thread after all, and waits there.
    """

    def __init__(self, connector: Callable[[], sqlite3.Connection], patience: float) -> None:
        super().__init__(connector)
        self._patience = patience

    async def take(self, act: Callable[[sqlite3.Connection], T]) -> T:
        try:
            return act(self._conn)
        except sqlite3.OperationalError as error:
            if not _is_locked(error):
                raise
        return await super().take(partial(self._patiently, act))

    def _patiently(self, act: Callable[[sqlite3.Connection], T], connection: sqlite3.Connection) -> T:
        connection.execute(f"PRAGMA busy_timeout={int(self._patience * 1000)}")
        try:
            return act(connection)
        finally:
            connection.execute("PRAGMA busy_timeout=0")


class OneTripCursor:
    """What SQLAlchemy asks of a cursor of aiosqlite."""

    arraysize = 1

    def __init__(self, connection: OneTripConnection) -> None:
        self._connection = connection
        self._cursor: sqlite3.Cursor | None = None
        self._rows: list[Row] = []
        self._more = False

    @property
    def description(self) -> Any:
        return self._cursor.description if self._cursor is not None else None

    @property
    def rowcount(self) -> int:
        return self._cursor.rowcount if self._cursor is not None else -1

    @property
    def lastrowid(self) -> int | None:
        return self._cursor.lastrowid if self._cursor is not None else None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, parameters: Any = ()) -> None:
        await self._connection.take(partial(self._carry_out, statement, parameters))

    async def executemany(self, statement: str, parameters: Any) -> None:
        def carry_out(connection: sqlite3.Connection) -> None:
            self._cursor = connection.executemany(statement, parameters)

        await self._connection.take(carry_out)

    async def fetchone(self) -> Row | None:
        found = await self.fetchmany(1)
        return found[0] if found else None

    async def fetchmany(self, size: int | None = None) -> list[Row]:
        most = size or self.arraysize
        if self._more and len(self._rows) < most:
            await self._fetch(most - len(self._rows))
        found, self._rows = self._rows[:most], self._rows[most:]
        return found

    async def fetchall(self) -> list[Row]:
        if self._more:
            await self._fetch(None)
        found, self._rows = self._rows, []
        return found

    async def close(self) -> None:
        if self._more and self._cursor is not None:
            self._more = False
            cursor = self._cursor
            await self._connection.take(lambda _: cursor.close())

    def _carry_out(self, statement: str, parameters: Any, connection: sqlite3.Connection) -> None:
        self._cursor = connection.execute(statement, parameters)
        if self._cursor.description is not None:
            self._rows = self._cursor.fetchmany(AT_ONCE)
            self._more = len(self._rows) == AT_ONCE
        if not self._more:
            self._cursor.close()

    async def _fetch(self, most: int | None) -> None:
        cursor = self._cursor
        assert cursor is not None
        rows = await self._connection.take(lambda _: cursor.fetchall() if most is None else cursor.fetchmany(most))
        self._more = most is not None and len(rows) == most
        self._rows += rows


def _is_locked(error: sqlite3.OperationalError) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in LOCKED


def connect(database: str, **settings: Any) -> OneTripConnection:
    """Like `aiosqlite.connect`."""
    return OneTripConnection(partial(sqlite3.connect, database, **settings))


def connect_to_write(database: str, *, timeout: float, **settings: Any) -> WritingConnection:
    """Like `aiosqlite.connect`. `timeout`: the seconds that the loop waits for a lock."""
    return WritingConnection(partial(sqlite3.connect, database, timeout=timeout, **settings), timeout)


def connect_to_glance(database: str, *, timeout: float, **settings: Any) -> GlanceConnection:
    """Like `aiosqlite.connect`. `timeout`: the seconds that a thread waits for a lock; the loop waits for none."""
    # The loop and the thread take turns: SQLAlchemy gives a connection to one task at a time.
    settings["check_same_thread"] = False
    return GlanceConnection(partial(sqlite3.connect, database, timeout=0, **settings), timeout)
