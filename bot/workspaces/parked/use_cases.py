"""Jobs that were set aside: who is told, and what they decide."""

from collections.abc import Collection

from bot.clock import Clock
from bot.database import Database, Transaction
from bot.errors import NotAllowed, NotFound
from bot.ids import ChannelId, MessageTs, SlackUserId, WorkspaceId
from bot.schedule import due_jobs
from bot.workspaces import steps as workspaces
from bot.workspaces.parked import steps, store
from bot.workspaces.parked.rules import Decision, Group, Notice, StewardMessage

SETTLED = "This is settled already: somebody has decided it."


class Parked:
    """`stewards` are the Slack ids of the settings, of all workspaces."""

    def __init__(self, database: Database, clock: Clock, stewards: Collection[SlackUserId] = ()) -> None:
        self._database = database
        self._clock = clock
        self._stewards = stewards

    async def note(self, workspace_id: WorkspaceId, job_id: int) -> None:
        """A job was set aside: have stewards told soon."""
        async with self._database.write() as tx:
            await steps.note(tx, workspace_id, job_id, self._clock.now())

    async def gather(self, workspace_id: WorkspaceId) -> None:
        """Have each steward told of all that nobody has been told of."""
        async with self._database.write() as tx:
            await steps.tell(tx, workspace_id, self._stewards, self._clock.now())

    async def load(self, workspace_id: WorkspaceId, message_id: int) -> tuple[StewardMessage, list[Group]] | None:
        """A message to a steward, and what it is to show now."""
        async with self._database.read() as tx:
            message = await store.message(tx, workspace_id, message_id)
            return None if message is None else (message, await steps.load(tx, workspace_id, message.batch))

    async def sent(
        self,
        tx: Transaction,
        workspace_id: WorkspaceId,
        message: StewardMessage,
        channel_id: ChannelId,
        ts: MessageTs,
        *,
        outdated: bool,
    ) -> None:
        """Keep where a message stands; an `outdated` one is shown anew."""
        await store.mark_sent(tx, workspace_id, message.id, channel_id, ts)
        if outdated:
            await steps.show(tx, workspace_id, message.batch, self._clock.now())

    async def decide(self, workspace_id: WorkspaceId, user_id: SlackUserId, notice_id: int, decision: Decision) -> None:
        """Try again, or drop, all jobs of the kind that were set aside for the same reason. Stewards alone.

        What an earlier attempt may have sent is looked for before it is sent again.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            await self._check(tx, workspace_id, user_id)
            notice = await store.notice(tx, workspace_id, notice_id)
            if notice is None or notice.batch is None:
                raise NotFound(SETTLED)
            alike = [
                each
                for each in await store.notices_of_batch(tx, workspace_id, notice.batch)
                if (each.kind, each.reason, each.decision) == (notice.kind, notice.reason, None)
            ]
            if not alike:
                raise NotFound(SETTLED)
            for each in alike:
                await self._carry_out(tx, workspace_id, each, decision)
            await store.decide(tx, workspace_id, [each.id for each in alike], decision, user_id)
            await steps.show(tx, workspace_id, notice.batch, now)

    async def _carry_out(self, tx: Transaction, workspace_id: WorkspaceId, notice: Notice, decision: Decision) -> None:
        if decision is Decision.TRY_AGAIN:
            await due_jobs.retry(tx, workspace_id, notice.kind, notice.subject, self._clock.now(), afresh=False)
        else:
            await due_jobs.drop(tx, workspace_id, notice.kind, notice.subject, parked_only=True)

    async def _check(self, tx: Transaction, workspace_id: WorkspaceId, user_id: SlackUserId) -> None:
        stewards = await workspaces.stewards(tx, workspace_id, self._stewards)
        if user_id not in {each.slack_user_id for each in stewards}:
            names = ", ".join(each.name for each in stewards) or "nobody yet (ROLECALL_STEWARDS)"
            raise NotAllowed(f"Only a steward can decide this: {names}.")
