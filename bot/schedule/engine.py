"""The worker: claims what is due, has it done with no transaction open, and has it written down."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.clock import AdjustableClock, Clock
from bot.database import Database, Transaction, Unavailable
from bot.errors import GiveUp, TryLater
from bot.observer import UNOBSERVED, Observer
from bot.schedule import due_jobs, store
from bot.schedule.claiming import Claims
from bot.schedule.jobs import Act, Done, JobHandler, JobKind, Together
from bot.schedule.settling import Left, Outcome, Settler, backoff
from bot.schedule.store import Job
from bot.schedule.turns import Turn

__all__ = ["Act", "Done", "Engine", "JobHandler", "JobKind", "Together", "backoff"]

log = structlog.get_logger(__name__)

POLL_SECONDS = 0.25
# With all hands busy, as many jobs for each hand are claimed and prepared, so that none waits for the database; and as
# many at a time of one workspace and kind: what has to be read for one is mostly what has to be read for all of them.
AHEAD, AT_A_TIME = 6, 3
# What is done and cannot be written down fast enough: no more is claimed then.
MOST_HELD = 12


@dataclass
class Engine:
    """One worker of one process.

    `kinds` holds every job kind; `news` says which kinds a piece of news plans for its subject. `concurrency`: how many
    jobs are being done at a time. `may_have_sent`: whether a job that the database left in the lurch has sent something
    before; without it, that is to be feared of each.
    """

    database: Database
    clock: Clock
    kinds: Mapping[str, JobKind]
    worker: str
    news: Mapping[str, Sequence[str]] = field(default_factory=dict)
    concurrency: int = 20
    observer: Observer = UNOBSERVED
    may_have_sent: Callable[[Job], bool] = lambda _job: True

    def __post_init__(self) -> None:
        if unknown := {kind for planned in self.news.values() for kind in planned} - self.kinds.keys():
            raise ValueError(f"news plans job kinds that nobody handles: {', '.join(sorted(unknown))}")
        self._ready: deque[tuple[Job, Act]] = deque()
        self._running: dict[asyncio.Task[None], Job] = {}
        self._settler = Settler(
            self.database,
            self.clock,
            self.kinds,
            self.worker,
            self._let_off,
            self._is_busy,
            self.observer,
            tells_of_parked=due_jobs.PARKED in self.news,
        )
        self._claims = Claims(
            self.database, self.clock, self.kinds, self.worker, perhaps_free=lambda: self._settler.perhaps_free
        )
        self._nudged = asyncio.Event()
        self._stopping = False
        self.database.when_jobs_are_planned(self.nudge)

    def nudge(self) -> None:
        """Look for work now rather than at the next poll."""
        self._claims.news_came()
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
        await self._leave_the_rest()

    async def stop(self, grace: timedelta = timedelta(seconds=20)) -> None:
        """Claim nothing more, finish what is begun within `grace`, and let the rest go for another worker."""
        self._stopping = True
        self._nudged.set()
        if self._running:
            await asyncio.wait(self._running, timeout=grace.total_seconds())
        for task in list(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._leave_the_rest()

    async def advance(self, to: datetime, clock: AdjustableClock) -> None:
        """Move time to `to`, stopping at each moment at which something is due, until it is done.

        The one way in which time jumps. `clock` is the engine's own clock.
        """
        if self._claims.held:
            await self.drain()
        while (at := await self._claims.next_moment()) is not None and at <= to:
            clock.move_to(max(at, clock.now()))
            await self.drain()
            if clock.now() >= to:
                return  # nothing that was due by then is left
        clock.move_to(max(to, clock.now()))

    async def drain(self) -> None:
        """Do everything that is due now, and what follows from it at once; return when nothing is held."""
        self._claims.news_came()
        while True:
            # What is held now may plan more after the look, and be let off before it is asked for again.
            held = bool(self._claims.held)
            if not await self._claim_if_possible() and not held:
                return
            if self._running:
                await asyncio.wait(set(self._running), return_when=asyncio.FIRST_COMPLETED)
            else:
                await self._settler.finished()

    async def _claim_if_possible(self) -> int:
        """What is being done may keep every connection busy; then it is waited for.

        Time stands still: while something is held, nothing becomes due that is not news.
        """
        look = self._claims.may_find_more
        if not look and not self._claims.waiting:
            return 0
        try:
            return await self._claim(look=look)
        except Unavailable:
            if not self._claims.held:
                raise
            return 0

    async def _wait(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._nudged.wait(), seconds)

    async def _claim(self, *, look: bool = False) -> int:
        """Take up due jobs while there is room for them, in turn across workspaces and kinds; the number taken up."""
        await self._claims.clear_up()
        room, taken = self._room(), 0
        if room <= 0:
            return 0
        await self._claims.look(at_once=look)
        while self._claims.waiting and taken < room and not self._stopping:
            # With hands free, nobody's queue takes them all.
            most = AT_A_TIME * self.concurrency if self._is_busy() else max(room // 2, 1)
            share = max(room // self._claims.waiting, most)
            if jobs := await self._claims.take(min(share, room - taken)):
                await self._make_ready(jobs)
                self._begin()
            taken += len(jobs)
        return taken

    def _room(self) -> int:
        """For how many jobs there is room; none before a good number can be taken at once."""
        if len(self._claims.held) >= MOST_HELD * self.concurrency:
            return 0
        if not self._is_busy():
            return self.concurrency - len(self._ready)
        free = AHEAD * self.concurrency - len(self._ready)
        return free if free >= AT_A_TIME * self.concurrency else 0

    async def _make_ready(self, jobs: Sequence[Job]) -> None:
        kind = self.kinds.get(jobs[0].kind)
        if kind is None or kind.prepare is None:
            self._ready.extend((job, partial(self._handle, job)) for job in jobs)
            return
        try:
            acts = await kind.prepare(jobs)
        except Unavailable as error:  # nothing was begun: nobody has to look for what it may have sent
            for job in jobs:
                self._settle(job, TryLater(reason=str(error), nothing_sent=True))
            return
        except Exception as error:  # noqa: BLE001
            if len(jobs) == 1:
                self._settle(jobs[0], self._failure(jobs[0], error))
                return
            for job in jobs:  # one of them is to blame, and takes the blame alone
                await self._make_ready([job])
            return
        self._ready.extend((job, acts[job.id]) for job in jobs)

    def _begin(self) -> None:
        """Give free hands something to do."""
        while self._ready and len(self._running) < self.concurrency and not self._stopping:
            job, act = self._ready.popleft()
            task = asyncio.create_task(self._work(job, act), name=f"{job.kind} {job.subject}")
            self._running[task] = job
            self.observer.job_begun(job.kind, (self.clock.now() - job.due_at).total_seconds())
            task.add_done_callback(self._ended)

    def _is_busy(self) -> bool:
        return len(self._running) >= self.concurrency

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._running.pop(task, None)
        self._begin()
        if not self._is_busy():
            self._settler.hurry()
        self._nudged.set()

    async def _work(self, job: Job, act: Act) -> None:
        try:
            result: Done | TryLater | GiveUp = await act()
        except asyncio.CancelledError:
            self._settle(job, Left.BEGUN)
            raise
        except Exception as error:  # noqa: BLE001
            result = self._failure(job, error)
        if isinstance(result, TryLater) and result.after is not None and result.holds_back:
            self._hold_back((job.workspace_id, job.kind), self.clock.now() + result.after)
        self._settle(job, result)

    async def _handle(self, job: Job) -> Done:
        if job.kind.startswith(due_jobs.NEWS_PREFIX):
            return self._spread(job)
        kind = self.kinds.get(job.kind)
        if kind is None or kind.handler is None:
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

    def _hold_back(self, turn: Turn, until: datetime) -> None:
        """Slack takes no more of these for now: those that have not begun are let go, and none are claimed."""
        self._claims.hold_back(turn, until)
        theirs = [job for job, _ in self._ready if (job.workspace_id, job.kind) == turn]
        self._ready = deque(pair for pair in self._ready if pair[0] not in theirs)
        for job in theirs:
            self._settle(job, Left.UNTRIED)

    def _settle(self, job: Job, result: Done | TryLater | GiveUp | Left) -> None:
        self._settler.add(Outcome(job, result))

    def _let_off(self, job: Job) -> None:
        self._claims.let_off(job)
        self._nudged.set()

    async def _leave_the_rest(self) -> None:
        while self._ready:
            self._settle(self._ready.popleft()[0], Left.UNTRIED)
        await self._settler.finished()

    def _failure(self, job: Job, error: Exception) -> TryLater | GiveUp:
        match error:
            case TryLater() | GiveUp():
                return error
            case Unavailable():
                return TryLater(reason=str(error), nothing_sent=not self.may_have_sent(job))
        # The message may quote an answer: the type and the place are enough to find the fault.
        log.error("job_failed", kind=job.kind, subject=job.subject, attempts=job.attempts, exc_info=error)
        return TryLater(reason=type(error).__name__)
