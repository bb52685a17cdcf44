"""All SQL of hand-over counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.database import Transaction
from bot.ids import AreaId, WorkspaceId
from bot.lookup.hand_overs.tables import misdirected_questions


@dataclass(frozen=True, slots=True)
class Misdirected:
    """How often a message about an area was passed on to who holds a role there."""

    area_id: AreaId
    role: str
    times: int


async def count(tx: Transaction, workspace_id: WorkspaceId, area_id: AreaId, role: str, at: datetime) -> None:
    insert = tx.insert(misdirected_questions).values(
        workspace_id=workspace_id, area_id=area_id, role=role, times=1, last_at=at
    )
    again = {"times": misdirected_questions.c.times + 1, "last_at": at}
    await tx.execute(insert.on_conflict_do_update(index_elements=["workspace_id", "area_id", "role"], set_=again))


async def misdirected(tx: Transaction, workspace_id: WorkspaceId) -> Sequence[Misdirected]:
    """The most often misdirected first."""
    table = misdirected_questions
    query = select(table).where(table.c.workspace_id == workspace_id).order_by(table.c.times.desc(), table.c.id)
    return [Misdirected(AreaId(row.area_id), row.role, row.times) for row in await tx.all(query)]
