"""What time does with check-ins: a run opens, each member is asked once and reminded once, and what they see follows."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol, TypeVar

import structlog

from bot.clock import Clock
from bot.database import Database, Transaction
from bot.errors import Refused
from bot.ids import ChannelId, CheckInId, MemberId, MessageTs, RunId, SlackUserId, WorkspaceId
from bot.schedule import due_jobs
from bot.schedule.engine import Act, Done, JobKind, Together
from bot.schedule.store import Job
from bot.slack.delivery import Sent
from bot.slack.messages import Message
from bot.standups import kinds, run_store
from bot.standups.check_ins import answer_steps, steps
from bot.standups.check_ins import store as check_in_store
from bot.standups.check_ins.blocks import check_in_message, reminder_message
from bot.standups.check_ins.card_rules import CheckInCard, Reminder
from bot.standups.check_ins.rules import Addressee, CheckIn, NotSent, why_not_sent
from bot.standups.rules import LAST_REVIEW_BEFORE_CLOSE, StandingRun, reminding
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
# What Slack says when the message to update is gone: there is nothing left to show.
MESSAGE_GONE = {"message_not_found", "cant_update_message", "channel_not_found", "edit_window_closed"}
# What it says where nobody can write any more; the second when a message is to be changed there.
CHANNEL_CLOSED = {"is_archived", "is_inactive"}
# Many small changes within that time are followed at once.
REVIEW_AFTER = timedelta(minutes=1)

T = TypeVar("T")
Due = Mapping[CheckInId, steps.DueCheckIn]
Cards = tuple[Mapping[CheckInId, CheckInCard], Mapping[MemberId, Member]]


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

    async def open_dm(self, workspace_id: WorkspaceId, user_id: SlackUserId) -> ChannelId: ...

    async def find(
        self, attempt: Job, *, key: str, channel_id: ChannelId | None = None, user_id: SlackUserId | None = None
    ) -> Sent | None: ...

    async def find_in_thread(
        self, attempt: Job, keys: Collection[str], *, channel_id: ChannelId, thread_ts: MessageTs
    ) -> dict[str, MessageTs]: ...

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
            kinds.REVIEW_RUNS: JobKind(self.review_runs),
            kinds.OPEN_DM: JobKind(self.open_dm),
            kinds.SEND_CHECK_IN: JobKind(prepare=self.prepare_check_ins, attempts=50),
            kinds.REMIND: JobKind(prepare=self.prepare_reminders),
            kinds.REFRESH_CHECK_IN: JobKind(self.refresh_check_in),
        }

    async def open_run(self, job: Job) -> Done:
        """Find whom the run asks; again when that may have changed."""
        run_id = RunId(job.row_id("run"))
        now = self._clock.now()
        async with self._database.write() as tx:
            found = await steps.held(tx, job.workspace_id, run_id)
            if found is not None:
                await steps.open_run(tx, job.workspace_id, found.run, found.standup, now)
        return Done()

    async def review_runs(self, job: Job) -> Done:
        """Somebody holds something new, or came, moved or left: open runs look again whom they ask."""
        now = self._clock.now()
        async with self._database.write() as tx:
            version = await workspaces.registry_version(tx, job.workspace_id)
            ids = await run_store.stale_runs(tx, job.workspace_id, version, now + LAST_REVIEW_BEFORE_CLOSE)
            due = {kinds.of_run(run_id): now + REVIEW_AFTER for run_id in ids}
            await due_jobs.plan_all(tx, job.workspace_id, kinds.OPEN_RUN, due)
        return Done()

    async def open_dm(self, job: Job) -> Done:
        """Open the DM with somebody who will be asked, so that their first check-in need not wait for that."""
        member_id = MemberId(job.row_id("member"))
        async with self._database.read() as tx:
            member = await workspaces.member(tx, job.workspace_id, member_id)
        if (
            member is None
            or member.slack_user_id is None
            or not member.can_be_asked
            or member.dm_channel_id is not None
        ):
            return Done()
        try:
            opened = await self._delivery.open_dm(job.workspace_id, member.slack_user_id)
        except Refused as refused:
            if refused.code not in PERSON_UNREACHABLE:
                raise
            return Done()  # their check-in will find the same, and say so

        async def record(tx: Transaction) -> None:
            await workspaces.set_dm_channels(tx, job.workspace_id, {member_id: opened})

        return Done(record)

    async def prepare_check_ins(self, jobs: Sequence[Job]) -> dict[int, Act]:
        """What the check-ins of one workspace that are due now need, in one read for all of them."""
        due, (cards, members) = await self._due(jobs, self._cards)

        def act(job: Job) -> Act:
            each = due.get(_check_in_of(job))
            if each is None:
                return _nothing
            if each.check_in.sent:  # planned again while it was on its way: it shows what was true before
                return partial(self.refresh_check_in, job)
            return partial(self._send, job, each, members.get(each.check_in.member_id), cards[each.check_in.id])

        return {job.id: act(job) for job in jobs}

    async def _due(
        self, jobs: Sequence[Job], more: Callable[[Transaction, WorkspaceId, Due], Awaitable[T]]
    ) -> tuple[Due, T]:
        """The jobs' check-ins and `more` about them. Where the registry has changed, runs find their members first."""
        workspace_id, ids = jobs[0].workspace_id, [_check_in_of(job) for job in jobs]
        async with self._database.read() as tx:
            due = await steps.due_check_ins(tx, workspace_id, ids)
            if not (stale := steps.stale_runs(due.values())):
                return due, await more(tx, workspace_id, due)
        async with self._database.write() as tx:
            await steps.review(tx, workspace_id, stale, self._clock.now())
            due = await steps.due_check_ins(tx, workspace_id, ids)
            return due, await more(tx, workspace_id, due)

    async def _cards(self, tx: Transaction, workspace_id: WorkspaceId, due: Due) -> Cards:
        waiting = [each.check_in for each in due.values() if not each.check_in.sent]
        runs = {each.id: due[each.id].runs for each in waiting}
        return await answer_steps.cards(tx, workspace_id, waiting, runs) if waiting else ({}, {})

    async def _send(self, job: Job, due: steps.DueCheckIn, member: Member | None, card: CheckInCard) -> Done:
        """Ask a member, if they are still to be asked and can be."""
        check_in = due.check_in
        last_close = max((each.run.closes_at for each in due.runs), default=check_in.closes_at)
        addressee, still_asked = _addressee(member), bool(due.runs)
        reason = why_not_sent(addressee, still_asked=still_asked, closes_at=last_close, now=self._clock.now())
        if reason is not None or member is None:
            found = await self._found(job, check_in, member)
            return found or self._not_sent(job, check_in, reason or NotSent.NO_SLACK_ACCOUNT)
        try:
            sent = await self._delivery.once(
                job,
                check_in_message(card),
                key=f"check_in:{check_in.id}",
                channel_id=member.dm_channel_id,
                user_id=member.slack_user_id,
            )
        except Refused as refused:
            if refused.code not in PERSON_UNREACHABLE:
                raise
            return self._not_sent(job, check_in, NotSent.UNREACHABLE)
        posted = check_in_store.Posted(check_in.id, sent.channel_id, sent.ts, self._clock.now())
        return Done(together=Together(self._record_sent, (check_in, member, posted)))

    async def _found(self, job: Job, check_in: CheckIn, member: Member | None) -> Done | None:
        """It is not to be sent any more, but an earlier attempt may have sent it: then it has to show so."""
        if member is None or member.slack_user_id is None or not job.may_have_been_sent:
            return None
        channel_id, user_id = member.dm_channel_id, member.slack_user_id
        sent = await self._delivery.find(job, key=f"check_in:{check_in.id}", channel_id=channel_id, user_id=user_id)
        if sent is None:
            return None
        now = self._clock.now()
        posted = check_in_store.Posted(check_in.id, sent.channel_id, sent.ts, now)

        async def record(tx: Transaction) -> None:
            await check_in_store.mark_sent(tx, job.workspace_id, [posted])
            await due_jobs.plan(tx, job.workspace_id, kinds.REFRESH_CHECK_IN, job.subject, now)

        return Done(record)

    def _not_sent(self, job: Job, check_in: CheckIn, reason: NotSent) -> Done:
        log.info("check_in_not_sent", check_in=check_in.id, reason=reason.value)
        now = self._clock.now()

        async def record(tx: Transaction) -> None:
            await check_in_store.mark_not_sent(tx, job.workspace_id, check_in.id, reason)
            await steps.note_change(tx, job.workspace_id, check_in, now)

        return Done(record)

    async def _record_sent(
        self,
        tx: Transaction,
        workspace_id: WorkspaceId,
        sent: Sequence[tuple[CheckIn, Member, check_in_store.Posted]],
    ) -> None:
        await check_in_store.mark_sent(tx, workspace_id, [posted for *_, posted in sent])
        opened = {member.id: posted.channel_id for _, member, posted in sent if member.dm_channel_id is None}
        await workspaces.set_dm_channels(tx, workspace_id, opened)
        reminders: dict[str, datetime] = {}
        for check_in, member, posted in sent:
            if (at := reminding(check_in.closes_at, posted.at, member.zone)) is not None:
                reminders[kinds.of_check_in(check_in.id)] = max(at, posted.at)
        await due_jobs.plan_all(tx, workspace_id, kinds.REMIND, reminders)
        # Who is quick answers before this is written down, and a message that was found still asks.
        quick = await check_in_store.answered_among(tx, workspace_id, [posted.check_in_id for *_, posted in sent])
        refreshed = {kinds.of_check_in(each): self._clock.now() for each in quick}
        await due_jobs.plan_all(tx, workspace_id, kinds.REFRESH_CHECK_IN, refreshed)

    async def prepare_reminders(self, jobs: Sequence[Job]) -> dict[int, Act]:
        """Whom of one workspace to remind now, in one read for all of them."""
        due, members = await self._due(jobs, self._unanswering)
        return {
            job.id: partial(self._remind, job, each, member)
            if (each := due.get(_check_in_of(job))) and (member := members.get(each.check_in.member_id))
            else _nothing
            for job in jobs
        }

    async def _unanswering(self, tx: Transaction, workspace_id: WorkspaceId, due: Due) -> Mapping[MemberId, Member]:
        asked = [each.check_in for each in due.values() if each.check_in.sent_channel is not None]
        silent = {each.member_id for each in asked if not each.answered and not each.reminded_at}
        return await workspaces.members_by_id(tx, workspace_id, silent)

    async def _remind(self, job: Job, due: steps.DueCheckIn, member: Member) -> Done:
        """Remind once who has not answered, while it is open."""
        now, check_in, runs = self._clock.now(), due.check_in, due.runs
        if now >= check_in.closes_at or not runs or not member.can_be_asked:
            return Done()
        reminder = Reminder(
            check_in_id=check_in.id,
            names=_closing_first(runs),
            minutes=max(round((check_in.closes_at - now).total_seconds() / 60), 1),
            closes_at=check_in.closes_at,
            zone=member.zone,
        )
        sent = await self._delivery.once(
            job, reminder_message(reminder), key=f"reminder:{check_in.id}", channel_id=check_in.sent_channel
        )
        posted = check_in_store.Posted(check_in.id, sent.channel_id, sent.ts, now)
        return Done(together=Together(check_in_store.mark_reminded, posted))

    async def refresh_check_in(self, job: Job) -> Done:
        """Show in the member's message what has become of it."""
        async with self._database.read() as tx:
            check_in = await check_in_store.check_in(tx, job.workspace_id, CheckInId(job.row_id("check_in")))
            if check_in is None or check_in.sent_channel is None or check_in.sent_ts is None:
                return Done()  # whoever writes down that it was sent plans this again
            runs = await steps.standing_runs(tx, job.workspace_id, check_in.id)
            card = await answer_steps.card(tx, job.workspace_id, check_in, runs)
        await keep_true(self._delivery, job, check_in.sent_channel, check_in.sent_ts, check_in_message(card))
        return Done()


async def keep_true(delivery: Sender, job: Job, channel_id: ChannelId, ts: MessageTs, message: Message) -> None:
    """Show `message` in place of the one in somebody's DM, unless that is gone."""
    try:
        await delivery.update(job, channel_id, ts, message)
    except Refused as refused:
        if refused.code not in MESSAGE_GONE | CHANNEL_CLOSED:
            raise


async def _nothing() -> Done:
    return Done()


def _check_in_of(job: Job) -> CheckInId:
    return CheckInId(job.row_id("check_in"))


def _addressee(member: Member | None) -> Addressee | None:
    if member is None:
        return None
    return Addressee(member.slack_user_id, member.deactivated, member.guest, member.bot)


def _closing_first(runs: Sequence[StandingRun]) -> tuple[str, ...]:
    first = min(each.run.closes_at for each in runs)
    return tuple(each.standup.name for each in runs if each.run.closes_at == first)
