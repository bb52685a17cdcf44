"""The worker: claims what is due, has it done with no transaction open, and records it."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.clock import AdjustableClock, Clock
from bot.database import Database, Transaction, Unavailable
from bot.errors import GiveUp, TryLater
from bot.observer import UNOBSERVED, Observer
from bot.schedule import due_jobs, store
from bot.schedule.store import DEFAULT_LEASE, Job

log = structlog.get_logger(__name__)

POLL_SECONDS = 0.25
LONGEST_BACKOFF = timedelta(minutes=5)
# How long a worker that did its work tries to write that down while the database is away.
SETTLE_TRIES, SETTLE_PAUSE_SECONDS = 120, 0.5


@dataclass(frozen=True)
class Done:
    """A job is done; `record` writes down what it did, in the transaction that removes the job."""

    record: Callable[[Transaction], Awaitable[None]] | None = None


JobHandler = Callable[[Job], Awaitable[Done]]
Outcome = Callable[[Transaction], Awaitable[None]]


@dataclass(frozen=True)
class JobKind:
    """How jobs of a kind are done: by whom, how long they may take, how often they may fail.

    `on_parked` writes what follows when a job is set aside (asking a person, say), in the same transaction.
    """

    handler: JobHandler
    lease: timedelta = DEFAULT_LEASE
    attempts: int = 12
    on_parked: Callable[[Transaction, Job], Awaitable[None]] | None = None


@dataclass
class Engine:
    """One worker of one process.

    `kinds` holds every job kind; `news` says which kinds a piece of news plans for its subject.
    """

    database: Database
    clock: Clock
    kinds: Mapping[str, JobKind]
    worker: str
    news: Mapping[str, Sequence[str]] = field(default_factory=dict)
    concurrency: int = 20
    observer: Observer = UNOBSERVED

    def __post_init__(self) -> None:
        if unknown := {kind for planned in self.news.values() for kind in planned} - self.kinds.keys():
            raise ValueError(f"news plans job kinds that nobody handles: {', '.join(sorted(unknown))}")
        self._running: dict[asyncio.Task[None], Job] = {}
        self._nudged = asyncio.Event()
        self._stopping = False
        self._leases = {kind: held.lease for kind, held in self.kinds.items()}
        self.database.when_jobs_are_planned(self.nudge)

    def nudge(self) -> None:
        """Look for work now rather than at the next poll."""
        self._nudged.set()

    async def check(self) -> None:
        """Refuse to start while the table holds a job that nobody here can do; raises ValueError."""
        async with self.database.read() as tx:
            planned = await store.kinds(tx)
        known = self.kinds.keys() | {due_jobs.NEWS_PREFIX + news for news in self.news}
        if unknown := planned - known:
            raise ValueError(f"due jobs of a kind that nobody handles: {', '.join(sorted(unknown))}")

    async def run(self) -> None:
        """Work until `stop`: claim when something is due, else wait for a nudge or the next poll."""
        while not self._stopping:
            self._nudged.clear()
            try:
                claimed = await self._claim()
            except Unavailable:
                log.warning("database_away", worker=self.worker)
                claimed = 0
            if not claimed:
                await self._wait(POLL_SECONDS)

    async def stop(self, grace: timedelta = timedelta(seconds=20)) -> None:
        """Claim nothing more, finish what is held within `grace`, and let the rest go for another worker."""
        self._stopping = True
        self.nudge()
        if self._running:
            await asyncio.wait(self._running, timeout=grace.total_seconds())
        for task in list(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def advance(self, to: datetime, clock: AdjustableClock) -> None:
        """Move time to `to`, stopping at each moment at which something is due, until it is done.

        The one way in which time jumps. `clock` is the engine's own clock.
        """
        await self.drain()
        while (at := await self._next_due()) is not None and at <= to:
            clock.move_to(max(at, clock.now()))
            await self.drain()
        clock.move_to(max(to, clock.now()))
        await self.drain()

    async def drain(self) -> None:
        """Do everything that is due now, and what follows from it at once; return when nothing is held."""
        while await self._claim() or self._running:
            if self._running:
                await asyncio.wait(set(self._running), return_when=asyncio.FIRST_COMPLETED)

    async def _next_due(self) -> datetime | None:
        async with self.database.read() as tx:
            return await store.next_due(tx)

    async def _wait(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._nudged.wait(), seconds)

    async def _claim(self) -> int:
        """Start as many due jobs as there are free hands; the number started."""
        free = self.concurrency - len(self._running)
        if free <= 0:
            return 0
        now = self.clock.now()
        async with self.database.read() as tx:
            if not await store.any_due(tx, now):
                return 0
        async with self.database.write() as tx:
            jobs = await store.claim(tx, self.worker, now, free, self._leases)
        for job in jobs:
            task = asyncio.create_task(self._work(job), name=f"{job.kind} {job.subject}")
            self._running[task] = job
            self.observer.job_begun(job.kind, (now - job.due_at).total_seconds())
            task.add_done_callback(self._finished)
        return len(jobs)

    def _finished(self, task: "asyncio.Task[None]") -> None:
        self._running.pop(task, None)
        self.nudge()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("job_not_settled", task=task.get_name(), error=type(error).__name__)

    async def _work(self, job: Job) -> None:
        try:
            outcome = await self._attempt(job)
        except asyncio.CancelledError:
            await self._settle(partial(self._let_go, job=job))
            raise
        await self._settle(outcome)

    async def _attempt(self, job: Job) -> Outcome:
        try:
            return partial(self._finish, job=job, done=await self._handle(job))
        except TryLater as later:
            return partial(self._retry, job=job, later=later)
        except GiveUp as end:
            return partial(self._park, job=job, reason=end.reason)
        except Unavailable as away:
            return partial(self._retry, job=job, later=TryLater(reason=str(away)))
        except Exception as error:
            # The message may quote an answer: the type and the place are enough to find the fault.
            log.exception("job_failed", kind=job.kind, subject=job.subject, attempts=job.attempts)
            return partial(self._retry, job=job, later=TryLater(reason=type(error).__name__))

    async def _handle(self, job: Job) -> Done:
        if job.kind.startswith(due_jobs.NEWS_PREFIX):
            return self._spread(job)
        if (kind := self.kinds.get(job.kind)) is None:
            raise GiveUp("nobody handles this kind of job")
        return await kind.handler(job)

    def _spread(self, job: Job) -> Done:
        kinds = self.news.get(job.kind.removeprefix(due_jobs.NEWS_PREFIX))
        if kinds is None:
            raise GiveUp("nobody waits for this news")
        now = self.clock.now()

        async def plan_each(tx: Transaction) -> None:
            for kind in kinds:
                await due_jobs.plan(tx, job.workspace_id, kind, job.subject, now)

        return Done(plan_each)

    async def _settle(self, write: Outcome) -> None:
        """Write down an outcome; while the database is away, keep it and try again: the work is done already."""
        for _ in range(SETTLE_TRIES):
            try:
                async with self.database.write() as tx:
                    await write(tx)
                return
            except Unavailable:
                await asyncio.sleep(SETTLE_PAUSE_SECONDS)
        log.error("settle_abandoned", worker=self.worker)

    async def _finish(self, tx: Transaction, job: Job, done: Done) -> None:
        if not await store.finish(tx, job, self.worker):
            log.warning("lease_lost", kind=job.kind, subject=job.subject)
            self.observer.job_settled(job.kind, "lost")
            return
        self.observer.job_settled(job.kind, "done")
        if done.record is not None:
            await done.record(tx)

    async def _retry(self, tx: Transaction, job: Job, later: TryLater) -> None:
        tried = job.attempts - 1 if later.nothing_sent else job.attempts
        kind = self.kinds.get(job.kind)
        if kind is not None and tried >= kind.attempts:
            await self._park(tx, job, later.reason or "tried too often")
            return
        pause = later.after if later.after is not None else backoff(job.attempts)
        self.observer.job_settled(job.kind, "retried")
        # Nothing was sent now, and nothing before: the next attempt is a first one.
        clean = later.nothing_sent and not job.may_have_been_sent
        await store.release(
            tx,
            job,
            self.worker,
            attempts=tried,
            first_attempt_at=None if clean else job.first_attempt_at,
            due_at=self.clock.now() + pause,
            error=later.reason or None,
        )

    async def _park(self, tx: Transaction, job: Job, reason: str) -> None:
        log.warning("job_parked", kind=job.kind, subject=job.subject, reason=reason)
        if not await store.park(tx, job, self.worker, self.clock.now(), reason):
            return
        self.observer.job_settled(job.kind, "parked")
        kind = self.kinds.get(job.kind)
        if kind is not None and kind.on_parked is not None:
            await kind.on_parked(tx, job)

    async def _let_go(self, tx: Transaction, job: Job) -> None:
        self.observer.job_settled(job.kind, "released")
        await store.release(
            tx,
            job,
            self.worker,
            attempts=job.attempts,
            first_attempt_at=job.first_attempt_at,
        )


def backoff(attempts: int) -> timedelta:
    """How long to wait after the `attempts`th failure: 2, 4, 8 … seconds, five minutes at most."""
    return min(timedelta(seconds=2 ** min(attempts, 12)), LONGEST_BACKOFF)
