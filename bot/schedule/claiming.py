"""Taking up what is due, in turn across workspaces and kinds."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from bot.clock import Clock
from bot.database import Database, PerhapsSaved
from bot.schedule import store
from bot.schedule.jobs import JobKind
from bot.schedule.store import DEFAULT_LEASE, Job
from bot.schedule.turns import Turn, Turns

# How often a busy worker looks who else has something due, and how often it does when news comes.
LOOK_SECONDS, SOON_SECONDS = 0.25, 0.05


class Claims:
    """What one worker has taken up and has not done with: `held`, by id.

    `perhaps_free` tells of which of them the table may show that nobody has them.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        kinds: Mapping[str, JobKind],
        worker: str,
        perhaps_free: Callable[[], Collection[int]],
    ) -> None:
        self.held: dict[int, Job] = {}
        self._database = database
        self._clock = clock
        self._kinds = kinds
        self._worker = worker
        self._perhaps_free = perhaps_free
        self._turns = Turns()
        # Claims that went unanswered, and when: what they took, if anything, nobody would do before the lease is over.
        self._unanswered: list[tuple[Turn, datetime]] = []
        self._looked_at = float("-inf")
        self._news_came = True

    @property
    def waiting(self) -> int:
        """How many turns are known to have something due."""
        return len(self._turns)

    @property
    def may_find_more(self) -> bool:
        """Whether another look may find what the last one could not."""
        return self._news_came or not self.held

    def news_came(self) -> None:
        """Something was planned: the next look is soon."""
        self._news_came = True

    def hold_back(self, turn: Turn, until: datetime) -> None:
        """Take none of these before `until`."""
        self._turns.hold_back(turn, until)

    async def clear_up(self) -> None:
        """Let go what unanswered claims may have taken."""
        while self._unanswered:
            turn, at = self._unanswered[0]
            async with self._database.write() as tx:
                await store.unclaim(tx, *turn, self._worker, at, list(self.held))
            self._unanswered.pop(0)

    async def look(self, *, at_once: bool) -> None:
        """See who has something due, unless that was seen just now."""
        loop_time = asyncio.get_running_loop().time()
        age = loop_time - self._looked_at
        if self._turns and not at_once and age < (SOON_SECONDS if self._news_came else LOOK_SECONDS):
            return
        self._looked_at, self._news_came = loop_time, False
        now = self._clock.now()
        async with self._database.read() as tx:
            due = await store.due_turns(tx, now)
        held_back = self._turns.held_back(now)
        self._turns.found(turn for turn in due if turn not in held_back)

    async def take(self, most: int) -> Sequence[Job]:
        """Take up to `most` jobs of whoever's turn it is; they are all of one kind."""
        turn = self._turns.next()
        if turn is None:
            return []
        now = self._clock.now()
        kind = self._kinds.get(turn[1])
        try:
            async with self._database.write() as tx:
                lease = kind.lease if kind else DEFAULT_LEASE
                jobs = await store.claim(tx, self._worker, now, turn, most, lease, self._still_at(now))
        except PerhapsSaved:
            self._unanswered.append((turn, now))
            raise
        self.held.update((job.id, job) for job in jobs)
        if len(jobs) == most:
            self._turns.again(turn)
        return jobs

    def let_off(self, job: Job) -> None:
        """It is written down, or given up: nothing is held of it any more."""
        if self.held.get(job.id) is job:  # else it was claimed anew as soon as it was written down
            del self.held[job.id]

    async def next_moment(self) -> datetime | None:
        """When the next job is due, a lease ends, or who is held back may go on; None when nothing is planned."""
        held_back = self._turns.held_back(self._clock.now())
        async with self._database.read() as tx:
            planned = await store.next_due(tx, held_back)
        moments = (planned, self._turns.next_release())
        return min((each for each in moments if each is not None), default=None)

    def _still_at(self, now: datetime) -> list[int]:
        """What the table may show as anybody's, and this worker has not done with."""
        free = self._perhaps_free()
        return [job.id for job in self.held.values() if job.lease_until <= now or job.id in free]
