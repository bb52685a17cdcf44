"""What time does with answers: differences are told, the report is posted and kept true, its owner hears of trouble."""

from datetime import datetime

from bot.clock import Clock
from bot.database import Database, Transaction
from bot.errors import FateUnknown, Refused
from bot.ids import ChannelId, MessageTs, RunId
from bot.schedule import due_jobs
from bot.schedule.engine import Done, JobKind
from bot.schedule.store import Job
from bot.slack.messages import Message
from bot.standups import kinds, run_store
from bot.standups.blocks import nobody_asked
from bot.standups.check_ins import seat_store
from bot.standups.check_ins import store as check_in_store
from bot.standups.check_ins.answer_steps import colleague
from bot.standups.check_ins.jobs import MESSAGE_GONE, PERSON_UNREACHABLE, Sender
from bot.standups.reports import notice_steps, steps, store
from bot.standups.reports.blocks import (
    decided_message,
    difference_message,
    fate_message,
    full_answers_message,
    refused_message,
    report_message,
)
from bot.standups.reports.difference_rules import HEADS_UP, early_post_at
from bot.standups.reports.rules import FullAnswers
from bot.standups.rules import ANSWERS_UNKNOWN, FATE_UNKNOWN, NOBODY, TRIED_TOO_OFTEN, Run, Standup
from bot.workspaces import steps as workspaces


class ReportJobs:
    """Each job first looks at what is recorded; what it sent is recorded in the transaction that settles it."""

    def __init__(self, database: Database, clock: Clock, delivery: Sender) -> None:
        self._database = database
        self._clock = clock
        self._delivery = delivery

    def kinds(self) -> dict[str, JobKind]:
        return {
            kinds.WEIGH_ANSWERS: JobKind(self.weigh_answers),
            kinds.TELL_DIFFERENCE: JobKind(self.tell_difference),
            kinds.POST_REPORT: JobKind(self.post_report, on_parked=self.report_parked),
            kinds.UPDATE_REPORT: JobKind(self.update_report),
            kinds.POST_ANSWERS: JobKind(self.post_answers, on_parked=self.answers_parked),
            kinds.ASK_FATE: JobKind(self.tell_owner),
            kinds.TELL_OWNER: JobKind(self.tell_owner),
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
            await self._keep_true(job, message, notice.told_channel, notice.told_ts)
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

    async def _keep_true(self, job: Job, message: Message, channel_id: ChannelId, ts: MessageTs) -> None:
        try:
            await self._delivery.update(job, channel_id, ts, message)
        except Refused as refused:
            if refused.code not in MESSAGE_GONE:
                raise

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

    async def report_parked(self, tx: Transaction, job: Job) -> bool:
        """The report could not be posted, or nobody knows whether it was: its owner is told."""
        run = await run_store.run(tx, job.workspace_id, RunId(job.row_id("run")))
        if run is None or run.posted:
            return False
        if run.trouble is None:
            await run_store.set_trouble(tx, job.workspace_id, run.id, TRIED_TOO_OFTEN)
        kind = kinds.ASK_FATE if run.trouble == FATE_UNKNOWN else kinds.TELL_OWNER
        await due_jobs.plan(tx, job.workspace_id, kind, job.subject, self._clock.now())
        return True

    async def answers_parked(self, tx: Transaction, job: Job) -> bool:
        """Nobody knows whether someone's answers stand in the thread: the owner is asked, and the rest waits."""
        run = await run_store.run(tx, job.workspace_id, RunId(job.row_id("run")))
        if run is None or run.unknown_answers is None:
            return False
        await due_jobs.plan(tx, job.workspace_id, kinds.ASK_FATE, job.subject, self._clock.now())
        return True

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
            await self._keep_true(job, message, run.report_channel, run.report_ts)
        return Done()

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
        return await self._put_in_thread(job, gathered.run, waiting[0], full, last=len(waiting) == 1)

    async def _put_in_thread(self, job: Job, run: Run, link: seat_store.Link, full: FullAnswers, *, last: bool) -> Done:
        channel_id, thread_ts = run.report_channel, run.report_ts
        if channel_id is None or thread_ts is None:
            return Done()
        message = full_answers_message(full, job.workspace_id)
        if link.thread_ts is not None:
            ts = link.thread_ts
            await self._keep_true(job, message, channel_id, ts)
        else:
            key = f"answers:{run.id}:{link.check_in.id}"
            try:
                sent = await self._delivery.once(job, message, key=key, channel_id=channel_id, thread_ts=thread_ts)
            except FateUnknown:
                changed, revision = link.check_in.changed_at, link.check_in.revision
                if changed is not None and changed > job.first_attempt_at:
                    revision -= 1  # an earlier attempt may have posted what stood there before
                await self._note_trouble(job, run.id, f"{ANSWERS_UNKNOWN}{link.check_in.id}:{revision}")
                raise
            ts = sent.ts
        now = self._clock.now()

        async def record(tx: Transaction) -> None:
            await seat_store.mark_in_thread(tx, job.workspace_id, link, ts, link.check_in.revision)
            if not last:  # what is answered meanwhile plans it again
                await due_jobs.plan(tx, job.workspace_id, kinds.POST_ANSWERS, job.subject, now)

        return Done(record)

    async def tell_owner(self, job: Job) -> Done:
        """Tell the owner once of each trouble with a report; afterwards show what they decided."""
        async with self._database.read() as tx:
            found = await run_store.with_standup(tx, job.workspace_id, RunId(job.row_id("run")))
            if found is None:
                return Done()
            run, standup = found.run, found.standup
            owner = await workspaces.member(tx, job.workspace_id, standup.owner_id)
            message = await _to_owner(tx, job, run, standup)
        if run.trouble is None:
            if run.owner_channel is not None and run.owner_ts is not None:
                await self._keep_true(job, message, run.owner_channel, run.owner_ts)
            return Done()
        if run.owner_told >= run.troubles or owner is None or not owner.can_be_asked:
            return Done()
        sent = await self._delivery.once(
            job,
            message,
            key=f"trouble:{run.id}:{run.troubles}",
            channel_id=owner.dm_channel_id,
            user_id=owner.slack_user_id,
        )

        async def record(tx: Transaction) -> None:
            await run_store.mark_owner_told(tx, job.workspace_id, run.id, sent.channel_id, sent.ts, run.troubles)

        return Done(record)


def _when(gathered: steps.Gathered, now: datetime) -> datetime:
    """When the report may be posted, as things stand now."""
    if not gathered.complete:
        return gathered.run.report_at
    current = gathered.current()
    noted = gathered.open_ones()
    # A difference that is not noted yet was made just now.
    made = [noted[pair].made_at if pair in noted else now for pair in current]
    return early_post_at(now, made, gathered.run.report_at)


async def _to_owner(tx: Transaction, job: Job, run: Run, standup: Standup) -> Message:
    name, channel_id = standup.name, standup.plan.channel_id
    if (whose := run.unknown_answers) is not None:
        check_in = await check_in_store.check_in(tx, job.workspace_id, whose)
        member = await colleague(tx, job.workspace_id, check_in.member_id) if check_in else None
        return fate_message(name, run.day, run.report_channel or channel_id, run.id, member.name if member else "")
    match run.trouble:
        case None:
            return decided_message(name, run.day)
        case "fate_unknown":
            return fate_message(name, run.day, channel_id, run.id)
        case "nobody":
            links = await seat_store.links_of_run(tx, job.workspace_id, run.id)
            reasons = {
                (await colleague(tx, job.workspace_id, each.check_in.member_id)).name: each.check_in.not_sent.value
                for each in links
                if each.check_in.not_sent is not None
            }
            return nobody_asked(name, run.day, reasons)
        case code:
            return refused_message(name, run.day, channel_id, run.id, code)
