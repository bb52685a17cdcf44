"""Handlers that remember or wait, and an engine around them."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.clock import MovableClock
from bot.database import Database, Transaction
from bot.ids import WorkspaceId
from bot.schedule import due_jobs
from bot.schedule.engine import Done, Engine, JobHandler, JobKind
from bot.schedule.store import Job

ACME, OTHER = WorkspaceId("T0ACME"), WorkspaceId("T0OTHER")
MINUTE = timedelta(minutes=1)


class Diary:
    """A handler that remembers what it was asked to do, and may be told what to answer."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []
        self.answers: list[Exception | Done] = []

    async def __call__(self, job: Job) -> Done:
        self.jobs.append(job)
        answer = self.answers.pop(0) if self.answers else Done()
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def subjects(self) -> list[str]:
        return [job.subject for job in self.jobs]


class Held:
    """A handler that holds its job until it is told to go on."""

    def __init__(self, answer: Done | None = None) -> None:
        self.started = asyncio.Event()
        self.go_on = asyncio.Event()
        self.answer = answer or Done()

    async def __call__(self, _job: Job) -> Done:
        self.started.set()
        await self.go_on.wait()
        return self.answer


def an_engine(
    database: Database,
    clock: MovableClock,
    handler: JobHandler,
    worker: str = "worker-1",
    *,
    attempts: int = 12,
    on_parked: Callable[[Transaction, Job], Awaitable[bool]] | None = None,
) -> Engine:
    kinds = {"test.do": JobKind(handler, lease=MINUTE, attempts=attempts, on_parked=on_parked)}
    return Engine(database, clock, kinds, worker, news={"test.happened": ["test.do"]})


async def plan(database: Database, clock: MovableClock, subject: str, after: timedelta = timedelta()) -> None:
    async with database.write() as tx:
        await due_jobs.plan(tx, ACME, "test.do", subject, clock.now() + after)


async def planned(database: Database) -> list[due_jobs.PlannedJob]:
    async with database.read() as tx:
        return list(await due_jobs.list_jobs(tx))
