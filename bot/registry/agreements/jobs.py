"""Telling the two what is proposed and what holds, and asking whoever holds a role since."""

from typing import Protocol

from bot.clock import Clock
from bot.database import Database, Transaction
from bot.errors import Refused, UserError
from bot.ids import ChannelId, MessageTs, SlackUserId
from bot.registry.agreements import steps, store
from bot.registry.agreements.blocks import agreement_message
from bot.registry.rules import Person
from bot.schedule.engine import Done, JobKind
from bot.schedule.store import Job
from bot.slack.delivery import Sent
from bot.slack.messages import Message
from bot.workspaces import steps as workspaces
from bot.workspaces.rules import Member

# What Slack says when a person cannot be written to, or a message is not there any more.
UNREACHABLE = {
    "cannot_dm_bot",
    "channel_not_found",
    "user_disabled",
    "user_not_found",
    "user_not_visible",
    "users_not_found",
}
GONE = {"message_not_found", "cant_update_message", "channel_not_found", "edit_window_closed"}


class Sender(Protocol):
    """What is needed of delivery."""

    async def once(
        self, attempt: Job, message: Message, *, key: str, channel_id: ChannelId | None, user_id: SlackUserId | None
    ) -> Sent: ...
    async def update(self, attempt: Job, channel_id: ChannelId, ts: MessageTs, message: Message) -> None: ...


class AgreementJobs:
    def __init__(self, database: Database, clock: Clock, delivery: Sender) -> None:
        self._database = database
        self._clock = clock
        self._delivery = delivery

    def kinds(self) -> dict[str, JobKind]:
        return {steps.TELL: JobKind(self.tell), steps.WEIGH: JobKind(self.weigh)}

    async def tell(self, job: Job) -> Done:
        """Tell one of the two, once; afterwards keep the message true."""
        notice_id = job.row_id("agreement_notice")
        async with self._database.read() as tx:
            found = await store.notice(tx, job.workspace_id, notice_id)
            if found is None:
                return Done()
            notice, area_id = found
            member = await workspaces.member(tx, job.workspace_id, notice.member_id)
            try:
                shown = await steps.standing(tx, job.workspace_id, area_id, self._clock.now().date())
            except UserError:
                return Done()  # a role is vacant: there is nothing to agree on until somebody holds it
        if member is None or not member.can_be_asked:
            return Done()
        message = agreement_message(
            shown, _as_person(member), notice.version_id, job.workspace_id, self._clock.now().date()
        )
        if notice.told_channel is not None and notice.told_ts is not None:
            await self._keep_true(job, notice.told_channel, notice.told_ts, message)
            return Done()
        return await self._send(job, notice_id, member, message)

    async def weigh(self, job: Job) -> Done:
        """The registry has changed: whoever holds a role since an agreement was made is asked whether it stands."""
        async with self._database.write() as tx:
            await steps.weigh(tx, job.workspace_id, self._clock.now())
        return Done()

    async def _send(self, job: Job, notice_id: int, member: Member, message: Message) -> Done:
        try:
            sent = await self._delivery.once(
                job, message, key=job.subject, channel_id=member.dm_channel_id, user_id=member.slack_user_id
            )
        except Refused as refused:
            if refused.code not in UNREACHABLE:
                raise
            return Done()

        async def record(tx: Transaction) -> None:
            await store.mark_told(tx, job.workspace_id, notice_id, sent.channel_id, sent.ts)
            await workspaces.set_dm_channels(tx, job.workspace_id, {member.id: sent.channel_id})

        return Done(record)

    async def _keep_true(self, job: Job, channel_id: ChannelId, ts: MessageTs, message: Message) -> None:
        try:
            await self._delivery.update(job, channel_id, ts, message)
        except Refused as refused:
            if refused.code not in GONE:
                raise


def _as_person(member: Member) -> Person:
    return Person(str(member.id), member.name, slack_user_id=member.slack_user_id, member_id=member.id)
