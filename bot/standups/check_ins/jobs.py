"""What time does with check-ins: a run opens, each member is asked once and reminded once, and what they see follows."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

import structlog

from bot.clock import Clock
from bot.database import Database, Transaction
from bot.errors import Refused
from bot.ids import ChannelId, CheckInId, MessageTs, RunId, SlackUserId
from bot.schedule import due_jobs
from bot.schedule.engine import Done, JobKind
from bot.schedule.store import Job
from bot.slack.delivery import Sent
from bot.slack.messages import Message
from bot.standups import kinds, run_store, store
from bot.standups.check_ins import answer_steps, steps
from bot.standups.check_ins import store as check_in_store
from bot.standups.check_ins.blocks import check_in_message, reminder_message
from bot.standups.check_ins.card_rules import CheckInCard, Reminder
from bot.standups.check_ins.rules import Addressee, CheckIn, NotSent, why_not_sent
from bot.standups.rules import next_review, reminding
from bot.workspaces import steps as workspaces
from bot.workspaces.rules import Member

log = structlog.get_logger(__name__)

# What Slack says when one person cannot be written to; anything else is no fault of theirs.
PERSON_UNREACHABLE = {
    "account_inactive_user",
    "cannot_dm_bot",
    "channel_not_found",
    "is_archived",
    "user_disabled",
    "user_not_found",
    "user_not_visible",
    "users_not_found",
}
# How soon to look whether a check-in that was answered already is written down as sent.
LOOK_AGAIN = timedelta(seconds=10)
# What Slack says when the message to update is gone: there is nothing left to show.
MESSAGE_GONE = {"message_not_found", "cant_update_message", "channel_not_found", "edit_window_closed", "is_archived"}


class Sender(Protocol):
    """What jobs of standups need of slack.delivery.Delivery."""

    async def once(
        self,
        attempt: Job,
        message: Message,
        *,
        key: str,
        channel_id: ChannelId | None = None,
        user_id: SlackUserId | None = None,
        thread_ts: MessageTs | None = None,
    ) -> Sent: ...

    async def update(self, attempt: Job, channel_id: ChannelId, ts: MessageTs, message: Message) -> None: ...


class CheckInJobs:
    """Each job first looks at what is recorded; what it sent is recorded in the transaction that settles it."""

    def __init__(self, database: Database, clock: Clock, delivery: Sender) -> None:
        self._database = database
        self._clock = clock
        self._delivery = delivery

    def kinds(self) -> dict[str, JobKind]:
        return {
            kinds.OPEN_RUN: JobKind(self.open_run, lease=timedelta(minutes=2)),
            kinds.SEND_CHECK_IN: JobKind(self.send_check_in, attempts=50),
            kinds.REMIND: JobKind(self.remind),
            kinds.REFRESH_CHECK_IN: JobKind(self.refresh_check_in),
        }

    async def open_run(self, job: Job) -> Done:
        """Find whom the run asks, and look again until it closes: a change of holder changes who is asked."""
        run_id = RunId(job.row_id("run"))
        now = self._clock.now()
        async with self._database.write() as tx:
            run = await run_store.run(tx, job.workspace_id, run_id)
            standup = await store.standup_alone(tx, job.workspace_id, run.standup_id) if run else None
            if run is None or standup is None:
                return Done()
            await steps.open_run(tx, job.workspace_id, run, standup, now)
            again = next_review(run.closes_at, now)
            if again is not None and not (run.posted or run.cancelled or standup.archived):
                await due_jobs.plan(tx, job.workspace_id, kinds.OPEN_RUN, job.subject, again)
        return Done()

    async def send_check_in(self, job: Job) -> Done:
        """Ask a member, if they are still to be asked and can be."""
        check_in_id = CheckInId(job.row_id("check_in"))
        async with self._database.read() as tx:
            runs, stale = await self._runs(tx, job, check_in_id)
            loaded = None if stale else await self._load(tx, job, check_in_id, runs)
        if stale:
            runs, loaded = await self._review(job, check_in_id, stale)
        if loaded is None:
            return Done()
        check_in, member, card = loaded
        last_close = max((each.run.closes_at for each in runs), default=check_in.closes_at)
        reason = why_not_sent(_addressee(member), still_asked=bool(runs), closes_at=last_close, now=self._clock.now())
        if reason is not None or member is None:
            return self._not_sent(job, check_in, reason or NotSent.NO_SLACK_ACCOUNT)
        try:
            sent = await self._delivery.once(
                job,
                check_in_message(card),
                key=f"check_in:{check_in_id}",
                channel_id=member.dm_channel_id,
                user_id=member.slack_user_id,
            )
        except Refused as refused:
            if refused.code not in PERSON_UNREACHABLE:
                raise
            return self._not_sent(job, check_in, NotSent.UNREACHABLE)
        return self._sent(job, check_in, member, sent)

    async def _runs(
        self, tx: Transaction, job: Job, check_in_id: CheckInId
    ) -> tuple[list[steps.StandingRun], list[steps.StandingRun]]:
        """The runs of a check-in, and those whose members were found by an older registry."""
        version = await workspaces.registry_version(tx, job.workspace_id)
        runs = await steps.standing_runs(tx, job.workspace_id, check_in_id)
        return runs, [each for each in runs if each.run.audience_version != version and not each.run.posted]

    async def _load(
        self, tx: Transaction, job: Job, check_in_id: CheckInId, runs: list[steps.StandingRun]
    ) -> tuple[CheckIn, Member | None, CheckInCard] | None:
        check_in = await check_in_store.check_in(tx, job.workspace_id, check_in_id)
        if check_in is None or check_in.sent or check_in.not_sent is not None:
            return None
        member = await workspaces.member(tx, job.workspace_id, check_in.member_id)
        return check_in, member, await answer_steps.card(tx, job.workspace_id, check_in, runs)

    async def _review(
        self, job: Job, check_in_id: CheckInId, stale: Sequence[steps.StandingRun]
    ) -> tuple[list[steps.StandingRun], tuple[CheckIn, Member | None, CheckInCard] | None]:
        """The registry has changed since the runs found their members: find them again first."""
        async with self._database.write() as tx:
            await steps.review(tx, job.workspace_id, stale, self._clock.now())
            runs = await steps.standing_runs(tx, job.workspace_id, check_in_id)
            return runs, await self._load(tx, job, check_in_id, runs)

    def _not_sent(self, job: Job, check_in: CheckIn, reason: NotSent) -> Done:
        log.info("check_in_not_sent", check_in=check_in.id, reason=reason.value)
        now = self._clock.now()

        async def record(tx: Transaction) -> None:
            await check_in_store.mark_not_sent(tx, job.workspace_id, check_in.id, reason)
            await steps.note_change(tx, job.workspace_id, check_in, now)

        return Done(record)

    def _sent(self, job: Job, check_in: CheckIn, member: Member, sent: Sent) -> Done:
        now = self._clock.now()
        at = reminding(check_in.closes_at, now, member.zone)

        async def record(tx: Transaction) -> None:
            await check_in_store.mark_sent(tx, job.workspace_id, check_in.id, sent.channel_id, sent.ts, now)
            await workspaces.set_dm_channel(tx, job.workspace_id, member.id, sent.channel_id)
            if at is not None:
                await due_jobs.plan(tx, job.workspace_id, kinds.REMIND, job.subject, max(at, now))

        return Done(record)

    async def remind(self, job: Job) -> Done:
        """Remind once who has not answered, while it is open."""
        check_in_id = CheckInId(job.row_id("check_in"))
        now = self._clock.now()
        async with self._database.read() as tx:
            runs, stale = await self._runs(tx, job, check_in_id)
            check_in = await check_in_store.check_in(tx, job.workspace_id, check_in_id)
            if check_in is None or check_in.sent_channel is None or check_in.answered or check_in.reminded_at:
                return Done()
            member = await workspaces.member(tx, job.workspace_id, check_in.member_id)
        if stale:
            runs, _ = await self._review(job, check_in_id, stale)
        if now >= check_in.closes_at or not runs or member is None or not member.can_be_asked:
            return Done()
        reminder = Reminder(
            check_in_id=check_in_id,
            names=_closing_first(runs),
            minutes=max(round((check_in.closes_at - now).total_seconds() / 60), 1),
            closes_at=check_in.closes_at,
            zone=member.zone,
        )
        sent = await self._delivery.once(
            job, reminder_message(reminder), key=f"reminder:{check_in_id}", channel_id=check_in.sent_channel
        )

        async def record(tx: Transaction) -> None:
            await check_in_store.mark_reminded(tx, job.workspace_id, check_in_id, sent.ts, now)

        return Done(record)

    async def refresh_check_in(self, job: Job) -> Done:
        """Show in the member's message what has become of it."""
        async with self._database.read() as tx:
            check_in = await check_in_store.check_in(tx, job.workspace_id, CheckInId(job.row_id("check_in")))
            if check_in is None or check_in.sent_channel is None or check_in.sent_ts is None:
                return self._once_it_is_sent(job, check_in)
            runs = await steps.standing_runs(tx, job.workspace_id, check_in.id)
            card = await answer_steps.card(tx, job.workspace_id, check_in, runs)
        try:
            await self._delivery.update(job, check_in.sent_channel, check_in.sent_ts, check_in_message(card))
        except Refused as refused:
            if refused.code not in MESSAGE_GONE:
                raise
        return Done()

    def _once_it_is_sent(self, job: Job, check_in: CheckIn | None) -> Done:
        """Who is quick answers a message before it is written down that it was sent: it is shown after that."""
        now = self._clock.now()
        on_its_way = check_in is not None and check_in.answered and check_in.not_sent is None
        if check_in is None or not on_its_way or now >= check_in.closes_at:
            return Done()

        async def record(tx: Transaction) -> None:
            again = now + LOOK_AGAIN
            await due_jobs.plan(tx, job.workspace_id, kinds.REFRESH_CHECK_IN, job.subject, again)

        return Done(record)


def _addressee(member: Member | None) -> Addressee | None:
    if member is None:
        return None
    return Addressee(member.slack_user_id, member.deactivated, member.guest, member.bot)


def _closing_first(runs: Sequence[steps.StandingRun]) -> tuple[str, ...]:
    first = min(each.run.closes_at for each in runs)
    return tuple(each.standup.name for each in runs if each.run.closes_at == first)
