"""Answering what came as a message or a click: at once, in the same place, to the same person alone."""

from datetime import timedelta

from bot.clock import Clock
from bot.database import Transaction
from bot.errors import UserError
from bot.ids import ReplyId
from bot.lookup import blocks, steps, store
from bot.lookup.answer_rules import Greeting, NothingListed, Said
from bot.lookup.reply_rules import PendingReply, ReplyKind
from bot.lookup.use_cases import Lookup
from bot.schedule.engine import Done, JobKind
from bot.schedule.store import Job
from bot.slack.delivery import Delivery
from bot.slack.messages import Message


class LookupJobs:
    """The due jobs of lookup."""

    def __init__(self, lookup: Lookup, delivery: Delivery, clock: Clock) -> None:
        self._lookup = lookup
        self._delivery = delivery
        self._clock = clock

    def kinds(self) -> dict[str, JobKind]:
        return {
            steps.REPLY: JobKind(self.reply, lease=timedelta(seconds=30)),
            steps.FORGET_REPLY: JobKind(self.forget_reply),
            steps.FORGET_QUESTION: JobKind(self.forget_question),
        }

    async def reply(self, job: Job) -> Done:
        """Answer what waits; then forget who asked it."""
        reply_id = ReplyId(job.row_id("reply"))
        pending = await self._lookup.pending(job.workspace_id, reply_id)
        if pending is None:
            return Done()
        said, message = await self._answer(job, pending)
        await self._deliver(job, pending, message)

        async def record(tx: Transaction) -> None:
            now = self._clock.now()
            if pending.kind is ReplyKind.NONE_OF_THESE:
                await steps.note_unanswered(tx, job.workspace_id, pending.text, pending.role, now)
            elif said is not None and not isinstance(said, Greeting | NothingListed):
                await steps.note(tx, job.workspace_id, pending.text, said, now)
            await steps.settle_reply(tx, job.workspace_id, reply_id)

        return Done(record)

    async def forget_reply(self, job: Job) -> Done:
        """An hour has passed: what is not answered by now never will be."""

        async def record(tx: Transaction) -> None:
            await steps.settle_reply(tx, job.workspace_id, ReplyId(job.row_id("reply")))

        return Done(record)

    async def forget_question(self, job: Job) -> Done:
        """A question that nobody asked for 90 days is removed."""
        before = self._clock.now() - steps.KEEP_QUESTIONS

        async def record(tx: Transaction) -> None:
            await store.forget_unanswered(tx, job.workspace_id, job.row_id("question"), before)

        return Done(record)

    async def _answer(self, job: Job, pending: PendingReply) -> tuple[Said | None, Message]:
        if pending.kind is ReplyKind.NONE_OF_THESE:
            return None, blocks.unknown_card(pending.text)
        try:
            said = await self._say(job, pending)
        except UserError as error:
            return None, blocks.refusal(error.message)
        return said, blocks.card(said, job.workspace_id, pending.text, self._clock.now())

    async def _say(self, job: Job, pending: PendingReply) -> Said:
        if pending.kind is ReplyKind.CANDIDATE and pending.area is not None:
            return await self._lookup.find_area(job.workspace_id, pending.area, pending.role)
        return await self._lookup.find(job.workspace_id, pending.text)

    async def _deliver(self, job: Job, pending: PendingReply, message: Message) -> None:
        if pending.kind is ReplyKind.DIRECT_MESSAGE:
            await self._delivery.once(
                job, message, key=job.subject, channel_id=pending.channel_id, thread_ts=pending.thread_ts
            )
        elif pending.kind is ReplyKind.MENTION:
            await self._delivery.ephemeral(job, pending.channel_id, pending.asker, message, thread_ts=pending.thread_ts)
        elif pending.response_url is not None:
            await self._delivery.response_url(job, pending.response_url, message, replace_original=True)
