"""A database that is away: refused, silent, or held by another. People hear of it in time, and nothing is lost."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import make_url, text

from bot.clock import MovableClock
from bot.database import Database, PerhapsSaved, Unavailable
from bot.database.engines import GRACE_SECONDS, WAIT_SECONDS
from bot.ids import WorkspaceId
from bot.schedule import due_jobs
from bot.schedule.engine import Done
from bot.schedule.store import Job
from bot.slack.listeners import DEADLINE_SECONDS
from bot.slack.payloads import Command
from bot.slack.replies import Nothing, Reply
from tests.databases import KeptDatabase
from tests.gates import beside
from tests.lines import Line, a_line_to
from tests.playground_fixtures import a_running_bot
from tests.schedule.builders import an_engine, plan, planned
from tests.slack.scenario import last_words, on_command

ACME = WorkspaceId("T0ACME")
SHORT = 0.3
on_postgresql = pytest.mark.parametrize("kept_database", ["postgresql"], indirect=True)
on_sqlite = pytest.mark.parametrize("kept_database", ["sqlite"], indirect=True)


@pytest.fixture
async def line(kept_database: KeptDatabase) -> AsyncIterator[Line]:
    async with a_line_to(kept_database.url) as line:
        yield line


@pytest.fixture
async def distant(line: Line) -> AsyncIterator[Database]:
    """The database by the line, for somebody who does not wait long."""
    database = Database.connect(line.url, wait_seconds=SHORT)
    await serves(database)
    yield database
    line.comes_back()
    await database.dispose()


def test_whoever_waits_for_the_database_hears_of_it_before_slack_gives_up() -> None:
    assert WAIT_SECONDS + GRACE_SECONDS < DEADLINE_SECONDS


@on_postgresql
async def test_a_database_that_says_nothing_is_unavailable_and_serves_again_when_it_speaks(
    line: Line, distant: Database
) -> None:
    line.goes_dead()
    for door in (distant.read, distant.write):
        with pytest.raises(Unavailable):
            async with door() as tx:
                await tx.execute(text("SELECT 1"))
    line.comes_back()
    await serves(distant)


@on_postgresql
async def test_a_database_that_says_nothing_to_a_newcomer_is_unavailable(line: Line) -> None:
    line.goes_dead()
    newcomer = Database.connect(line.url, wait_seconds=SHORT)
    with pytest.raises(Unavailable):
        await newcomer.ping()
    await newcomer.dispose()


@on_postgresql
async def test_a_database_that_goes_silent_after_the_last_answer_holds_nobody(line: Line, distant: Database) -> None:
    with pytest.raises(Unavailable):
        async with distant.read() as tx:
            await tx.execute(text("SELECT 1"))
            line.goes_dead()  # the connection cannot be given back in order
    line.comes_back()
    await serves(distant)


@on_postgresql
async def test_a_database_that_goes_silent_while_it_saves_may_have_saved(
    line: Line, distant: Database, clock: MovableClock
) -> None:
    with pytest.raises(PerhapsSaved):
        async with distant.write() as tx:
            await due_jobs.plan(tx, ACME, "test.do", "run:1", clock.now())
            line.goes_dead()


@on_postgresql
async def test_a_person_is_told_although_the_database_is_silent(line: Line, clock: MovableClock) -> None:
    patient = Database.connect(line.url, wait_seconds=60)

    async def reads(_command: Command) -> Reply:
        await patient.ping()
        line.goes_dead()
        await patient.ping()
        return Nothing()

    async with a_running_bot(clock, on_command(reads)[0], deadline=0.5) as bot:
        # The local Slack waits for three seconds, as Slack does.
        assert (await bot.ana.types("#general", "/rolecall")).acked
        assert "Nothing was saved" in last_words(bot)
    line.comes_back()
    await patient.dispose()


@on_postgresql
@pytest.mark.parametrize("when", ["idle", "at work"])
async def test_a_worker_whose_database_falls_silent_comes_back_and_loses_nothing(
    line: Line, distant: Database, database: Database, clock: MovableClock, when: str
) -> None:
    begun, go_on, last = asyncio.Event(), asyncio.Event(), asyncio.Event()
    done: list[str] = []

    async def act(job: Job) -> Done:
        begun.set()
        await go_on.wait()
        done.append(job.subject)
        if job.subject == "run:2":
            last.set()
        return Done()

    engine = an_engine(distant, clock, act)
    if when == "at work":
        await plan(database, clock, "run:1")
    running = asyncio.create_task(engine.run())
    if when == "at work":
        await begun.wait()
    line.goes_dead()
    go_on.set()
    await plan(database, clock, "run:2")
    await unavailable(distant)
    line.comes_back()
    await last.wait()
    await engine.stop()
    await running
    assert done == (["run:1", "run:2"] if when == "at work" else ["run:2"])
    assert await planned(database) == []


async def serves(database: Database) -> None:
    """Both doors have a connection; on a busy machine not at the first try."""
    for door in (database.read, database.write):
        for tries_left in reversed(range(20)):
            try:
                async with door() as tx:
                    await tx.execute(text("SELECT 1"))
                break
            except Unavailable:
                if not tries_left:
                    raise


async def unavailable(database: Database) -> None:
    async def ask() -> None:
        with pytest.raises(Unavailable):
            await database.ping()

    await beside(ask())


@on_sqlite
async def test_a_file_that_another_process_holds_is_unavailable_and_serves_again(
    kept_database: KeptDatabase, clock: MovableClock
) -> None:
    hasty = Database.connect(kept_database.url, wait_seconds=SHORT)
    await hasty.ping()
    other = sqlite3.connect(make_url(kept_database.url).database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable):
        await plan(hasty, clock, "run:1")
    await hasty.ping()  # whoever only reads is not disturbed
    other.execute("ROLLBACK")
    other.close()
    await plan(hasty, clock, "run:1")
    assert [job.subject for job in await planned(hasty)] == ["run:1"]
    await hasty.dispose()
