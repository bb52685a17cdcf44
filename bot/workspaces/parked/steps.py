"""Noting what was set aside, and telling stewards of it together."""

from collections.abc import Collection
from datetime import datetime

import structlog

from bot.database import Transaction
from bot.ids import SlackUserId, WorkspaceId
from bot.schedule import due_jobs
from bot.workspaces import steps as workspaces
from bot.workspaces.parked import store
from bot.workspaces.parked.rules import Group, groups, when_to_tell

log = structlog.get_logger(__name__)

NOTE_PARKED = "workspaces.note_parked"  # job:7
TELL_STEWARDS = "workspaces.tell_stewards"  # parked
TELL_STEWARD = "workspaces.tell_steward"  # steward_message:3
EVERYTHING = "parked"


def of_message(message_id: int) -> str:
    return f"steward_message:{message_id}"


async def note(tx: Transaction, workspace_id: WorkspaceId, job_id: int, now: datetime) -> None:
    """A job was set aside: stewards are told soon, with what else there is by then."""
    parked = await due_jobs.parked_job(tx, workspace_id, job_id)
    if parked is None or parked.parked_at is None:
        return  # somebody has acted already
    reason = parked.last_error or "no reason was given"
    await store.add_notice(
        tx, workspace_id, kind=parked.kind, subject=parked.subject, reason=reason, parked_at=parked.parked_at
    )
    at = when_to_tell(now, await store.last_told_at(tx, workspace_id))
    await due_jobs.plan(tx, workspace_id, TELL_STEWARDS, EVERYTHING, at)


async def tell(tx: Transaction, workspace_id: WorkspaceId, named: Collection[SlackUserId], now: datetime) -> None:
    """Plan one message to each steward about all that nobody has been told of. `named` are those of the settings."""
    batch = await store.make_batch(tx, workspace_id, now)
    if batch is None:
        return
    told = [each.slack_user_id for each in await workspaces.stewards(tx, workspace_id, named) if each.slack_user_id]
    if not told:
        log.warning("parked_and_nobody_to_tell", workspace=workspace_id)
    await store.add_messages(tx, workspace_id, batch, told)
    await show(tx, workspace_id, batch, now)


async def show(tx: Transaction, workspace_id: WorkspaceId, batch: int, now: datetime) -> None:
    """Have every message about a batch sent, or show what has become of it."""
    for message in await store.messages_of_batch(tx, workspace_id, batch):
        await due_jobs.plan(tx, workspace_id, TELL_STEWARD, of_message(message.id), now)


async def load(tx: Transaction, workspace_id: WorkspaceId, batch: int) -> list[Group]:
    """A batch as stewards see it."""
    notices = await store.notices_of_batch(tx, workspace_id, batch)
    names: dict[SlackUserId, str] = {}
    for by in {each.decided_by for each in notices if each.decided_by}:
        member = await workspaces.member_by_slack_id(tx, workspace_id, by)
        if member is not None:
            names[by] = member.name
    return groups(notices, names)
