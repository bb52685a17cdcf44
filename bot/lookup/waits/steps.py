"""Who waits to be told, inside the caller's transaction."""

from datetime import datetime, timedelta

from bot.database import Transaction
from bot.ids import SlackUserId, WaitId, WorkspaceId
from bot.lookup.steps import LONGEST_NOTE, fingerprint
from bot.lookup.waits import store
from bot.schedule import due_jobs

LOOK = "lookup.look_who_waits"
TELL = "lookup.tell_settled"
FORGET = "lookup.forget_wait"


async def wait(
    tx: Transaction,
    workspace_id: WorkspaceId,
    asker: SlackUserId,
    now: datetime,
    keep: timedelta,
    *,
    question: str = "",
    area: str | None = None,
    role: str | None = None,
) -> None:
    """Tell `asker` once it is settled, and forget it after `keep` if it never is."""
    what = fingerprint(f"{area or ''} {question}".strip(), role)
    wait_id = await store.add(
        tx, workspace_id, asker, what, now, question=question[:LONGEST_NOTE], area=area, role=role
    )
    await due_jobs.move(tx, workspace_id, FORGET, wait_subject(wait_id), now + keep)


async def tell(tx: Transaction, workspace_id: WorkspaceId, wait_id: WaitId, now: datetime) -> None:
    await due_jobs.plan(tx, workspace_id, TELL, wait_subject(wait_id), now)


async def settle(tx: Transaction, workspace_id: WorkspaceId, wait_id: WaitId) -> None:
    """Forget who waited: they were told, or it took too long."""
    await store.forget(tx, workspace_id, wait_id)
    for kind in (TELL, FORGET):
        await due_jobs.cancel(tx, workspace_id, kind, wait_subject(wait_id))


def wait_subject(wait_id: WaitId) -> str:
    return f"wait:{wait_id}"
