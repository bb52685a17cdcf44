"""The two doors to the database, on both databases."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Connection, event, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.util import await_only

from bot.database import Database, Unavailable
from bot.database.commits import counting_commits
from bot.database.engines import WAIT_SECONDS, async_url
from bot.ids import WorkspaceId
from bot.schedule import due_jobs
from bot.schedule.tables import due_jobs as table

ACME = WorkspaceId("T0ACME")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


async def test_what_was_written_can_be_read_with_its_instant_in_utc(database: Database) -> None:
    in_tokyo = NOON.astimezone(timezone(timedelta(hours=9)))
    async with database.write() as tx:
        await due_jobs.plan(tx, ACME, "kind", "run:1", in_tokyo)
    async with database.read() as tx:
        due_at = await tx.scalar(select(table.c.due_at))
    assert due_at == NOON
    assert due_at.tzinfo is UTC


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="without a zone"):
        async with database.write() as tx:
            await due_jobs.plan(tx, ACME, "kind", "run:1", NOON.replace(tzinfo=None))


async def test_the_reading_door_does_not_write(database: Database) -> None:
    with pytest.raises((DBAPIError, Unavailable)):
        async with database.read() as tx:
            await due_jobs.plan(tx, ACME, "kind", "run:1", NOON)
    async with database.read() as tx:
        assert await tx.one_or_none(select(table.c.id)) is None


async def test_a_transaction_within_a_transaction_is_refused(database: Database) -> None:
    async with database.read():
        with pytest.raises(RuntimeError, match="already open"):
            async with database.write():
                pass
        with pytest.raises(RuntimeError, match="glance"):
            await database.glance().scalar(select(1))


async def test_a_glance_does_not_write(database: Database) -> None:
    with pytest.raises((DBAPIError, Unavailable)):
        await due_jobs.plan(database.glance(), ACME, "kind", "run:1", NOON)
    assert await database.glance().scalar(select(func.count()).select_from(table)) == 0


async def test_an_error_rolls_everything_back(database: Database) -> None:
    with pytest.raises(KeyError):
        async with database.write() as tx:
            await due_jobs.plan(tx, ACME, "kind", "run:1", NOON)
            raise KeyError
    async with database.read() as tx:
        assert await tx.one_or_none(select(table.c.id)) is None


async def test_a_commit_that_planned_a_job_nudges_and_one_that_did_not_does_not(database: Database) -> None:
    nudges: list[str] = []
    database.when_jobs_are_planned(lambda: nudges.append("now"))
    async with database.write() as tx:
        await tx.execute(text("SELECT 1"))
    assert nudges == []
    async with database.write() as tx:
        await due_jobs.plan(tx, ACME, "kind", "run:1", NOON)
        assert nudges == []
    assert nudges == ["now"]


async def test_a_database_that_is_not_there_is_unavailable() -> None:
    nowhere = Database.connect("postgresql://nobody@127.0.0.1:1/nothing")
    with pytest.raises(Unavailable):
        async with nowhere.read():
            pass
    await nowhere.dispose()


def test_addresses_get_the_driver_that_rolecall_uses() -> None:
    assert async_url("postgres://u:p@h/d").drivername == "postgresql+psycopg"
    assert async_url("sqlite:///x.sqlite").drivername == "sqlite+aiosqlite"


@pytest.mark.parametrize("url", ["mysql://h/d", "sqlite://"])
def test_an_address_that_cannot_work_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(ValueError, match="ROLECALL_DATABASE_URL"):
        async_url(url)


@pytest.mark.parametrize("door", ["reader_engine", "writer_engine"])
def test_a_process_takes_a_bounded_number_of_connections_and_does_not_wait_for_ever(door: str) -> None:
    pool = getattr(Database.connect("postgresql://h/d"), door).pool
    assert pool.size() + pool._max_overflow == 10
    assert pool.timeout() == WAIT_SECONDS


async def test_a_commit_under_way_is_not_broken_off(database: Database) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    def hold(_connection: Connection) -> None:
        begun.set()
        await_only(go_on.wait())

    async def write() -> None:
        async with database.write() as tx:
            await due_jobs.plan(tx, ACME, "test.do", "run:1", NOON)

    event.listen(database.writer_engine.sync_engine, "commit", hold)
    with counting_commits() as commits:
        writing = asyncio.create_task(write())
        await begun.wait()
        writing.cancel()
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await writing
    event.remove(database.writer_engine.sync_engine, "commit", hold)
    assert commits.number == 1
    async with database.read() as tx:
        assert [job.subject for job in await due_jobs.list_jobs(tx)] == ["run:1"]
