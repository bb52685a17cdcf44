"""The engine's contract, on both databases: nothing is lost, nothing is done twice, time is passed in."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.clock import MovableClock
from bot.database import Database, Transaction
from bot.errors import FateUnknown, GiveUp, TryLater
from bot.schedule import due_jobs
from bot.schedule.engine import Done, Engine, backoff
from bot.schedule.store import Job
from bot.schedule.tables import due_jobs as table
from tests.schedule.builders import ACME, MINUTE, OTHER, Diary, Held, an_engine, plan, planned


async def test_a_job_is_done_when_it_is_due_and_not_before(database: Database, clock: MovableClock) -> None:
    diary = Diary()
    engine = an_engine(database, clock, diary)
    await plan(database, clock, "run:1", after=MINUTE)
    await engine.drain()
    assert diary.subjects == []
    await engine.advance(clock.now() + MINUTE, clock)
    assert diary.subjects == ["run:1"]
    assert await planned(database) == []


async def test_advancing_visits_each_moment_in_its_order(database: Database, clock: MovableClock) -> None:
    seen: list[tuple[str, object]] = []

    async def note(job: Job) -> Done:
        seen.append((job.subject, clock.now()))
        return Done()

    start = clock.now()
    for number in (3, 1, 2):
        await plan(database, clock, f"run:{number}", after=number * MINUTE)
    await an_engine(database, clock, note).advance(start + 10 * MINUTE, clock)
    assert seen == [(f"run:{number}", start + number * MINUTE) for number in (1, 2, 3)]
    assert clock.now() == start + 10 * MINUTE


async def test_planning_again_keeps_the_earlier_time(database: Database, clock: MovableClock) -> None:
    await plan(database, clock, "run:1", after=2 * MINUTE)
    await plan(database, clock, "run:1", after=MINUTE)
    await plan(database, clock, "run:1", after=3 * MINUTE)
    assert [job.due_at for job in await planned(database)] == [clock.now() + MINUTE]


async def test_moving_sets_a_later_time_too(database: Database, clock: MovableClock) -> None:
    await plan(database, clock, "run:1", after=MINUTE)
    async with database.write() as tx:
        await due_jobs.move(tx, ACME, "test.do", "run:1", clock.now() + 3 * MINUTE)
    assert [job.due_at for job in await planned(database)] == [clock.now() + 3 * MINUTE]


async def test_a_cancelled_job_is_not_done(database: Database, clock: MovableClock) -> None:
    diary = Diary()
    await plan(database, clock, "run:1")
    async with database.write() as tx:
        await due_jobs.cancel(tx, ACME, "test.do", "run:1")
    await an_engine(database, clock, diary).drain()
    assert diary.jobs == []


async def test_a_job_planned_again_while_it_runs_is_done_again(database: Database, clock: MovableClock) -> None:
    runs: list[int] = []

    async def replans_itself_once(job: Job) -> Done:
        runs.append(job.revision)
        if len(runs) == 1:
            await plan(database, clock, job.subject, after=5 * MINUTE)
            await plan(database, clock, job.subject, after=MINUTE)
        return Done()

    start = clock.now()
    engine = an_engine(database, clock, replans_itself_once)
    await plan(database, clock, "run:1")
    await engine.drain()
    assert [job.due_at for job in await planned(database)] == [start + MINUTE]
    await engine.advance(start + 10 * MINUTE, clock)
    assert len(runs) == 2


async def test_what_a_job_did_is_recorded_with_its_removal(database: Database, clock: MovableClock) -> None:
    async def record(tx: Transaction) -> None:
        await due_jobs.plan(tx, ACME, "test.do", "recorded", clock.now() + MINUTE)

    diary = Diary()
    diary.answers = [Done(record)]
    await plan(database, clock, "run:1")
    await an_engine(database, clock, diary).drain()
    assert [job.subject for job in await planned(database)] == ["recorded"]


async def test_a_job_of_a_dead_worker_is_taken_over_when_its_lease_ends(
    database: Database, clock: MovableClock
) -> None:
    held = Held()
    await plan(database, clock, "run:1")
    running = asyncio.create_task(an_engine(database, clock, held, "dead").drain())
    await held.started.wait()

    diary = Diary()
    living = an_engine(database, clock, diary, "living")
    await living.drain()
    assert diary.jobs == []
    clock.move_to(clock.now() + MINUTE)
    await living.drain()
    assert [(job.attempts, job.may_have_been_sent) for job in diary.jobs] == [(2, True)]

    held.go_on.set()
    await running
    assert await planned(database) == []


async def test_a_worker_that_lost_its_lease_records_nothing(database: Database, clock: MovableClock) -> None:

    async def record(tx: Transaction) -> None:
        await due_jobs.plan(tx, ACME, "test.do", "recorded too late", clock.now() + MINUTE)

    await plan(database, clock, "run:1")
    slow, quick = Held(Done(record)), Held()
    running = asyncio.create_task(an_engine(database, clock, slow, "slow").drain())
    await slow.started.wait()
    clock.move_to(clock.now() + 2 * MINUTE)
    taken = asyncio.create_task(an_engine(database, clock, quick, "quick").drain())
    await quick.started.wait()
    slow.go_on.set()
    await running
    assert [job.subject for job in await planned(database)] == ["run:1"]
    quick.go_on.set()
    await taken
    assert await planned(database) == []


async def test_two_workers_share_the_work_and_do_nothing_twice(database: Database, clock: MovableClock) -> None:
    diary = Diary()
    async with database.write() as tx:
        for number in range(60):
            await due_jobs.plan(tx, ACME, "test.do", f"run:{number}", clock.now())
    workers = [an_engine(database, clock, diary, f"worker-{number}") for number in range(2)]
    await asyncio.gather(*(worker.drain() for worker in workers))
    assert sorted(diary.subjects) == sorted(f"run:{number}" for number in range(60))


async def test_workspaces_take_turns(database: Database, clock: MovableClock) -> None:
    diary = Diary()
    async with database.write() as tx:
        for number in range(50):
            await due_jobs.plan(tx, ACME, "test.do", f"run:{number}", clock.now() - MINUTE)
        await due_jobs.plan(tx, OTHER, "test.do", "run:1", clock.now())
    engine = an_engine(database, clock, diary)
    engine.concurrency = 4
    assert await engine._claim() == 4
    await engine.drain()
    assert OTHER in [job.workspace_id for job in diary.jobs[:4]]


async def test_try_later_waits_as_long_as_it_says(database: Database, clock: MovableClock) -> None:
    diary = Diary()
    diary.answers = [TryLater(7 * MINUTE, "ratelimited", nothing_sent=True)]
    start = clock.now()
    await plan(database, clock, "run:1")
    engine = an_engine(database, clock, diary)
    await engine.drain()
    assert [(job.due_at, job.last_error) for job in await planned(database)] == [(start + 7 * MINUTE, "ratelimited")]
    await engine.advance(start + 8 * MINUTE, clock)
    assert [job.may_have_been_sent for job in diary.jobs] == [False, False]


async def test_after_an_attempt_of_unknown_fate_the_next_one_is_told_so(
    database: Database, clock: MovableClock
) -> None:
    diary = Diary()
    diary.answers = [TryLater(reason="dropped"), TryLater(MINUTE, nothing_sent=True)]
    start = clock.now()
    await plan(database, clock, "run:1")
    await an_engine(database, clock, diary).advance(start + 10 * MINUTE, clock)
    assert [job.may_have_been_sent for job in diary.jobs] == [False, True, True]
    assert {job.first_attempt_at for job in diary.jobs} == {start}


async def test_a_job_that_gives_up_is_parked_and_what_follows_is_planned_with_it(
    database: Database, clock: MovableClock
) -> None:
    async def ask_someone(tx: Transaction, job: Job) -> bool:
        await due_jobs.plan(tx, job.workspace_id, "test.do", "ask", clock.now() + MINUTE)
        return True

    diary = Diary()
    diary.answers = [FateUnknown("nobody knows")]
    await plan(database, clock, "run:1")
    engine = an_engine(database, clock, diary, on_parked=ask_someone)
    await engine.drain()
    found = {job.subject: (job.parked, job.last_error) for job in await planned(database)}
    assert found == {"run:1": (True, "nobody knows"), "ask": (False, None)}
    await engine.advance(clock.now() + 60 * MINUTE, clock)
    assert diary.subjects == ["run:1", "ask"]


async def test_a_parked_job_taken_up_again_starts_afresh(database: Database, clock: MovableClock) -> None:
    diary = Diary()
    diary.answers = [GiveUp("no")]
    await plan(database, clock, "run:1")
    engine = an_engine(database, clock, diary)
    await engine.drain()
    async with database.write() as tx:
        assert await due_jobs.retry(tx, ACME, "test.do", "run:1", clock.now())
    await engine.drain()
    assert [(job.attempts, job.may_have_been_sent) for job in diary.jobs] == [(1, False), (1, False)]


async def test_a_job_that_fails_too_often_is_parked(database: Database, clock: MovableClock) -> None:
    diary = Diary()
    diary.answers = [ValueError("secret answer")] * 5
    await plan(database, clock, "run:1")
    engine = an_engine(database, clock, diary, attempts=3)
    await engine.advance(clock.now() + 60 * MINUTE, clock)
    assert len(diary.jobs) == 3
    assert [(job.parked, job.last_error) for job in await planned(database)] == [(True, "ValueError")]


async def test_news_plans_every_kind_that_waits_for_it(database: Database, clock: MovableClock) -> None:
    diary = Diary()
    async with database.write() as tx:
        await due_jobs.announce(tx, ACME, "test.happened", "run:1", clock.now())
    await an_engine(database, clock, diary).drain()
    assert [(job.kind, job.subject) for job in diary.jobs] == [("test.do", "run:1")]


async def test_a_kind_that_nobody_handles_stops_the_start(database: Database, clock: MovableClock) -> None:
    async with database.write() as tx:
        await due_jobs.plan(tx, ACME, "test.unheard_of", "run:1", clock.now())
    with pytest.raises(ValueError, match=r"test\.unheard_of"):
        await an_engine(database, clock, Diary()).check()


def test_news_for_a_kind_that_nobody_handles_is_refused(clock: MovableClock) -> None:
    with pytest.raises(ValueError, match=r"test\.nothing"):
        Engine(Database.connect("sqlite:///unused.sqlite"), clock, {}, "worker", news={"x": ["test.nothing"]})


async def test_stopping_lets_go_what_was_not_finished(database: Database, clock: MovableClock) -> None:
    held = Held()
    await plan(database, clock, "run:1")
    engine = an_engine(database, clock, held)
    running = asyncio.create_task(engine.run())
    await held.started.wait()
    await engine.stop(grace=timedelta())
    await running
    async with database.read() as tx:
        assert (await tx.all(select(table.c.worker)))[0].worker is None


async def test_a_running_engine_is_nudged_by_the_commit(database: Database, clock: MovableClock) -> None:
    held = Held()
    engine = an_engine(database, clock, held)
    running = asyncio.create_task(engine.run())
    await plan(database, clock, "run:1")
    await held.started.wait()
    held.go_on.set()
    await engine.stop()
    await running
    assert await planned(database) == []


def test_backing_off_doubles_and_ends_at_five_minutes() -> None:
    assert [backoff(attempt).total_seconds() for attempt in (1, 2, 3, 20)] == [2, 4, 8, 300]
