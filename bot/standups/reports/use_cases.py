"""What people decide about differences and reports: still true, change mine, it is there, post it."""

from datetime import datetime

from bot.clock import Clock
from bot.database import Database, Transaction
from bot.errors import NotAllowed, NotFound
from bot.ids import CheckInId, RunId, SlackUserId, WorkspaceId
from bot.schedule import due_jobs
from bot.standups import kinds, run_store
from bot.standups.check_ins import answer_steps, seat_store
from bot.standups.check_ins.answer_rules import Form
from bot.standups.reports import notice_steps, store
from bot.standups.rules import NOBODY, Run
from bot.workspaces import steps as workspaces

SETTLED = "This has been settled since. There is nothing left to do."


class Reports:
    """Differences as the two see them, and reports as their owner looks after them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def stand_by(self, workspace_id: WorkspaceId, user_id: SlackUserId, notice_id: int) -> None:
        """ "Still true": the member stays with what they said. NotFound once it is settled; NotAllowed for others."""
        now = self._clock.now()
        async with self._database.write() as tx:
            found = await _own_notice(tx, workspace_id, user_id, notice_id)
            await store.confirm(tx, workspace_id, found.notice.id, now)
            await due_jobs.plan(tx, workspace_id, kinds.TELL_DIFFERENCE, kinds.of_notice(notice_id), now)

    async def open_form(self, workspace_id: WorkspaceId, user_id: SlackUserId, notice_id: int) -> Form:
        """ "Change mine": the member's check-in as they answered it."""
        async with self._database.read() as tx:
            found = await _own_notice(tx, workspace_id, user_id, notice_id)
            return await answer_steps.form(tx, workspace_id, found.check_in)

    async def confirm_posted(self, workspace_id: WorkspaceId, user_id: SlackUserId, run_id: RunId) -> None:
        """ "It's there": what may or may not have been posted stands in the channel. The standup's owner alone."""
        now = self._clock.now()
        subject = kinds.of_run(run_id)
        async with self._database.write() as tx:
            run = await _troubled_run(tx, workspace_id, user_id, run_id)
            if (whose := run.unknown_answers) is not None:
                await _mark_in_thread(tx, workspace_id, run_id, whose, run.unknown_revision)
                await _show_anew(tx, workspace_id, run_id, now)
            elif run.posted:
                raise NotFound(SETTLED)
            else:
                await run_store.mark_posted(tx, workspace_id, run_id, now)
                await due_jobs.cancel(tx, workspace_id, kinds.POST_REPORT, subject)
            await due_jobs.plan(tx, workspace_id, kinds.TELL_OWNER, subject, now)

    async def post_again(self, workspace_id: WorkspaceId, user_id: SlackUserId, run_id: RunId) -> None:
        """ "Post it", "Show them": as if it had never been tried. The standup's owner alone."""
        now = self._clock.now()
        async with self._database.write() as tx:
            run = await _troubled_run(tx, workspace_id, user_id, run_id)
            if run.posted:
                await _show_anew(tx, workspace_id, run_id, now)
            else:
                await _begin_anew(tx, workspace_id, run_id, kinds.POST_REPORT, now)
            await due_jobs.plan(tx, workspace_id, kinds.TELL_OWNER, kinds.of_run(run_id), now)


async def _begin_anew(tx: Transaction, workspace_id: WorkspaceId, run_id: RunId, kind: str, now: datetime) -> None:
    """Forget the parked job with its attempts, and plan it as a new one."""
    await run_store.set_trouble(tx, workspace_id, run_id, None)
    await due_jobs.cancel(tx, workspace_id, kind, kinds.of_run(run_id))
    await due_jobs.plan(tx, workspace_id, kind, kinds.of_run(run_id), now)


async def _show_anew(tx: Transaction, workspace_id: WorkspaceId, run_id: RunId, now: datetime) -> None:
    """Have the posted report and its thread show what is there now."""
    for kind in (kinds.UPDATE_REPORT, kinds.POST_ANSWERS):
        await _begin_anew(tx, workspace_id, run_id, kind, now)


async def _mark_in_thread(
    tx: Transaction, workspace_id: WorkspaceId, run_id: RunId, whose: CheckInId, revision: int | None
) -> None:
    """The thread shows these answers, as they were in that revision: what was changed since comes anew."""
    for link in await seat_store.links_of_run(tx, workspace_id, run_id):
        if link.check_in.id == whose:
            shown = link.check_in.revision if revision is None else revision
            await seat_store.mark_in_thread(tx, workspace_id, link, None, shown)


async def _own_notice(
    tx: Transaction, workspace_id: WorkspaceId, user_id: SlackUserId, notice_id: int
) -> notice_steps.LoadedNotice:
    found = await notice_steps.load(tx, workspace_id, notice_id)
    if found is None or found.shown.settled:
        raise NotFound(SETTLED)
    if found.member.slack_user_id != user_id:
        raise NotAllowed(f"Only {found.member.name} can answer this.")
    return found


async def _troubled_run(tx: Transaction, workspace_id: WorkspaceId, user_id: SlackUserId, run_id: RunId) -> Run:
    """A run of the person's own standup about which there is something to decide."""
    found = await run_store.with_standup(tx, workspace_id, run_id)
    if found is None:
        raise NotFound(SETTLED)
    run, standup = found.run, found.standup
    owner = await workspaces.member(tx, workspace_id, standup.owner_id)
    if owner is None or owner.slack_user_id != user_id:
        raise NotAllowed(f"Only {owner.name if owner else 'the owner'}, who owns {standup.name}, can decide this.")
    if run.trouble in (None, NOBODY):
        raise NotFound(SETTLED)
    return run
