"""All SQL of differences and of who has been told of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update

from bot.database import Transaction
from bot.ids import ChannelId, CheckInId, MessageTs, MilestoneId, WorkspaceId
from bot.standups.reports.tables import difference_notices, differences


@dataclass(frozen=True)
class KnownDifference:
    """A difference that has been noticed, by whose answer and when. `settled_at` once they agreed again."""

    id: int
    milestone_id: MilestoneId
    product: CheckInId
    program: CheckInId
    made_by: CheckInId
    made_at: datetime
    settled_at: datetime | None

    @property
    def pair(self) -> tuple[MilestoneId, CheckInId, CheckInId]:
        return (self.milestone_id, self.product, self.program)

    @property
    def open(self) -> bool:
        return self.settled_at is None


@dataclass(frozen=True)
class Notice:
    """One of the two is to be told, or has been."""

    id: int
    difference_id: int
    check_in_id: CheckInId
    told_channel: ChannelId | None
    told_ts: MessageTs | None
    told_at: datetime | None
    confirmed_at: datetime | None


async def differences_between(
    tx: Transaction, workspace_id: WorkspaceId, check_ins: Collection[CheckInId]
) -> list[KnownDifference]:
    """What was noticed between any two of these check-ins."""
    if len(check_ins) < 2:
        return []
    rows = await tx.execute(_BETWEEN, {"workspace": workspace_id, "ids": list(check_ins)})
    # Sorted here: asked for an order, SQLite takes the index that has it, and reads the whole workspace.
    return sorted((_difference(row, row.id) for row in rows), key=lambda difference: difference.id)


async def note_difference(
    tx: Transaction,
    workspace_id: WorkspaceId,
    pair: tuple[MilestoneId, CheckInId, CheckInId],
    made_by: CheckInId,
    now: datetime,
) -> list[int]:
    """Note a difference, anew or again after it was settled; the ids of the two notices to send, none if it is known."""
    milestone_id, product, program = pair
    mine = {
        "workspace_id": workspace_id,
        "milestone_id": milestone_id,
        "product_check_in_id": product,
        "program_check_in_id": program,
    }
    values = {"made_by_check_in_id": made_by, "made_at": now, "settled_at": None}
    row = await tx.one_or_none(
        tx.insert(differences)
        .values(**mine, **values)
        .on_conflict_do_update(index_elements=list(mine), set_=values, where=differences.c.settled_at.is_not(None))
        .returning(differences.c.id)
    )
    if row is None:
        return []
    # Notices of an earlier round stay sent; this is another one.
    await tx.execute(
        delete(difference_notices).where(
            difference_notices.c.workspace_id == workspace_id, difference_notices.c.difference_id == row.id
        )
    )
    return [
        await tx.insert_row(
            difference_notices, workspace_id=workspace_id, difference_id=row.id, check_in_id=check_in_id
        )
        for check_in_id in (product, program)
    ]


async def settle_difference(tx: Transaction, workspace_id: WorkspaceId, difference_id: int, now: datetime) -> None:
    await tx.execute(update(differences).where(_is(differences, workspace_id, difference_id)).values(settled_at=now))


async def notices_of(tx: Transaction, workspace_id: WorkspaceId, difference_id: int) -> list[Notice]:
    rows = await tx.execute(_NOTICES_OF, {"workspace": workspace_id, "difference": difference_id})
    # Sorted here: asked for an order, SQLite takes the index that has it, and reads the whole workspace.
    return sorted((_notice(row) for row in rows), key=lambda notice: notice.id)


async def notice(tx: Transaction, workspace_id: WorkspaceId, notice_id: int) -> tuple[Notice, KnownDifference] | None:
    """A notice and the difference that it tells."""
    row = (await tx.execute(_NOTICE, {"workspace": workspace_id, "notice": notice_id})).one_or_none()
    return None if row is None else (_notice(row), _difference(row, row.difference_id))


async def mark_told(
    tx: Transaction, workspace_id: WorkspaceId, notice_id: int, channel_id: ChannelId, ts: MessageTs, now: datetime
) -> None:
    """Told now, or shown anew now."""
    told = {"told_channel": channel_id, "told_ts": ts, "told_at": now}
    await tx.execute(_CHANGE_NOTICE, {"workspace": workspace_id, "notice": notice_id, **told})


async def confirm(tx: Transaction, workspace_id: WorkspaceId, notice_id: int, now: datetime) -> None:
    """The member says that it is still true."""
    await tx.execute(_CHANGE_NOTICE, {"workspace": workspace_id, "notice": notice_id, "confirmed_at": now})


# Put together once: each answer has its run weighed, and its differences told.
_NOTICE = (
    select(difference_notices, *(each for each in differences.c if each.name not in difference_notices.c))
    .join(
        differences,
        (differences.c.workspace_id == difference_notices.c.workspace_id)
        & (differences.c.id == difference_notices.c.difference_id),
    )
    .where(difference_notices.c.workspace_id == bindparam("workspace"), difference_notices.c.id == bindparam("notice"))
)
_NOTICES_OF = select(difference_notices).where(
    difference_notices.c.workspace_id == bindparam("workspace"),
    difference_notices.c.difference_id == bindparam("difference"),
)
# Sets the columns for which it is given values.
_CHANGE_NOTICE = update(difference_notices).where(
    difference_notices.c.workspace_id == bindparam("workspace"), difference_notices.c.id == bindparam("notice")
)
_BETWEEN = select(differences).where(
    differences.c.workspace_id == bindparam("workspace"),
    differences.c.product_check_in_id.in_(bindparam("ids", expanding=True)),
    differences.c.program_check_in_id.in_(bindparam("ids", expanding=True)),
)


def _is(table: Any, workspace_id: WorkspaceId, row_id: int) -> Any:
    return (table.c.workspace_id == workspace_id) & (table.c.id == row_id)


def _difference(row: Row[Any], difference_id: int) -> KnownDifference:
    return KnownDifference(
        id=difference_id,
        milestone_id=row.milestone_id,
        product=row.product_check_in_id,
        program=row.program_check_in_id,
        made_by=row.made_by_check_in_id,
        made_at=row.made_at,
        settled_at=row.settled_at,
    )


def _notice(row: Row[Any]) -> Notice:
    return Notice(
        id=row.id,
        difference_id=row.difference_id,
        check_in_id=row.check_in_id,
        told_channel=row.told_channel,
        told_ts=row.told_ts,
        told_at=row.told_at,
        confirmed_at=row.confirmed_at,
    )
