"""Passing a message on: the reply in its thread, and the DM to whose it is."""

from bot.errors import FateUnknown, Refused, UserError
from bot.lookup.answer_rules import Owned
from bot.lookup.blocks import told
from bot.lookup.hand_overs import blocks
from bot.lookup.hand_overs.rules import Belongs, belongs
from bot.lookup.reply_rules import PendingReply, ReplyKind
from bot.lookup.use_cases import Lookup
from bot.schedule.store import Job
from bot.slack.delivery import Delivery


class HandOverReplies:
    """How LookupJobs delivers the two ways of passing on; they wait among its replies."""

    def __init__(self, lookup: Lookup, delivery: Delivery) -> None:
        self._lookup = lookup
        self._delivery = delivery

    async def deliver(self, job: Job, pending: PendingReply) -> None:
        """Post or send it; whoever passes it on is told by DM when that cannot be."""
        try:
            to = await self._belongs(job, pending)
            if pending.kind is ReplyKind.HAND_OVER_HERE:
                await self._reply_here(job, pending, to)
            else:
                await self._tell(job, pending, to)
        except UserError as error:
            await self._say(job, pending, error.message)
        except Refused:
            place = "in that channel" if pending.kind is ReplyKind.HAND_OVER_HERE else "to them"
            await self._say(job, pending, f"I may not write {place}, so nothing was sent. The text was: {pending.text}")
        except FateUnknown:
            await self._say(job, pending, "Slack did not say whether it was posted. Please look in the thread.")

    async def _belongs(self, job: Job, pending: PendingReply) -> Belongs:
        said = await self._lookup.find_area(job.workspace_id, pending.area or "", None)
        if isinstance(said, Owned) and pending.role and pending.role not in {one.role.key for one in said.held}:
            said = await self._lookup.find_area(job.workspace_id, pending.area or "", pending.role)
        return belongs(said, pending.role)

    async def _reply_here(self, job: Job, pending: PendingReply, to: Belongs) -> None:
        by = (pending.asker, await self._lookup.name_of(job.workspace_id, pending.asker))
        message = blocks.reply_message(pending.text, to, by, job.workspace_id)
        where, thread = pending.channel_id, pending.thread_ts
        await self._delivery.once(job, message, key=job.subject, channel_id=where, thread_ts=thread)

    async def _tell(self, job: Job, pending: PendingReply, to: Belongs) -> None:
        by = (pending.asker, await self._lookup.name_of(job.workspace_id, pending.asker))
        link = None
        if pending.thread_ts is not None:
            link = await self._delivery.permalink(job, pending.channel_id, pending.thread_ts)
        message = blocks.tell_message(pending.text, to, by, link, job.workspace_id)
        await self._delivery.once(job, message, key=job.subject, user_id=pending.whom)

    async def _say(self, job: Job, pending: PendingReply, sentence: str) -> None:
        await self._delivery.once(job, told(sentence), key=f"{job.subject}:told", user_id=pending.asker)
