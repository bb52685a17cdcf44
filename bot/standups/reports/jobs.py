"""What time does with answers: differences are told, the report is posted and kept true."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial

from bot.clock import Clock
from bot.database import Database, Transaction
from bot.errors import FateUnknown, Refused
from bot.ids import ChannelId, MessageTs, RunId
from bot.schedule import due_jobs
from bot.schedule.engine import Done, JobKind
from bot.schedule.store import Job
from bot.slack.messages import Message
from bot.standups import kinds, run_store
from bot.standups.check_ins import seat_store
from bot.standups.check_ins.jobs import CHANNEL_CLOSED, MESSAGE_GONE, PERSON_UNREACHABLE, Sender, keep_true
from bot.standups.reports import notice_steps, steps, store
from bot.standups.reports.blocks import difference_message, full_answers_message, report_message
from bot.standups.reports.difference_rules import HEADS_UP, early_post_at
from bot.standups.reports.owner_jobs import OwnerJobs
from bot.standups.reports.rules import FullAnswers
from bot.standups.rules import ANSWERS_UNKNOWN, FATE_UNKNOWN, NOBODY, NOT_SHOWN, Run


class ReportJobs:
    """Each job first looks at what is recorded; what it sent is recorded in the transaction that settles it."""

    def __init__(self, database: Database, clock: Clock, delivery: Sender) -> None:
        self._database = database
        self._clock = clock
        self._delivery = delivery

    def kinds(self) -> dict[str, JobKind]:
        owner = OwnerJobs(self._database, self._clock, self._delivery)
        return {
            **owner.kinds(),
            kinds.WEIGH_ANSWERS: JobKind(self.weigh_answers),
            kinds.TELL_DIFFERENCE: JobKind(self.tell_difference),
            kinds.POST_REPORT: JobKind(self.post_report, on_parked=owner.report_parked),
            kinds.UPDATE_REPORT: JobKind(self.update_report, on_parked=owner.changes_parked),
            kinds.POST_ANSWERS: JobKind(self.post_answers, on_parked=owner.changes_parked),
        }

    async def weigh_answers(self, job: Job) -> Done:
        """An answer came: tell new differences, and have the report posted or updated."""
        async with self._database.write() as tx:
            found = await steps.find(tx, job.workspace_id, RunId(job.row_id("run")))
            if found is not None:
                await steps.weigh(tx, job.workspace_id, *found, self._clock.now())
        return Done()

    async def tell_difference(self, job: Job) -> Done:
        """Tell one of the two, once; afterwards keep the message true."""
        notice_id = job.row_id("difference_notice")
        async with self._database.read() as tx:
            found = await notice_steps.load(tx, job.workspace_id, notice_id)
        if found is None:
            return Done()
        message = difference_message(found.shown)
        now = self._clock.now()
        notice, member = found.notice, found.member
        if notice.told_channel is not None and notice.told_ts is not None:
            channel_id, ts = notice.told_channel, notice.told_ts
            await keep_true(self._delivery, job, channel_id, ts, message)
        elif found.shown.settled or not member.can_be_asked:
            return Done()
        else:
            key = f"difference:{notice_id}"
            try:
                sent = await self._delivery.once(
                    job, message, key=key, channel_id=member.dm_channel_id, user_id=member.slack_user_id
                )
            except Refused as refused:
                if refused.code not in PERSON_UNREACHABLE:
                    raise
                return Done()
            channel_id, ts = sent.channel_id, sent.ts

        async def record(tx: Transaction) -> None:
            await store.mark_told(tx, job.workspace_id, notice_id, channel_id, ts, now)

        return Done(record)

    async def post_report(self, job: Job) -> Done:
        """Post the report once: when all have answered and know of their differences, at the latest at its time."""
        run_id = RunId(job.row_id("run"))
        now = self._clock.now()
        async with self._database.read() as tx:
            found = await steps.find(tx, job.workspace_id, run_id)
            if found is None or found[0].posted:
                return Done()
            gathered = await steps.gather(tx, job.workspace_id, *found)
        run, standup = found
        if (at := _when(gathered, now)) > now:
            return self._later(job, at)
        if gathered.asked == 0:
            return self._nobody(job, run)
        report = steps.report_of(gathered, now)
        try:
            sent = await self._delivery.once(
                job,
                report_message(report, run_id, job.workspace_id),
                key=f"run:{run_id}",
                channel_id=standup.plan.channel_id,
            )
        except FateUnknown:
            await self._note_trouble(job, run_id, FATE_UNKNOWN)
            raise
        except Refused as refused:
            await self._note_trouble(job, run_id, refused.code)
            raise

        async def record(tx: Transaction) -> None:
            await run_store.mark_posted(tx, job.workspace_id, run_id, now, channel_id=sent.channel_id, ts=sent.ts)
            await due_jobs.plan(tx, job.workspace_id, kinds.POST_ANSWERS, job.subject, now)
            await self._follow(tx, job, gathered)
            if sent.found:  # it shows what had been answered when an earlier attempt posted it
                await due_jobs.plan(tx, job.workspace_id, kinds.UPDATE_REPORT, job.subject, now)

        return Done(record)

    async def _follow(self, tx: Transaction, job: Job, gathered: steps.Gathered) -> None:
        """What was answered while the report was on its way, and what had to wait, comes as an update."""
        now = self._clock.now()
        run = await run_store.run(tx, job.workspace_id, gathered.run.id)
        if run is not None and run.revision != gathered.run.revision:
            await due_jobs.plan(tx, job.workspace_id, kinds.WEIGH_ANSWERS, job.subject, now)
        elif gathered.waiting(now):
            known = gathered.open_ones().values()
            at = min((each.made_at + HEADS_UP for each in known if each.made_at + HEADS_UP > now), default=now)
            await due_jobs.plan(tx, job.workspace_id, kinds.WEIGH_ANSWERS, job.subject, at)

    def _later(self, job: Job, at: datetime) -> Done:
        async def record(tx: Transaction) -> None:
            await due_jobs.plan(tx, job.workspace_id, job.kind, job.subject, at)

        return Done(record)

    def _nobody(self, job: Job, run: Run) -> Done:
        """Nothing is posted where nobody could be asked; the owner hears of it."""
        now = self._clock.now()

        async def record(tx: Transaction) -> None:
            await run_store.mark_posted(tx, job.workspace_id, run.id, now)
            await run_store.set_trouble(tx, job.workspace_id, run.id, NOBODY)
            await due_jobs.plan(tx, job.workspace_id, kinds.TELL_OWNER, job.subject, now)

        return Done(record)

    async def _note_trouble(self, job: Job, run_id: RunId, trouble: str) -> None:
        async with self._database.write() as tx:
            await run_store.set_trouble(tx, job.workspace_id, run_id, trouble)

    async def update_report(self, job: Job) -> Done:
        """Show in the posted report what has been answered since."""
        now = self._clock.now()
        async with self._database.read() as tx:
            found = await steps.find(tx, job.workspace_id, RunId(job.row_id("run")))
            if found is None or found[0].report_ts is None or found[0].report_channel is None:
                return Done()
            gathered = await steps.gather(tx, job.workspace_id, *found)
        run = gathered.run
        report = steps.report_of(gathered, now, updated=True)
        if run.report_channel is not None and run.report_ts is not None:
            message = report_message(report, run.id, job.workspace_id)
            async with self._noticing_a_closed_channel(job, run):
                await self._change(job, run.report_channel, run.report_ts, message)
        return Done(partial(self._is_shown, job, run)) if run.trouble == NOT_SHOWN else Done()

    async def _change(self, job: Job, channel_id: ChannelId, ts: MessageTs, message: Message) -> None:
        try:
            await self._delivery.update(job, channel_id, ts, message)
        except Refused as refused:
            if refused.code not in MESSAGE_GONE:
                raise

    async def _is_shown(self, job: Job, run: Run, tx: Transaction) -> None:
        """The channel takes changes again."""
        current = await run_store.run(tx, job.workspace_id, run.id)
        if current is None or current.trouble != NOT_SHOWN:
            return
        await run_store.set_trouble(tx, job.workspace_id, run.id, None)
        await due_jobs.plan(tx, job.workspace_id, kinds.TELL_OWNER, job.subject, self._clock.now())

    @asynccontextmanager
    async def _noticing_a_closed_channel(self, job: Job, run: Run) -> AsyncIterator[None]:
        """What was answered since is kept and cannot be shown: the owner hears of it once."""
        try:
            yield
        except Refused as refused:
            if refused.code in CHANNEL_CLOSED:
                async with self._database.write() as tx:
                    current = await run_store.run(tx, job.workspace_id, run.id)
                    # What the owner is asked about already, perhaps since a moment ago, comes first.
                    if current is not None and current.trouble is None:
                        await run_store.set_trouble(tx, job.workspace_id, run.id, NOT_SHOWN)
            raise

    async def post_answers(self, job: Job) -> Done:
        """Put one member's full answers into the thread of the report, or show there what they changed; then the next."""
        now = self._clock.now()
        async with self._database.read() as tx:
            found = await steps.find(tx, job.workspace_id, RunId(job.row_id("run")))
            if found is None or found[0].report_ts is None or found[0].report_channel is None:
                return Done()
            if found[0].unknown_answers is not None:
                return Done()  # what the owner says plans it again
            gathered = await steps.gather(tx, job.workspace_id, *found)
            waiting = steps.next_in_thread(gathered, now)
            if not waiting:
                return Done()
            full = await steps.full_answers(tx, job.workspace_id, gathered, waiting[0])
        if job.may_have_been_sent and (done := await self._seen_in_thread(job, gathered.run, waiting)):
            return done
        return await self._put_in_thread(job, gathered.run, waiting[0], full, last=len(waiting) == 1)

    async def _seen_in_thread(self, job: Job, run: Run, waiting: Sequence[seat_store.Link]) -> Done | None:
        """An earlier attempt may have posted somebody's answers, and not those that come first now."""
        by_key = {f"answers:{run.id}:{link.check_in.id}": link for link in waiting if link.thread_ts is None}
        if run.report_channel is None or run.report_ts is None or list(by_key.values()) in ([], waiting[:1]):
            return None  # whoever posts them looks for them
        try:
            found = await self._delivery.find_in_thread(
                job, by_key, channel_id=run.report_channel, thread_ts=run.report_ts
            )
        except FateUnknown:
            await self._note_unknown(job, run, next(iter(by_key.values())))
            raise
        if not found:
            return None
        now = self._clock.now()

        async def record(tx: Transaction) -> None:
            for key, ts in found.items():
                link = by_key[key]
                await seat_store.mark_in_thread(tx, job.workspace_id, link, ts, _posted_revision(job, link))
            await due_jobs.plan(tx, job.workspace_id, kinds.POST_ANSWERS, job.subject, now)

        return Done(record)

    async def _note_unknown(self, job: Job, run: Run, link: seat_store.Link) -> None:
        trouble = f"{ANSWERS_UNKNOWN}{link.check_in.id}:{_posted_revision(job, link)}"
        await self._note_trouble(job, run.id, trouble)

    async def _put_in_thread(self, job: Job, run: Run, link: seat_store.Link, full: FullAnswers, *, last: bool) -> Done:
        channel_id, thread_ts = run.report_channel, run.report_ts
        if channel_id is None or thread_ts is None:
            return Done()
        message, shown = full_answers_message(full, job.workspace_id), link.check_in.revision
        if link.thread_ts is not None:
            ts = link.thread_ts
            async with self._noticing_a_closed_channel(job, run):
                await self._change(job, channel_id, ts, message)
        else:
            key = f"answers:{run.id}:{link.check_in.id}"
            try:
                async with self._noticing_a_closed_channel(job, run):
                    sent = await self._delivery.once(job, message, key=key, channel_id=channel_id, thread_ts=thread_ts)
            except FateUnknown:
                await self._note_unknown(job, run, link)
                raise
            ts = sent.ts
            shown = _posted_revision(job, link) if sent.found else shown
        now = self._clock.now()

        async def record(tx: Transaction) -> None:
            await seat_store.mark_in_thread(tx, job.workspace_id, link, ts, shown)
            if not last or shown != link.check_in.revision:  # what is answered meanwhile plans it again
                await due_jobs.plan(tx, job.workspace_id, kinds.POST_ANSWERS, job.subject, now)

        return Done(record)


def _posted_revision(job: Job, link: seat_store.Link) -> int:
    """Which version of somebody's answers an earlier attempt may have posted; what was changed since comes as a change."""
    changed, revision = link.check_in.changed_at, link.check_in.revision
    return revision - 1 if changed is not None and changed > job.first_attempt_at else revision


def _when(gathered: steps.Gathered, now: datetime) -> datetime:
    """When the report may be posted, as things stand now."""
    if not gathered.complete:
        return gathered.run.report_at
    current = gathered.current()
    noted = gathered.open_ones()
    # A difference that is not noted yet was made just now.
    made = [noted[pair].made_at if pair in noted else now for pair in current]
    return early_post_at(now, made, gathered.run.report_at)
