"""Several jobs at once: prepared together, written down together, and still each on its own."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial

import pytest

from bot.clock import MovableClock
from bot.database import Database, Transaction, Unavailable
from bot.errors import GiveUp, TryLater
from bot.ids import WorkspaceId
from bot.schedule import due_jobs
from bot.schedule.engine import Done, Engine, JobKind, Together
from bot.schedule.jobs import Act
from bot.schedule.store import Job
from bot.schedule.tables import due_jobs as table
from tests.schedule.builders import ACME, MINUTE, OTHER, Diary, Held, an_engine, plan, planned


class Letters:
    """Prepares letters a pile at a time; what is asked of one letter may go wrong on the way."""

    def __init__(self) -> None:
        self.piles: list[list[str]] = []
        self.written_down: list[tuple[WorkspaceId, list[str]]] = []
        self.unreadable: set[str] = set()
        self.cannot_be_noted: set[str] = set()
        self.tries: list[str] = []
        self.answers: dict[str, Exception] = {}

    async def prepare(self, jobs: Sequence[Job]) -> Mapping[int, Act]:
        self.piles.append([job.subject for job in jobs])
        if self.unreadable & {job.subject for job in jobs}:
            raise LookupError("a letter nobody can read")
        return {job.id: partial(self.send, job) for job in jobs}

    async def send(self, job: Job) -> Done:
        self.tries.append(job.subject)
        if (error := self.answers.pop(job.subject, None)) is not None:
            raise error
        return Done(together=Together(self.note, job.subject))

    async def note(self, tx: Transaction, workspace_id: WorkspaceId, items: Sequence[str]) -> None:
        if self.cannot_be_noted & set(items):
            await tx.execute(table.delete())
            raise LookupError("nowhere to note it")
        self.written_down.append((workspace_id, list(items)))

    def engine(self, database: Database, clock: MovableClock, worker: str = "worker") -> Engine:
        return Engine(database, clock, {"test.do": JobKind(prepare=self.prepare, attempts=3)}, worker)


async def plan_all(database: Database, clock: MovableClock, count: int, workspace_id: WorkspaceId = ACME) -> None:
    async with database.write() as tx:
        for number in range(count):
            await due_jobs.plan(tx, workspace_id, "test.do", f"run:{number}", clock.now())


async def test_jobs_of_one_kind_and_workspace_are_prepared_and_written_down_together(
    database: Database, clock: MovableClock
) -> None:
    letters = Letters()
    await plan_all(database, clock, 3)
    await plan_all(database, clock, 2, OTHER)
    await letters.engine(database, clock).drain()
    assert letters.piles == [["run:0", "run:1", "run:2"], ["run:0", "run:1"]]
    assert {workspace_id for workspace_id, _ in letters.written_down} == {ACME, OTHER}
    assert sum(len(items) for _, items in letters.written_down) == 5
    assert await planned(database) == []


async def test_one_that_cannot_be_prepared_leaves_the_others_alone(database: Database, clock: MovableClock) -> None:
    letters = Letters()
    letters.unreadable = {"run:1"}
    await plan_all(database, clock, 3)
    await letters.engine(database, clock).drain()
    assert letters.tries == ["run:0", "run:2"]
    assert [(job.subject, job.last_error) for job in await planned(database)] == [("run:1", "LookupError")]


async def test_what_could_not_be_prepared_because_the_database_was_away_was_not_begun(
    database: Database, clock: MovableClock
) -> None:
    seen: list[tuple[int, bool]] = []
    began = clock.now()

    async def prepare(jobs: Sequence[Job]) -> Mapping[int, Act]:
        seen.extend((job.attempts, job.may_have_been_sent) for job in jobs)
        if clock.now() == began:
            raise Unavailable("away")
        return {job.id: partial(Diary(), job) for job in jobs}

    await plan_all(database, clock, 2)
    engine = Engine(database, clock, {"test.do": JobKind(prepare=prepare)}, "worker")
    await engine.drain()
    await engine.advance(clock.now() + MINUTE, clock)
    assert seen == [(1, False)] * 2 + [(2, False)] * 2
    assert await planned(database) == []


async def test_one_that_cannot_be_written_down_leaves_the_others_alone_and_is_tried_again(
    database: Database, clock: MovableClock
) -> None:
    letters = Letters()
    letters.cannot_be_noted = {"run:1"}
    await plan_all(database, clock, 3)
    engine = letters.engine(database, clock)
    await engine.drain()
    assert sorted(one for _, items in letters.written_down for one in items) == ["run:0", "run:2"]
    (left,) = await planned(database)
    assert (left.subject, left.attempts, left.running) == ("run:1", 1, False)
    await engine.advance(clock.now() + 60 * MINUTE, clock)
    assert letters.tries.count("run:1") == 3
    assert [job.parked for job in await planned(database)] == [True]


async def test_each_of_a_group_ends_in_its_own_way(database: Database, clock: MovableClock) -> None:
    letters = Letters()
    letters.answers = {"run:0": GiveUp("no"), "run:1": TryLater(MINUTE, "soon")}
    await plan_all(database, clock, 3)
    await letters.engine(database, clock).drain()
    assert letters.written_down == [(ACME, ["run:2"])]
    found = {job.subject: (job.parked, job.last_error) for job in await planned(database)}
    assert found == {"run:0": (True, "no"), "run:1": (False, "soon")}


async def test_one_of_a_group_that_was_planned_anew_stays_due(database: Database, clock: MovableClock) -> None:
    letters = Letters()

    async def prepare(jobs: Sequence[Job]) -> Mapping[int, Act]:
        if not letters.piles:
            await plan(database, clock, "run:1", after=MINUTE)
        return await letters.prepare(jobs)

    await plan_all(database, clock, 3)
    engine = Engine(database, clock, {"test.do": JobKind(prepare=prepare)}, "worker")
    await engine.drain()
    assert sorted(one for _, items in letters.written_down for one in items) == ["run:0", "run:1", "run:2"]
    assert [(job.subject, job.due_at) for job in await planned(database)] == [("run:1", clock.now() + MINUTE)]


async def test_a_kind_that_is_held_back_is_not_tried_again_and_again(database: Database, clock: MovableClock) -> None:
    letters = Letters()
    later = TryLater(MINUTE, "ratelimited", nothing_sent=True, holds_back=True)
    letters.answers = {f"run:{number}": later for number in range(200)}
    await plan_all(database, clock, 200)
    diary = Diary()
    async with database.write() as tx:
        await due_jobs.plan(tx, ACME, "test.other", "run:1", clock.now())
        await due_jobs.plan(tx, OTHER, "test.do", "elsewhere", clock.now())
    kinds = {"test.do": JobKind(prepare=letters.prepare), "test.other": JobKind(diary)}
    engine = Engine(database, clock, kinds, "worker")
    await engine.drain()
    assert len(letters.tries) <= 41
    assert "elsewhere" in letters.tries
    assert diary.subjects == ["run:1"]
    waiting = await planned(database)
    assert {job.attempts for job in waiting} == {0}
    assert not any(job.running for job in waiting)

    letters.answers.clear()
    await engine.advance(clock.now() + 2 * MINUTE, clock)
    assert await planned(database) == []


async def test_what_was_claimed_and_not_begun_is_let_go_as_if_it_had_not_been_claimed(
    database: Database, clock: MovableClock
) -> None:
    held = Held()
    await plan_all(database, clock, 3)
    engine = an_engine(database, clock, held)
    engine.concurrency = 1
    assert await engine._claim() + await engine._claim() == 3
    await held.started.wait()
    await engine.stop(grace=MINUTE * 0)
    assert sorted(job.attempts for job in await planned(database)) == [0, 0, 1]
    diary = Diary()
    await an_engine(database, clock, diary, "another").drain()
    assert sorted(job.may_have_been_sent for job in diary.jobs) == [False, False, True]


async def test_a_worker_does_not_take_up_again_what_it_is_still_at(database: Database, clock: MovableClock) -> None:
    held = Held()
    await plan(database, clock, "run:1")
    engine = an_engine(database, clock, held)
    assert await engine._claim() == 1
    await held.started.wait()
    clock.move_to(clock.now() + 2 * MINUTE)
    assert await engine._claim(look=True) == 0
    held.go_on.set()
    await engine.drain()
    assert await planned(database) == []


class Slowly(Database):
    """What is written when it is `slow` is there for everybody before whoever wrote it hears of that."""

    def __init__(self, database: Database) -> None:
        super().__init__(*database.engines)
        self.saved, self.tell = asyncio.Event(), asyncio.Event()
        self.slow = False

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Transaction]:
        async with super().write() as tx:
            yield tx
        if self.slow:
            self.slow = False
            self.saved.set()
            await self.tell.wait()


async def test_a_job_that_is_taken_up_again_as_it_is_let_go_is_still_held(
    database: Database, clock: MovableClock
) -> None:
    slowly, again = Slowly(database), Held()

    async def act(job: Job) -> Done:
        if job.attempts > 1:
            return await again(job)
        slowly.slow = True
        raise TryLater(MINUTE * 0, "at once")

    await plan(database, clock, "run:1")
    engine = an_engine(slowly, clock, act)
    await engine._claim()
    await slowly.saved.wait()
    assert await engine._claim(look=True) == 1
    slowly.tell.set()
    await engine._settler.finished()
    await again.started.wait()
    clock.move_to(clock.now() + 2 * MINUTE)
    assert await engine._claim(look=True) == 0
    again.go_on.set()
    await engine.drain()
    assert await planned(database) == []


async def test_a_worker_that_comes_after_another_has_finished_records_nothing(
    database: Database, clock: MovableClock
) -> None:
    recorded: list[str] = []

    async def record(_tx: Transaction) -> None:
        recorded.append("slow")

    slow = Held(Done(record))
    await plan(database, clock, "run:1")
    running = asyncio.create_task(an_engine(database, clock, slow, "slow").drain())
    await slow.started.wait()
    clock.move_to(clock.now() + 2 * MINUTE)
    await an_engine(database, clock, Diary(), "quick").drain()
    assert await planned(database) == []
    slow.go_on.set()
    await running
    assert recorded == []


async def test_what_a_job_did_that_was_cancelled_meanwhile_is_recorded(database: Database, clock: MovableClock) -> None:
    recorded: list[str] = []

    async def record(_tx: Transaction) -> None:
        recorded.append("done")

    async def is_cancelled(job: Job) -> Done:
        async with database.write() as tx:
            await due_jobs.cancel(tx, ACME, job.kind, job.subject)
        return Done(record)

    await plan(database, clock, "run:1")
    await an_engine(database, clock, is_cancelled).drain()
    assert recorded == ["done"]


async def test_small_workspaces_do_not_wait_for_a_large_one(database: Database, clock: MovableClock) -> None:
    small = [WorkspaceId(f"T0SMALL{number}") for number in range(19)]
    async with database.write() as tx:
        await tx.execute(table.insert(), list(rows(WorkspaceId("T0LARGE"), 1_500, clock)))
        await tx.execute(table.insert(), [row for one in small for row in rows(one, 5, clock)])
    diary = Diary()
    engine = an_engine(database, clock, diary)
    while len({job.workspace_id for job in diary.jobs}) < 20 or any(engine._running):
        await engine._claim()
        await engine._settler.finished()
        await asyncio.sleep(0)
    places = [place for place, job in enumerate(diary.jobs) if job.workspace_id in small]
    assert len(places) == 19 * 5
    # While each of them was served once, so was the large one: a turn, not 1,500 jobs.
    assert max(places) < 19 * 5 + 3 * 20


def rows(workspace_id: WorkspaceId, count: int, clock: MovableClock) -> list[dict[str, object]]:
    return [
        {"workspace_id": workspace_id, "kind": "test.do", "subject": f"run:{number}", "due_at": clock.now()}
        for number in range(count)
    ]


def test_a_kind_needs_one_way_to_be_done() -> None:
    with pytest.raises(ValueError, match="a handler, or a way to prepare"):
        JobKind()
