"""SQLite without a thread: statements are carried out in the turn of whoever asks, so that the order is the seed's."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, Protocol, Self

from bot.simulation.turns import Turns, touch

# Nobody pulls the plug here, only processes are killed; waiting for the disk would be most of the time.
FULL, OFF = "PRAGMA synchronous=FULL", "PRAGMA synchronous=OFF"


class Trouble(Protocol):
    """May raise sqlite3.OperationalError when a transaction begins."""

    def __call__(self) -> None: ...


class _Cursor:
    """What SQLAlchemy's adapter asks of a cursor of aiosqlite."""

    def __init__(self, connection: "InTurn") -> None:
        self._connection = connection
        self._cursor = connection.opened.cursor()

    async def __aenter__(self) -> Self:
        return self

    @property
    def description(self) -> Any:
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._cursor.lastrowid

    async def execute(self, statement: str, values: Sequence[Any] = ()) -> "_Cursor":
        await self._connection.turn(statement)
        self._cursor.execute(OFF if statement == FULL else statement, values)
        return self

    async def executemany(self, statement: str, values: Sequence[Sequence[Any]]) -> "_Cursor":
        await self._connection.turn(statement)
        self._cursor.executemany(statement, values)
        return self

    async def fetchall(self) -> list[Any]:
        return self._cursor.fetchall()

    async def close(self) -> None:
        self._cursor.close()


class _AtOnce:
    """Stands where aiosqlite has the queue of its thread."""

    def put_nowait(self, work: tuple["asyncio.Future[Any]", Callable[[], Any]]) -> None:
        future, function = work
        future.set_result(function())


class InTurn:
    """What SQLAlchemy's adapter asks of a connection of aiosqlite. Rolling back and closing is what a kill does too."""

    def __init__(self, file: str, turns: Turns, trouble: Trouble) -> None:
        self.opened = sqlite3.connect(file, timeout=0)
        self._turns = turns
        self._trouble = trouble
        self._tx = _AtOnce()

    @property
    def _conn(self) -> sqlite3.Connection:
        return self.opened

    @property
    def _connection(self) -> sqlite3.Connection:
        return self.opened

    async def turn(self, statement: str) -> None:
        await self._turns.take()
        if statement.startswith("BEGIN"):
            self._trouble()

    def cursor(self) -> _Cursor:
        return _Cursor(self)

    async def create_function(self, *given: Any, **named: Any) -> None:
        self.opened.create_function(*given, **named)

    async def commit(self) -> None:
        await self._turns.take()
        self.opened.commit()
        touch()

    async def rollback(self) -> None:
        self.opened.rollback()

    async def close(self) -> None:
        self.opened.close()

    def stop(self) -> None:
        self.opened.close()


def opener(turns: Turns, trouble: Trouble) -> Callable[..., Any]:
    """How `Database.connect` opens SQLite files in a simulation."""

    async def connect(file: str, **_options: Any) -> InTurn:
        return InTurn(file, turns, trouble)

    return connect
