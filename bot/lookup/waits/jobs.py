"""After the registry has changed: who waits for what, and is it settled now?"""

from bot.clock import Clock
from bot.database import Transaction
from bot.errors import UserError
from bot.ids import WaitId, WorkspaceId
from bot.lookup import blocks
from bot.lookup.answer_rules import Owned
from bot.lookup.use_cases import Lookup
from bot.lookup.waits import steps
from bot.lookup.waits.store import Wait
from bot.lookup.waits.use_cases import Waits
from bot.schedule.engine import Done, JobKind
from bot.schedule.store import Job
from bot.slack.delivery import Delivery


class WaitJobs:
    """The due jobs of waits."""

    def __init__(self, waits: Waits, lookup: Lookup, delivery: Delivery, clock: Clock) -> None:
        self._waits = waits
        self._lookup = lookup
        self._delivery = delivery
        self._clock = clock

    def kinds(self) -> dict[str, JobKind]:
        return {
            steps.LOOK: JobKind(self.look),
            steps.TELL: JobKind(self.tell),
            steps.FORGET: JobKind(self.forget),
        }

    async def look(self, job: Job) -> Done:
        """Have everyone told whose question has an owner now."""
        waiting = await self._waits.waiting(job.workspace_id)
        if not waiting:
            return Done()
        await self._lookup.catch_up(job.workspace_id)
        settled = [one.id for one in waiting if await self._answer(job.workspace_id, one) is not None]

        async def record(tx: Transaction) -> None:
            for wait_id in settled:
                await steps.tell(tx, job.workspace_id, wait_id, self._clock.now())

        return Done(record)

    async def tell(self, job: Job) -> Done:
        """The answer, by DM; then forget that anybody asked."""
        wait_id = WaitId(job.row_id("wait"))
        wait = await self._waits.find(job.workspace_id, wait_id)
        answer = await self._answer(job.workspace_id, wait) if wait is not None else None
        if wait is None or answer is None:
            return Done()
        message = blocks.settled_card(answer, job.workspace_id, wait.question, self._clock.now())
        await self._delivery.once(job, message, key=job.subject, user_id=wait.asker)

        async def record(tx: Transaction) -> None:
            await steps.settle(tx, job.workspace_id, wait_id)

        return Done(record)

    async def forget(self, job: Job) -> Done:
        """It was not settled in time."""

        async def record(tx: Transaction) -> None:
            await steps.settle(tx, job.workspace_id, WaitId(job.row_id("wait")))

        return Done(record)

    async def _answer(self, workspace_id: WorkspaceId, wait: Wait) -> Owned | None:
        try:
            if wait.area is not None:
                said = await self._lookup.find_area(workspace_id, wait.area, wait.role)
                return said if isinstance(said, Owned) else None
            found = await self._lookup.find(workspace_id, wait.question)
            return found if isinstance(found, Owned) else None
        except UserError:
            return None  # the area is gone, or the words are no question: it stays open
