"""Answering what came as a message or a click: at once, in the same place, to the same person alone."""

from datetime import timedelta

from bot.clock import Clock
from bot.database import Transaction
from bot.errors import FateUnknown, Refused, UserError
from bot.ids import ReplyId
from bot.lookup import blocks, steps, store
from bot.lookup.answer_rules import Ambiguous, Greeting, NothingListed, Said, Unknown
from bot.lookup.hand_overs.jobs import HandOverReplies
from bot.lookup.reply_rules import PendingReply, Place, ReplyKind, place_of
from bot.lookup.use_cases import Lookup
from bot.lookup.wording import first_name
from bot.schedule.engine import Done, JobKind
from bot.schedule.store import Job
from bot.slack.delivery import Delivery
from bot.slack.messages import Message
from bot.workspaces.rules import NOT_FOR_GUESTS

INVITE_ME = (
    "I am not in that channel, so I cannot post there. Type “/invite @Rolecall” in it, and press Share here again."
)
LOOK_THERE = "Slack did not say whether it was posted. Please look, and press Share here again if it is not there."
NO_ANSWER_NOW = "There is no clear answer to that any more, so nothing was shared. Please ask again."


class LookupJobs:
    """The due jobs of lookup."""

    def __init__(self, lookup: Lookup, delivery: Delivery, clock: Clock) -> None:
        self._lookup = lookup
        self._delivery = delivery
        self._clock = clock
        self._hand_overs = HandOverReplies(lookup, delivery)

    def kinds(self) -> dict[str, JobKind]:
        return {
            steps.REPLY: JobKind(self.reply, lease=timedelta(seconds=30)),
            steps.GREET: JobKind(self.greet),
            steps.FORGET_REPLY: JobKind(self.forget_reply),
            steps.FORGET_QUESTION: JobKind(self.forget_question),
        }

    async def reply(self, job: Job) -> Done:
        """Answer what waits; then forget who asked it."""
        reply_id = ReplyId(job.row_id("reply"))
        pending = await self._lookup.pending(job.workspace_id, reply_id)
        if pending is None:
            return Done()
        said: Said | None = None
        if pending.kind is ReplyKind.SHARE:
            await self._share(job, pending)
        elif pending.kind in (ReplyKind.HAND_OVER_HERE, ReplyKind.HAND_OVER_TELL):
            await self._hand_overs.deliver(job, pending)
        else:
            said, message = await self._answer(job, pending)
            await self._deliver(job, pending, message)

        async def record(tx: Transaction) -> None:
            now = self._clock.now()
            if pending.kind is ReplyKind.NONE_OF_THESE:
                keep = self._lookup.keep_questions
                await steps.note_unanswered(tx, job.workspace_id, pending.text, pending.role, now, keep)
            elif said is not None and not isinstance(said, Greeting | NothingListed):
                await steps.note(tx, job.workspace_id, pending.text, said, now, self._lookup.keep_questions)
            await steps.settle_reply(tx, job.workspace_id, reply_id)

        return Done(record)

    async def greet(self, job: Job) -> Done:
        """The first words in somebody's DM; who has talked with Rolecall already needs none."""
        found = await self._lookup.greeted(job.workspace_id, job.row_id("greeting"))
        if found is not None and await self._delivery.is_empty(job, found[1]):
            user_id, channel_id = found
            name = await self._lookup.name_of(job.workspace_id, user_id)
            message = blocks.with_buttons(blocks.greeting_card(first_name(name)), *blocks.prompts())
            await self._delivery.once(job, message, key=job.subject, channel_id=channel_id)
        return Done()

    async def forget_reply(self, job: Job) -> Done:
        """An hour has passed: what is not answered by now never will be."""

        async def record(tx: Transaction) -> None:
            await steps.forget_reply(tx, job.workspace_id, ReplyId(job.row_id("reply")))

        return Done(record)

    async def forget_question(self, job: Job) -> Done:
        """A question that nobody asked for as long as questions are kept is removed."""
        before = self._clock.now() - self._lookup.keep_questions

        async def record(tx: Transaction) -> None:
            await store.forget_unanswered(tx, job.workspace_id, job.row_id("question"), before)

        return Done(record)

    async def _answer(self, job: Job, pending: PendingReply) -> tuple[Said | None, Message]:
        if pending.kind is ReplyKind.STRANGER:
            return None, blocks.told(NOT_FOR_GUESTS)
        if (refusal := await self._lookup.refusal(job.workspace_id, pending.asker)) is not None:
            return None, blocks.told(refusal)
        if pending.kind is ReplyKind.NONE_OF_THESE:
            return None, self._card(job, pending, Unknown(pending.text, pending.role, 1.0))
        try:
            said = await self._say(job, pending)
        except UserError as error:
            return None, blocks.told(error.message)
        return said, self._card(job, pending, said)

    def _card(self, job: Job, pending: PendingReply, said: Said) -> Message:
        return blocks.card(said, job.workspace_id, pending.text, self._clock.now(), place_of(pending.channel_id))

    async def _say(self, job: Job, pending: PendingReply) -> Said:
        if pending.area is not None:
            return await self._lookup.find_area(job.workspace_id, pending.area, pending.role)
        return await self._lookup.find(job.workspace_id, pending.text)

    async def _deliver(self, job: Job, pending: PendingReply, message: Message) -> None:
        if pending.kind is ReplyKind.DIRECT_MESSAGE:
            await self._delivery.once(
                job, message, key=job.subject, channel_id=pending.channel_id, thread_ts=pending.thread_ts
            )
        elif pending.kind in (ReplyKind.MENTION, ReplyKind.STRANGER):
            await self._answer_mention(job, pending, message)
        elif pending.response_url is not None:
            await self._delivery.response_url(job, pending.response_url, message, replace_original=True)

    async def _answer_mention(self, job: Job, pending: PendingReply, message: Message) -> None:
        """Beside the question; by DM where that cannot be any more: the channel is archived, or one of the two has left."""
        thread = pending.thread_ts
        try:
            await self._delivery.ephemeral(job, pending.channel_id, pending.asker, message, thread_ts=thread)
        except Refused:
            await self._delivery.once(job, message, key=job.subject, user_id=pending.asker)

    async def _share(self, job: Job, pending: PendingReply) -> None:
        """Post a copy where the card was read; then the card has no such button any more."""
        try:
            said = await self._say(job, pending)
        except UserError as error:
            await self._tell_asker(job, pending, error.message)
            return
        if isinstance(said, Ambiguous | Unknown | Greeting | NothingListed):
            await self._tell_asker(job, pending, NO_ANSWER_NOW)
            return
        name = await self._lookup.name_of(job.workspace_id, pending.asker)
        now, by = self._clock.now(), (pending.asker, name)
        copy = blocks.shared_card(said, job.workspace_id, pending.text, now, by)
        try:
            where, thread = pending.channel_id, pending.thread_ts
            await self._delivery.once(job, copy, key=job.subject, channel_id=where, thread_ts=thread)
        except Refused:
            await self._tell_asker(job, pending, INVITE_ME)
        except FateUnknown:
            await self._tell_asker(job, pending, LOOK_THERE)
        else:
            if pending.response_url is not None:
                alone = blocks.card(said, job.workspace_id, pending.text, now, Place.ALONE)
                await self._delivery.response_url(job, pending.response_url, alone, replace_original=True)

    async def _tell_asker(self, job: Job, pending: PendingReply, sentence: str) -> None:
        """Beside the card; of a form, which takes no messages, by DM."""
        message = blocks.told(sentence)
        if pending.response_url is not None:
            await self._delivery.response_url(job, pending.response_url, message, thread_ts=pending.thread_ts)
        else:
            await self._delivery.once(job, message, key=f"{job.subject}:told", user_id=pending.asker)
