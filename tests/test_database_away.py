"""A database that is away: refused, silent, or held by another. People hear of it in time, and nothing is lost."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, event, make_url, text

from bot.clock import MovableClock
from bot.database import Database, PerhapsSaved, Transaction, Unavailable
from bot.database.engines import GRACE_SECONDS, WAIT_SECONDS
from bot.errors import TryLater
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
# A worker that never does what it should fails its test; a busy machine takes its time.
PATIENCE_SECONDS = 30.0
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


@on_postgresql
@pytest.mark.parametrize("saved", [True, False])
async def test_what_a_job_did_is_recorded_once_when_the_line_breaks_as_it_is_saved(
    line: Line, distant: Database, database: Database, clock: MovableClock, saved: bool
) -> None:
    recorded: list[str] = []

    async def act(job: Job) -> Done:
        async def record(tx: Transaction) -> None:
            await due_jobs.plan(tx, ACME, "test.later", job.subject, clock.now() + timedelta(days=1))
            recorded.append(job.subject)
            if len(recorded) == 1:
                line.loses_answers() if saved else line.breaks()

        return Done(record)

    await plan(database, clock, "run:1")
    engine = an_engine(distant, clock, act)
    working = beside(engine.run())
    await until_done(database)
    if saved:
        await unavailable(distant)
        line.comes_back()
    await engine.stop()
    await working
    assert recorded == (["run:1"] if saved else ["run:1", "run:1"])
    assert [job.kind for job in await planned(database)] == ["test.later"]


@on_postgresql
async def test_what_a_job_did_that_is_cancelled_before_it_could_be_recorded_is_recorded(
    line: Line, distant: Database, database: Database, clock: MovableClock
) -> None:
    recorded: list[str] = []
    broken = asyncio.Event()

    async def act(job: Job) -> Done:
        async def record(_tx: Transaction) -> None:
            recorded.append(job.subject)
            if len(recorded) == 2:
                line.breaks()
                broken.set()

        return Done(record)

    for subject in ("run:1", "run:2"):
        await plan(database, clock, subject)
    engine = an_engine(distant, clock, act)
    working = beside(engine.run())
    await broken.wait()
    async with database.write() as tx:
        await due_jobs.cancel(tx, ACME, "test.do", "run:2")
    await until_done(database)
    await engine.stop()
    await working
    assert sorted(recorded) == ["run:1", "run:1", "run:2", "run:2"]


@on_postgresql
async def test_a_job_that_was_perhaps_let_go_is_not_taken_up_before_that_is_settled(
    line: Line, distant: Database, database: Database, clock: MovableClock
) -> None:
    still_settling: list[bool] = []
    silent = asyncio.Event()

    def lose_answers(_connection: Connection) -> None:
        line.loses_answers()
        silent.set()

    async def act(_job: Job) -> Done:
        still_settling.append(bool(engine._settler.perhaps_free))
        if len(still_settling) == 1:
            event.listen(distant.writer_engine.sync_engine, "commit", lose_answers, once=True)
            raise TryLater(timedelta(), "at once")
        return Done()

    engine = an_engine(distant, clock, act)
    await plan(database, clock, "run:1")
    working = beside(engine.run())
    await silent.wait()
    await unavailable(distant)
    line.comes_back()
    await until_done(database)
    await engine.stop()
    await working
    assert still_settling == [False, False]


@on_postgresql
async def test_what_was_claimed_without_an_answer_is_done_before_its_lease_is_over(
    line: Line, distant: Database, database: Database, clock: MovableClock
) -> None:
    jobs: list[Job] = []
    silent = asyncio.Event()

    def lose_answers(_connection: Connection) -> None:
        line.loses_answers()
        silent.set()

    async def act(job: Job) -> Done:
        jobs.append(job)
        return Done()

    await plan(database, clock, "run:1")
    event.listen(distant.writer_engine.sync_engine, "commit", lose_answers, once=True)
    engine = an_engine(distant, clock, act)
    working = beside(engine.run())
    await silent.wait()
    await unavailable(distant)
    assert [job.running for job in await planned(database)] == [True]
    line.comes_back()
    await until_done(database)
    await engine.stop()
    await working
    assert [(job.attempts, job.may_have_been_sent) for job in jobs] == [(1, False)]


@on_postgresql
async def test_a_server_whose_line_fell_silent_in_a_transaction_ends_it_by_itself(distant: Database) -> None:
    async with distant.read() as tx:
        assert await tx.scalar(text("SHOW idle_in_transaction_session_timeout")) == "20s"


async def until_done(database: Database) -> None:
    """Until no job of that kind is left, as somebody with a line of their own sees it."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while any(job.kind == "test.do" for job in await planned(database)):
            pass


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


@on_sqlite
async def test_a_person_is_told_although_another_process_holds_the_file(
    kept_database: KeptDatabase, clock: MovableClock
) -> None:
    patient = Database.connect(kept_database.url, wait_seconds=5)

    async def writes(_command: Command) -> Reply:
        await plan(patient, clock, "run:1")
        return Nothing()

    with contextlib.closing(sqlite3.connect(make_url(kept_database.url).database or "", isolation_level=None)) as other:
        async with a_running_bot(clock, on_command(writes)[0], deadline=0.5) as bot:
            await patient.ping()
            other.execute("BEGIN IMMEDIATE")
            # The local Slack waits for three seconds, as Slack does.
            assert (await bot.ana.types("#general", "/rolecall")).acked
            assert "Nothing was saved" in last_words(bot)
            other.execute("ROLLBACK")
            assert (await bot.ana.types("#general", "/rolecall")).acked
    assert [job.subject for job in await planned(patient)] == ["run:1"]
    await patient.dispose()
