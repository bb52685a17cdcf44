"""Telling stewards of what was set aside: together, once each, and what became of it in the same message."""

from typing import Protocol

from bot.database import Transaction
from bot.errors import Refused
from bot.ids import ChannelId, MessageTs, SlackUserId
from bot.schedule.jobs import Done, JobKind
from bot.schedule.store import Job
from bot.slack.delivery import Sent
from bot.slack.messages import Message
from bot.workspaces.parked import steps
from bot.workspaces.parked.blocks import parked_message
from bot.workspaces.parked.use_cases import Parked

MESSAGE_GONE = {"message_not_found", "cant_update_message", "channel_not_found", "edit_window_closed"}


class Sender(Protocol):
    """What is needed of slack.delivery.Delivery."""

    async def once(self, attempt: Job, message: Message, *, key: str, user_id: SlackUserId) -> Sent: ...

    async def update(self, attempt: Job, channel_id: ChannelId, ts: MessageTs, message: Message) -> None: ...


class ParkedJobs:
    def __init__(self, parked: Parked, delivery: Sender) -> None:
        self._parked = parked
        self._delivery = delivery

    def kinds(self) -> dict[str, JobKind]:
        return {
            steps.NOTE_PARKED: JobKind(self.note, on_parked=say_nothing),
            steps.TELL_STEWARDS: JobKind(self.tell_stewards, on_parked=say_nothing),
            steps.TELL_STEWARD: JobKind(self.tell_steward, on_parked=say_nothing),
        }

    async def note(self, job: Job) -> Done:
        """A job was set aside: plan that stewards hear of it."""
        await self._parked.note(job.workspace_id, job.row_id("job"))
        return Done()

    async def tell_stewards(self, job: Job) -> Done:
        """Put together what nobody was told of, for each steward."""
        await self._parked.gather(job.workspace_id)
        return Done()

    async def tell_steward(self, job: Job) -> Done:
        """Tell one steward, once; afterwards show there what was decided."""
        found = await self._parked.load(job.workspace_id, job.row_id("steward_message"))
        if found is None:
            return Done()
        to, groups = found
        message = parked_message(groups, job.workspace_id)
        if to.channel_id is not None and to.ts is not None:
            try:
                await self._delivery.update(job, to.channel_id, to.ts, message)
            except Refused as refused:
                if refused.code not in MESSAGE_GONE:
                    raise
            return Done()
        sent = await self._delivery.once(job, message, key=job.subject, user_id=to.steward)

        async def record(tx: Transaction) -> None:
            await self._parked.sent(tx, job.workspace_id, to, sent.channel_id, sent.ts, outdated=sent.found)

        return Done(record)


async def say_nothing(_tx: Transaction, _job: Job) -> bool:
    """That stewards cannot be told is not told to stewards; `rolecall jobs list --parked` shows it."""
    return True
