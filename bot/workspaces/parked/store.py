"""All SQL of what was set aside and of who was told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update

from bot.database import Transaction
from bot.ids import ChannelId, MessageTs, SlackUserId, WorkspaceId
from bot.workspaces.parked.rules import Decision, Notice, StewardMessage
from bot.workspaces.parked.tables import parked_notices, steward_messages


async def add_notice(
    tx: Transaction, workspace_id: WorkspaceId, *, kind: str, subject: str, reason: str, parked_at: datetime
) -> None:
    """Note a job that was set aside; noting it again changes nothing."""
    row = {"workspace_id": workspace_id, "kind": kind, "subject": subject, "reason": reason, "parked_at": parked_at}
    await tx.execute(tx.insert(parked_notices).values(**row).on_conflict_do_nothing())


async def last_told_at(tx: Transaction, workspace_id: WorkspaceId) -> datetime | None:
    row = await tx.one_or_none(
        select(parked_notices.c.told_at)
        .where(parked_notices.c.workspace_id == workspace_id, parked_notices.c.told_at.is_not(None))
        .order_by(parked_notices.c.told_at.desc())
        .limit(1)
    )
    return None if row is None else row.told_at


async def make_batch(tx: Transaction, workspace_id: WorkspaceId, now: datetime) -> int | None:
    """Put together what nobody has been told of; None when there is nothing."""
    mine = parked_notices.c.workspace_id == workspace_id
    last = await tx.scalar(select(func.max(parked_notices.c.batch)).where(mine))
    batch = int(last or 0) + 1
    put = await tx.execute(
        update(parked_notices).where(mine, parked_notices.c.batch.is_(None)).values(batch=batch, told_at=now)
    )
    return batch if put.rowcount else None


async def notice(tx: Transaction, workspace_id: WorkspaceId, notice_id: int) -> Notice | None:
    row = await tx.one_or_none(
        select(parked_notices).where(parked_notices.c.workspace_id == workspace_id, parked_notices.c.id == notice_id)
    )
    return None if row is None else _notice(row)


async def notices_of_batch(tx: Transaction, workspace_id: WorkspaceId, batch: int) -> Sequence[Notice]:
    query = select(parked_notices).where(parked_notices.c.workspace_id == workspace_id, parked_notices.c.batch == batch)
    return [_notice(row) for row in await tx.all(query.order_by(parked_notices.c.id))]


async def decide(
    tx: Transaction, workspace_id: WorkspaceId, ids: Sequence[int], decision: Decision, by: SlackUserId
) -> None:
    await tx.execute(
        update(parked_notices)
        .where(parked_notices.c.workspace_id == workspace_id, parked_notices.c.id.in_(ids))
        .values(decision=decision.value, decided_by=by)
    )


async def add_messages(tx: Transaction, workspace_id: WorkspaceId, batch: int, stewards: Sequence[SlackUserId]) -> None:
    if not stewards:
        return
    rows = [{"workspace_id": workspace_id, "batch": batch, "steward": one} for one in stewards]
    await tx.execute(tx.insert(steward_messages).values(rows).on_conflict_do_nothing())


async def messages_of_batch(tx: Transaction, workspace_id: WorkspaceId, batch: int) -> Sequence[StewardMessage]:
    query = select(steward_messages).where(
        steward_messages.c.workspace_id == workspace_id, steward_messages.c.batch == batch
    )
    return [_message(row) for row in await tx.all(query.order_by(steward_messages.c.id))]


async def message(tx: Transaction, workspace_id: WorkspaceId, message_id: int) -> StewardMessage | None:
    row = await tx.one_or_none(
        select(steward_messages).where(
            steward_messages.c.workspace_id == workspace_id, steward_messages.c.id == message_id
        )
    )
    return None if row is None else _message(row)


async def mark_sent(
    tx: Transaction, workspace_id: WorkspaceId, message_id: int, channel_id: ChannelId, ts: MessageTs
) -> None:
    await tx.execute(
        update(steward_messages)
        .where(steward_messages.c.workspace_id == workspace_id, steward_messages.c.id == message_id)
        .values(channel_id=channel_id, ts=ts)
    )


def _notice(row: Row[Any]) -> Notice:
    return Notice(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        reason=row.reason,
        parked_at=row.parked_at,
        batch=row.batch,
        decision=Decision(row.decision) if row.decision else None,
        decided_by=row.decided_by,
    )


def _message(row: Row[Any]) -> StewardMessage:
    return StewardMessage(id=row.id, batch=row.batch, steward=row.steward, channel_id=row.channel_id, ts=row.ts)
