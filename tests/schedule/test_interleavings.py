"""Two at the same row of the due jobs, in each order: nothing is lost and nothing is done twice.

On PostgreSQL, where two transactions are open at a time; on SQLite one waits for the other's end.
"""

import asyncio
from datetime import datetime

import pytest

from bot.clock import MovableClock
from bot.database import Database
from bot.schedule import due_jobs, store
from tests.databases import KeptDatabase
from tests.gates import beside, gate_before
from tests.schedule.builders import ACME, MINUTE, Diary, an_engine, plan, planned

pytestmark = pytest.mark.parametrize("kept_database", ["postgresql"], indirect=True)
TURN = (ACME, "test.do")


async def test_what_is_planned_while_a_job_is_being_removed_is_done_again(
    database: Database, clock: MovableClock, kept_database: KeptDatabase
) -> None:
    diary = Diary()
    engine = an_engine(database, clock, diary)
    await plan(database, clock, "run:1")
    (job,) = await claimed(database, clock, engine.worker)
    async with gate_before(database, "COMMIT") as gate:
        removing = beside(removed(database, job, engine.worker))
        await gate.reached.wait()
        planning = beside(plan(database, clock, "run:1"))
        await gate.met_by(planning, kept_database.url)
        gate.open()
        await asyncio.gather(removing, planning)
    assert removing.result() == {job.id}
    await engine.drain()
    assert diary.subjects == ["run:1"]


async def test_a_job_that_is_removed_while_it_is_being_planned_is_done_again(
    database: Database, clock: MovableClock, kept_database: KeptDatabase
) -> None:
    diary = Diary()
    engine = an_engine(database, clock, diary)
    await plan(database, clock, "run:1")
    (job,) = await claimed(database, clock, engine.worker)
    async with gate_before(database, "COMMIT") as gate:
        planning = beside(plan(database, clock, "run:1"))
        await gate.reached.wait()
        removing = beside(removed(database, job, engine.worker))
        await gate.met_by(removing, kept_database.url)
        gate.open()
        await asyncio.gather(removing, planning)
    assert removing.result() == set()
    async with database.write() as tx:
        assert await store.finish(tx, job, engine.worker, clock.now())
    await engine.drain()
    assert diary.subjects == ["run:1"]


async def test_two_workers_that_claim_at_once_get_different_jobs(
    database: Database, clock: MovableClock, kept_database: KeptDatabase
) -> None:
    for number in range(4):
        await plan(database, clock, f"run:{number}")
    async with gate_before(database, "COMMIT") as gate:
        first = beside(claimed(database, clock, "one", most=2))
        await gate.reached.wait()
        second = beside(claimed(database, clock, "other", most=4))
        await gate.met_by(second, kept_database.url)
        assert {job.subject for job in await second} == {"run:2", "run:3"}
        gate.open()
        assert {job.subject for job in await first} == {"run:0", "run:1"}


async def test_a_worker_whose_lease_ends_as_it_settles_is_not_overtaken(
    database: Database, clock: MovableClock, kept_database: KeptDatabase
) -> None:
    await plan(database, clock, "run:1")
    (job,) = await claimed(database, clock, "slow")
    clock.move_to(clock.now() + 2 * MINUTE)
    async with gate_before(database, "COMMIT") as gate:
        removing = beside(removed(database, job, "slow"))
        await gate.reached.wait()
        taking_over = beside(claimed(database, clock, "quick"))
        await gate.met_by(taking_over, kept_database.url)
        gate.open()
        assert await removing == {job.id}
    assert await taking_over == []
    assert await planned(database) == []


async def test_two_who_plan_the_same_thousands_of_jobs_wait_for_one_another_and_not_in_a_circle(
    database: Database, clock: MovableClock, kept_database: KeptDatabase
) -> None:
    due = {f"run:{number:04}": clock.now() for number in range(2 * due_jobs.MOST_PLANNED)}

    async def plan_all(those: dict[str, datetime]) -> None:
        async with database.write() as tx:
            await due_jobs.plan_all(tx, ACME, "test.do", those)

    await plan_all(due)
    async with gate_before(database, "INSERT", nth=2) as gate:
        first = beside(plan_all(due))
        await gate.reached.wait()
        second = beside(plan_all(dict(reversed(due.items()))))
        await gate.met_by(second, kept_database.url)
        gate.open()
        await asyncio.gather(first, second)
    async with database.read() as tx:
        assert (await due_jobs.load(tx, clock.now())).due == len(due)


async def claimed(database: Database, clock: MovableClock, worker: str, most: int = 1) -> list[store.Job]:
    async with database.write() as tx:
        return await store.claim(tx, worker, clock.now(), TURN, most, MINUTE)


async def removed(database: Database, job: store.Job, worker: str) -> set[int]:
    async with database.write() as tx:
        return await store.finish_all(tx, [job], worker)
