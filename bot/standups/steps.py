"""What is done with standups and runs inside a transaction: planning what comes next, and taking it back."""

from datetime import datetime

from bot.database import Transaction
from bot.ids import WorkspaceId
from bot.schedule import due_jobs
from bot.standups import kinds, run_store
from bot.standups.rules import FATE_UNKNOWN, Run, Standup, closing, next_report, opening


async def plan_next_run(tx: Transaction, workspace_id: WorkspaceId, standup: Standup, after: datetime) -> Run | None:
    """Plan the first run whose check-ins close after the instant `after`; None for an archived standup.

    A day whose report is out, early because all had answered, has had its run although its time may have been moved.
    """
    while not standup.archived:
        occurrence = next_report(standup.plan, after)
        closes_at = closing(occurrence.at)
        run = await run_store.write_run(tx, workspace_id, standup.id, occurrence.day, occurrence.at, closes_at)
        if not run.posted:
            await due_jobs.plan(tx, workspace_id, kinds.OPEN_RUN, kinds.of_run(run.id), opening(closes_at))
            return run
        after = closes_at
    return None


async def reschedule(tx: Transaction, workspace_id: WorkspaceId, standup: Standup, now: datetime) -> Run | None:
    """Have the runs that are still open follow the standup as it is now: moved, taken back, or with other members.

    A run whose check-ins have closed is reported as it is.
    """
    run = await plan_next_run(tx, workspace_id, standup, now)
    for other in await run_store.unposted_runs(tx, workspace_id, standup.id):
        if other.closes_at <= now and not standup.archived:
            continue
        stays = run is not None and other.id == run.id
        if not stays:
            await run_store.cancel_run(tx, workspace_id, other.id, now)
            await due_jobs.cancel(tx, workspace_id, kinds.POST_REPORT, kinds.of_run(other.id))
        if other.opened_at is not None:
            await run_store.forget_audience(tx, workspace_id, other.id)
            await due_jobs.plan(tx, workspace_id, kinds.OPEN_RUN, kinds.of_run(other.id), now)
            if stays and other.trouble != FATE_UNKNOWN:
                # A job that was parked, by a channel that refused it say, begins anew.
                await run_store.set_trouble(tx, workspace_id, other.id, None)
                await due_jobs.cancel(tx, workspace_id, kinds.POST_REPORT, kinds.of_run(other.id))
                await due_jobs.plan(tx, workspace_id, kinds.POST_REPORT, kinds.of_run(other.id), other.report_at)
        elif not stays:
            await due_jobs.cancel(tx, workspace_id, kinds.OPEN_RUN, kinds.of_run(other.id))
    return run
