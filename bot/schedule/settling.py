"""Writing down what became of jobs: as many as wait, in one transaction, each as if it were alone."""

import asyncio
import contextlib
import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.clock import Clock
from bot.database import Database, PerhapsSaved, Transaction, Unavailable
from bot.errors import GiveUp, TryLater
from bot.ids import WorkspaceId
from bot.observer import UNOBSERVED, Observer
from bot.schedule import due_jobs, store
from bot.schedule.jobs import Done, JobKind, Together
from bot.schedule.store import Job

log = structlog.get_logger(__name__)

LONGEST_BACKOFF = timedelta(minutes=5)
MOST_AT_ONCE = 100
# With all hands busy a transaction for each job would cost more than the jobs: it waits a while for a good number.
GOOD_NUMBER, GATHER_SECONDS = 60, 0.15
# How long a worker that did its work tries to write that down while the database is away.
SETTLE_TRIES, SETTLE_PAUSE_SECONDS = 120, 0.5


class Left(enum.Enum):
    """A job that was not ended: another worker is to take it up at once."""

    BEGUN = enum.auto()
    UNTRIED = enum.auto()


@dataclass(frozen=True)
class Outcome:
    """What became of a job."""

    job: Job
    result: Done | TryLater | GiveUp | Left


class Settler:
    """Settles outcomes in the order in which they come, while others are still being made.

    `let_off` hears of each job with which there is nothing left to do. While `more_soon`, it waits a moment for a good number of them.
    `tells_of_parked`: somebody waits for the news that a job was set aside.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        kinds: Mapping[str, JobKind],
        worker: str,
        let_off: Callable[[Job], None],
        more_soon: Callable[[], bool],
        observer: Observer = UNOBSERVED,
        *,
        tells_of_parked: bool = False,
    ) -> None:
        self._database = database
        self._clock = clock
        self._kinds = kinds
        self._worker = worker
        self._let_off = let_off
        self._more_soon = more_soon
        self._observer = observer
        self._tells_of_parked = tells_of_parked
        self._waiting: list[Outcome] = []
        self._enough = asyncio.Event()
        self._noted: list[tuple[str, str]] = []
        # What was told to be kept, and nobody knows whether it was: these may be free by now, and these recorded.
        self.perhaps_free: frozenset[int] = frozenset()
        self._perhaps_recorded: frozenset[int] = frozenset()
        self._recorded: set[int] = set()
        self._busy: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, outcome: Outcome) -> None:
        """Settle it soon, with whatever else is waiting by then."""
        self._waiting.append(outcome)
        if len(self._waiting) >= GOOD_NUMBER:
            self._enough.set()
        if self._busy is None:
            self._busy = asyncio.create_task(self._settle_all(), name="settling")

    def hurry(self) -> None:
        """No more comes soon: what waits need not wait for a good number."""
        self._enough.set()

    async def finished(self) -> None:
        """Wait until nothing is left to settle."""
        while self._busy is not None:
            await asyncio.shield(self._busy)

    async def _settle_all(self) -> None:
        try:
            while self._waiting:
                await self._gather()
                group, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
                await self.settle(group)
                self.perhaps_free = self._perhaps_recorded = frozenset()
                for outcome in group:
                    self._let_off(outcome.job)
        finally:
            self._busy = None

    async def _gather(self) -> None:
        self._enough.clear()
        if len(self._waiting) < GOOD_NUMBER and self._more_soon():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._enough.wait(), GATHER_SECONDS)

    async def settle(self, group: Sequence[Outcome]) -> None:
        """One transaction for all; where one of them fails, one for each. The work is done: it is never given up early."""
        try:
            await self._write(group)
        except Unavailable:
            log.exception("settle_abandoned", worker=self._worker, jobs=len(group))
        except Exception as error:
            if len(group) > 1:
                for outcome in group:
                    await self.settle([outcome])
                return
            (outcome,) = group
            log.exception("job_not_settled", kind=outcome.job.kind, subject=outcome.job.subject)
            if isinstance(outcome.result, Done):
                # It counts as an attempt of unknown fate: the next one looks for what this one did.
                await self.settle([Outcome(outcome.job, TryLater(reason=type(error).__name__))])

    async def _write(self, group: Sequence[Outcome]) -> None:
        """While the database is away, keep what is known and try again."""
        for tries_left in reversed(range(SETTLE_TRIES)):
            try:
                await self._try_to_write(group)
            except Unavailable:
                if not tries_left:
                    raise
                await asyncio.sleep(SETTLE_PAUSE_SECONDS)
            else:
                for kind, outcome in self._noted:
                    self._observer.job_settled(kind, outcome)
                return

    async def _try_to_write(self, group: Sequence[Outcome]) -> None:
        self._noted, self._recorded = [], set()
        try:
            async with self._database.write() as tx:
                await self._write_in(tx, group)
        except PerhapsSaved:
            self.perhaps_free |= {each.job.id for each in group}
            self._perhaps_recorded |= self._recorded
            raise

    def _note(self, kind: str, outcome: str) -> None:
        """Counted once it is committed."""
        self._noted.append((kind, outcome))

    async def _write_in(self, tx: Transaction, group: Sequence[Outcome]) -> None:
        await self._finish(tx, [(each.job, each.result) for each in group if isinstance(each.result, Done)])
        if untried := [each.job for each in group if each.result is Left.UNTRIED]:
            await store.release_untried(tx, untried, self._worker)
            for job in untried:
                self._note(job.kind, "released")
        for each in group:
            match each.result:
                case TryLater() as later:
                    await self._retry(tx, each.job, later)
                case GiveUp(reason=reason):
                    await self._park(tx, each.job, reason)
                case Left.BEGUN:
                    self._note(each.job.kind, "released")
                    at, tried = each.job.first_attempt_at, each.job.attempts
                    await store.release(tx, each.job, self._worker, attempts=tried, first_attempt_at=at)

    async def _finish(self, tx: Transaction, done: Sequence[tuple[Job, Done]]) -> None:
        if not done:
            return
        removed = await store.finish_all(tx, [job for job, _ in done], self._worker)
        if removed & self._perhaps_recorded:
            self._perhaps_recorded = frozenset()  # they were still there: no earlier try was saved
        now = self._clock.now()
        together: dict[tuple[object, WorkspaceId], list[Together]] = {}
        for job, what in done:
            recorded = job.id in self._perhaps_recorded
            if job.id not in removed and not await store.finish(tx, job, self._worker, now, recorded=recorded):
                if not recorded:
                    log.warning("lease_lost", kind=job.kind, subject=job.subject)
                self._note(job.kind, "done" if recorded else "lost")
                continue
            self._note(job.kind, "done")
            self._recorded.add(job.id)
            if what.record is not None:
                await what.record(tx)
            if what.together is not None:
                together.setdefault((what.together.write, job.workspace_id), []).append(what.together)
        for (_, workspace_id), items in together.items():
            await items[0].write(tx, workspace_id, [each.item for each in items])

    async def _retry(self, tx: Transaction, job: Job, later: TryLater) -> None:
        # To wait when Slack asks for it is no failure.
        tried = job.attempts - 1 if later.nothing_sent and later.after is not None else job.attempts
        kind = self._kinds.get(job.kind)
        if kind is not None and tried >= kind.attempts:
            await self._park(tx, job, later.reason or "tried too often")
            return
        pause = later.after if later.after is not None else backoff(job.attempts)
        self._note(job.kind, "retried")
        # Nothing was sent now, and nothing before: the next attempt is a first one.
        clean = later.nothing_sent and not job.may_have_been_sent
        await store.release(
            tx,
            job,
            self._worker,
            attempts=tried,
            first_attempt_at=None if clean else job.first_attempt_at,
            due_at=self._clock.now() + pause,
            error=later.reason or None,
        )

    async def _park(self, tx: Transaction, job: Job, reason: str) -> None:
        log.warning("job_parked", kind=job.kind, subject=job.subject, reason=reason)
        if not await store.park(tx, job, self._worker, self._clock.now(), reason):
            return
        self._note(job.kind, "parked")
        kind = self._kinds.get(job.kind)
        asked = kind is not None and kind.on_parked is not None and await kind.on_parked(tx, job)
        if self._tells_of_parked and not asked:
            await due_jobs.announce(tx, job.workspace_id, due_jobs.PARKED, f"job:{job.id}", self._clock.now())


def backoff(attempts: int) -> timedelta:
    """How long to wait after the `attempts`th failure: 2, 4, 8 … seconds, five minutes at most."""
    return min(timedelta(seconds=2 ** min(attempts, 12)), LONGEST_BACKOFF)
