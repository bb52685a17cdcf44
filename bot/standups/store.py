"""All SQL of standups: who made them, over what, when they are read."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

from sqlalchemy import Row, Table, bindparam, delete, select, update

from bot.database import Transaction
from bot.database.by_ids import ByIds
from bot.ids import AreaId, MemberId, StandupId, WorkspaceId
from bot.standups.rules import Standup, StandupPlan
from bot.standups.tables import standup_areas, standup_people, standups


def name_key(name: str) -> str:
    """A name as it is compared: without case, with single spaces."""
    return " ".join(name.split()).casefold()


async def add_standup(
    tx: Transaction,
    workspace_id: WorkspaceId,
    owner_id: MemberId,
    plan: StandupPlan,
    source_key: str | None,
    now: datetime,
) -> StandupId | None:
    """The new standup's id; None when its name or its source is taken."""
    insert = tx.insert(standups).values(
        workspace_id=workspace_id, owner_id=owner_id, source_key=source_key, created_at=now, **_plan_values(plan)
    )
    row = await tx.one_or_none(insert.on_conflict_do_nothing().returning(standups.c.id))
    if row is None:
        return None
    await _write_parts(tx, workspace_id, StandupId(row.id), plan)
    return StandupId(row.id)


async def change_standup(
    tx: Transaction, workspace_id: WorkspaceId, standup_id: StandupId, owner_id: MemberId, plan: StandupPlan
) -> None:
    await tx.execute(
        update(standups).where(_standup(workspace_id, standup_id)).values(owner_id=owner_id, **_plan_values(plan))
    )
    for table in (standup_areas, standup_people):
        await tx.execute(delete(table).where(table.c.workspace_id == workspace_id, table.c.standup_id == standup_id))
    await _write_parts(tx, workspace_id, standup_id, plan)


async def archive_standup(tx: Transaction, workspace_id: WorkspaceId, standup: Standup) -> None:
    """Set it aside, and give its name free."""
    key = f"{name_key(standup.name)} #{standup.id}"
    await tx.execute(update(standups).where(_standup(workspace_id, standup.id)).values(archived=True, name_key=key))


async def standup(tx: Transaction, workspace_id: WorkspaceId, standup_id: StandupId) -> Standup | None:
    row = (await tx.execute(_BY_ID, {"workspace": workspace_id, "id": standup_id})).one_or_none()
    return (await _whole(tx, workspace_id, [row]))[0] if row is not None else None


async def hold(tx: Transaction, workspace_id: WorkspaceId, standup_id: StandupId) -> None:
    """Until this transaction ends, no other changes the standup or finds the members of its runs."""
    await tx.execute(_HOLD, {"workspace": workspace_id, "id": standup_id})


async def standup_named(tx: Transaction, workspace_id: WorkspaceId, name: str) -> Standup | None:
    found = await _standups(tx, workspace_id, standups.c.name_key == name_key(name))
    return found[0] if found else None


async def standup_from(tx: Transaction, workspace_id: WorkspaceId, source_key: str) -> Standup | None:
    """The standup that was made from that source."""
    found = await _standups(tx, workspace_id, standups.c.source_key == source_key)
    return found[0] if found else None


async def standups_in_use(tx: Transaction, workspace_id: WorkspaceId) -> Sequence[Standup]:
    return await _standups(tx, workspace_id, standups.c.archived.is_(False))


# What a query of runs takes along of each one's standup.
WITH_RUN = (
    standups.c.owner_id,
    standups.c.archived,
    standups.c.name,
    standups.c.channel_id,
    standups.c.weekdays,
    standups.c.read_at,
    standups.c.zone,
)


def read_with_run(row: Row[Any]) -> Standup:
    """The standup of a row with a `standup_id` and the columns of `WITH_RUN`: without its areas and people."""
    return _read(row, row.standup_id, (), ())


# Put together once: each run that opens asks these.
_BY_ID = select(standups).where(standups.c.workspace_id == bindparam("workspace"), standups.c.id == bindparam("id"))
_HOLD = (
    select(standups.c.id)
    .where(standups.c.workspace_id == bindparam("workspace"), standups.c.id == bindparam("id"))
    .with_for_update(key_share=True)
)
_PARTS = {
    table: ByIds(
        select(table).where(table.c.workspace_id == bindparam("workspace")).order_by(table.c.place), table.c.standup_id
    )
    for table in (standup_areas, standup_people)
}


def _standup(workspace_id: WorkspaceId, standup_id: StandupId) -> Any:
    return (standups.c.workspace_id == workspace_id) & (standups.c.id == standup_id)


def _plan_values(plan: StandupPlan) -> dict[str, Any]:
    return {
        "name": " ".join(plan.name.split()),
        "name_key": name_key(plan.name),
        "channel_id": plan.channel_id,
        "weekdays": "".join(str(day) for day in sorted(plan.weekdays)),
        "read_at": f"{plan.read_at:%H:%M}",
        "zone": plan.zone,
    }


async def _write_parts(tx: Transaction, workspace_id: WorkspaceId, standup_id: StandupId, plan: StandupPlan) -> None:
    mine = {"workspace_id": workspace_id, "standup_id": standup_id}
    areas = [{**mine, "area_id": area, "place": place} for place, area in enumerate(plan.area_ids)]
    people = [{**mine, "member_id": member, "place": place} for place, member in enumerate(plan.people)]
    if areas:
        await tx.execute(standup_areas.insert(), areas)
    if people:
        await tx.execute(standup_people.insert(), people)


async def _standups(tx: Transaction, workspace_id: WorkspaceId, which: Any) -> list[Standup]:
    rows = await tx.all(
        select(standups).where(standups.c.workspace_id == workspace_id, which).order_by(standups.c.name_key)
    )
    return await _whole(tx, workspace_id, rows)


async def _whole(tx: Transaction, workspace_id: WorkspaceId, rows: Sequence[Row[Any]]) -> list[Standup]:
    if not rows:
        return []
    ids = [row.id for row in rows]
    areas = await _parts(tx, workspace_id, standup_areas, "area_id", ids)
    people = await _parts(tx, workspace_id, standup_people, "member_id", ids)
    return [_read(row, row.id, areas.get(row.id, ()), people.get(row.id, ())) for row in rows]


async def _parts(
    tx: Transaction, workspace_id: WorkspaceId, table: Table, column: str, ids: Sequence[int]
) -> dict[int, tuple[int, ...]]:
    rows = await tx.execute(*_PARTS[table].of(ids, workspace=workspace_id))
    found: dict[int, tuple[int, ...]] = {}
    for row in rows:
        found[row.standup_id] = (*found.get(row.standup_id, ()), getattr(row, column))
    return found


def _read(row: Row[Any], standup_id: StandupId, areas: Iterable[int], people: Iterable[int]) -> Standup:
    return Standup(
        id=standup_id,
        owner_id=row.owner_id,
        archived=row.archived,
        plan=StandupPlan(
            name=row.name,
            channel_id=row.channel_id,
            weekdays=frozenset(int(day) for day in row.weekdays),
            read_at=time.fromisoformat(row.read_at),
            zone=row.zone,
            area_ids=tuple(AreaId(area) for area in areas),
            people=tuple(MemberId(member) for member in people),
        ),
    )
