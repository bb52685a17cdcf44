"""SQLite in one trip to its thread, or in none."""

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Select, column, select, table, text
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.database import Database, Unavailable
from bot.database.engines import WAIT_SECONDS
from bot.database.one_trip import AT_ONCE, connect_to_glance

HASTY = 0.05
NUMBERS: Select[Any] = select(column("number")).select_from(table("numbers")).order_by(column("number"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Somewhat more numbers than come in one trip."""
    path = tmp_path / "numbers.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE numbers (number INTEGER)")
        connection.executemany("INSERT INTO numbers VALUES (?)", [(number,) for number in range(AT_ONCE * 5 // 2)])
    connection.close()
    return path


async def test_rows_that_take_more_than_one_trip_come_whole_and_in_order(file: Path) -> None:
    database = Database.connect(f"sqlite:///{file}")
    wanted = list(range(AT_ONCE * 5 // 2))
    async with database.read() as tx:
        assert [row.number for row in await tx.all(NUMBERS)] == wanted
        portions = [[row.number for row in some] async for some in tx.portions(NUMBERS, 60)]
        assert [len(some) for some in portions] == [60, 60, 60, 60, 10]
        assert [number for some in portions for number in some] == wanted
        async for some in tx.portions(NUMBERS, 60):
            assert [row.number for row in some] == wanted[:60]
            break  # what is not read any more is in nobody's way
    await database.dispose()


async def test_what_could_not_begin_writes_nothing_outside_a_transaction(file: Path) -> None:
    database = Database.connect(f"sqlite:///{file}", wait_seconds=HASTY)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(KeyError):
        async with database.write() as tx:
            with pytest.raises(OperationalError, match="locked"):
                await tx.execute(text("INSERT INTO numbers VALUES (-1)"))
            other.execute("ROLLBACK")
            await tx.execute(text("INSERT INTO numbers VALUES (-2)"))
            raise KeyError
    assert other.execute("SELECT min(number) FROM numbers").fetchone() == (0,)
    other.close()
    await database.dispose()


async def test_a_glance_sees_what_was_committed_and_cannot_write(file: Path) -> None:
    database = Database.connect(f"sqlite:///{file}")
    least = text("SELECT min(number) FROM numbers")
    assert await database.glance().scalar(least) == 0
    async with database.write() as tx:
        await tx.execute(text("INSERT INTO numbers VALUES (-1)"))
    assert await database.glance().scalar(least) == -1
    with pytest.raises((DBAPIError, Unavailable)):
        await database.glance().execute(text("INSERT INTO numbers VALUES (-2)"))
    await database.dispose()


async def test_a_glance_at_a_locked_file_waits_beside_the_loop(file: Path) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("PRAGMA journal_mode=DELETE")  # where a writer keeps readers out
    connection = connect_to_glance(str(file), timeout=WAIT_SECONDS)
    await connection
    other.execute("BEGIN EXCLUSIVE")
    cursor = connection.cursor()
    glance = asyncio.create_task(cursor.execute("SELECT count(*) FROM numbers"))
    await asyncio.sleep(0)
    assert not glance.done()
    other.execute("ROLLBACK")
    await glance
    assert await cursor.fetchall() == [(AT_ONCE * 5 // 2,)]
    await connection.close()
    other.close()
