"""All SQL of waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select

from bot.database import Transaction
from bot.ids import SlackUserId, WaitId, WorkspaceId
from bot.lookup.waits.tables import waits


@dataclass(frozen=True, slots=True)
class Wait:
    """Somebody who waits for a question to be settled: a role in an area, or words that nothing covered."""

    id: WaitId
    asker: SlackUserId
    question: str
    area: str | None
    role: str | None


async def add(
    tx: Transaction,
    workspace_id: WorkspaceId,
    asker: SlackUserId,
    fingerprint: str,
    at: datetime,
    *,
    question: str,
    area: str | None,
    role: str | None,
) -> WaitId:
    """Keep that somebody waits; who waits for it already goes on from now."""
    insert = tx.insert(waits).values(
        workspace_id=workspace_id,
        asker=asker,
        fingerprint=fingerprint,
        question=question,
        area=area,
        role=role,
        asked_at=at,
    )
    upsert = insert.on_conflict_do_update(
        index_elements=["workspace_id", "asker", "fingerprint"], set_={"asked_at": at}
    )
    return WaitId(int(await tx.scalar(upsert.returning(waits.c.id))))


async def waiting(tx: Transaction, workspace_id: WorkspaceId) -> Sequence[Wait]:
    query = select(waits).where(waits.c.workspace_id == workspace_id).order_by(waits.c.id)
    return [_wait(row) for row in await tx.all(query)]


async def wait(tx: Transaction, workspace_id: WorkspaceId, wait_id: WaitId) -> Wait | None:
    row = await tx.one_or_none(select(waits).where(_is(workspace_id, wait_id)))
    return None if row is None else _wait(row)


async def forget(tx: Transaction, workspace_id: WorkspaceId, wait_id: WaitId) -> None:
    await tx.execute(delete(waits).where(_is(workspace_id, wait_id)))


def _is(workspace_id: WorkspaceId, wait_id: WaitId) -> Any:
    return (waits.c.workspace_id == workspace_id) & (waits.c.id == wait_id)


def _wait(row: Row[Any]) -> Wait:
    return Wait(WaitId(row.id), row.asker, row.question, row.area, row.role)
