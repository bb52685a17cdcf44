"""What a standup's owner hears of its reports: that one was refused, may not be there, or cannot be changed any more."""

from bot.clock import Clock
from bot.database import Database, Transaction
from bot.ids import RunId
from bot.schedule import due_jobs
from bot.schedule.engine import Done, JobKind
from bot.schedule.store import Job
from bot.slack.messages import Message
from bot.standups import kinds, run_store
from bot.standups.blocks import nobody_asked
from bot.standups.check_ins import seat_store
from bot.standups.check_ins import store as check_in_store
from bot.standups.check_ins.answer_steps import colleague
from bot.standups.check_ins.jobs import Sender, keep_true
from bot.standups.reports.owner_blocks import decided_message, fate_message, not_shown_message, refused_message
from bot.standups.rules import FATE_UNKNOWN, NOT_SHOWN, TRIED_TOO_OFTEN, Run, Standup
from bot.workspaces import steps as workspaces


class OwnerJobs:
    """Tells the owner of each trouble once. Whoever cannot be told leaves it to the stewards."""

    def __init__(self, database: Database, clock: Clock, delivery: Sender) -> None:
        self._database = database
        self._clock = clock
        self._delivery = delivery

    def kinds(self) -> dict[str, JobKind]:
        return {kinds.ASK_FATE: JobKind(self.tell_owner), kinds.TELL_OWNER: JobKind(self.tell_owner)}

    async def report_parked(self, tx: Transaction, job: Job) -> bool:
        """The report could not be posted, or nobody knows whether it was."""
        found = await run_store.with_standup(tx, job.workspace_id, RunId(job.row_id("run")))
        if found is None or found.run.posted:
            return False
        trouble = found.run.trouble
        if trouble is None:
            await run_store.set_trouble(tx, job.workspace_id, found.run.id, TRIED_TOO_OFTEN)
        return await self._hears(
            tx, job, found.standup, kinds.ASK_FATE if trouble == FATE_UNKNOWN else kinds.TELL_OWNER
        )

    async def changes_parked(self, tx: Transaction, job: Job) -> bool:
        """The posted report or its thread cannot show what was answered, or nobody knows whether it does."""
        found = await run_store.with_standup(tx, job.workspace_id, RunId(job.row_id("run")))
        if found is not None and found.run.unknown_answers is not None:
            return await self._hears(tx, job, found.standup, kinds.ASK_FATE)
        if found is not None and found.run.trouble == NOT_SHOWN:
            return await self._hears(tx, job, found.standup, kinds.TELL_OWNER)
        return False

    async def _hears(self, tx: Transaction, job: Job, standup: Standup, kind: str) -> bool:
        owner = await workspaces.member(tx, job.workspace_id, standup.owner_id)
        await due_jobs.plan(tx, job.workspace_id, kind, job.subject, self._clock.now())
        return owner is not None and owner.can_be_asked

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
                await keep_true(self._delivery, job, run.owner_channel, run.owner_ts, message)
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
        case "not_shown":
            return not_shown_message(name, run.day, run.report_channel or channel_id, run.id)
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
