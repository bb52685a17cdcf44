"""All SQL of what links check-ins to runs: for which each asks, about which areas, and what stands in their threads."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Executable, bindparam, delete, select, update

from bot.database import Transaction, insert_into
from bot.database.by_ids import ByIds
from bot.ids import AreaId, CheckInId, MessageTs, RunId, WorkspaceId
from bot.standups.check_ins.rules import CheckIn, Seat, Side
from bot.standups.check_ins.store import read_check_in
from bot.standups.check_ins.tables import check_in_areas, check_in_runs, check_ins
from bot.standups.rules import StandingRun
from bot.standups.run_store import WITH_STANDUPS, read_with_standup
from bot.standups.tables import standup_runs


@dataclass(frozen=True)
class Link:
    """A check-in of a run, with what its full answers in the thread show."""

    check_in: CheckIn
    run_id: RunId
    thread_ts: MessageTs | None
    thread_revision: int | None


async def seat(
    tx: Transaction, workspace_id: WorkspaceId, run_id: RunId, wanted: Mapping[CheckInId, Sequence[Seat]]
) -> set[CheckInId]:
    """Have check-ins ask about these areas for a run; those for which that is something new."""
    if not wanted:
        return set()
    mine = {"workspace_id": workspace_id, "run_id": run_id}
    linked = await tx.execute(_linking(tx.dialect), [{**mine, "check_in_id": each} for each in wanted])
    before = await seats_of_run(tx, workspace_id, run_id)
    changed = {each for each, seats in wanted.items() if _areas_of(before.get(each, ())) != _areas_of(seats)}
    if changed:
        await tx.execute(_NO_SEATS, {"workspace": workspace_id, "run": run_id, "ids": list(changed)})
    rows = [
        {**mine, "check_in_id": each, "area_id": one.area_id, "side": one.side.value, "place": place}
        for each in changed
        for place, one in enumerate(wanted[each])
        if one.area_id is not None
    ]
    if rows:
        await tx.execute(check_in_areas.insert(), rows)
    return changed | {row.check_in_id for row in linked}


@lru_cache
def _linking(dialect: str) -> Executable:
    return insert_into(dialect, check_in_runs).on_conflict_do_nothing().returning(check_in_runs.c.check_in_id)


def _areas_of(seats: Iterable[Seat]) -> set[tuple[AreaId, Side]]:
    return {(one.area_id, one.side) for one in seats if one.area_id is not None}


async def unseat(tx: Transaction, workspace_id: WorkspaceId, check_in_id: CheckInId, run_id: RunId) -> bool:
    """The check-in is no longer for that run. True when it is for none any more."""
    for table in (check_in_areas, check_in_runs):
        await tx.execute(delete(table).where(_of_run(table, workspace_id, check_in_id, run_id)))
    return not await run_ids(tx, workspace_id, check_in_id)


async def run_ids(tx: Transaction, workspace_id: WorkspaceId, check_in_id: CheckInId) -> list[RunId]:
    rows = await tx.execute(_RUN_IDS, {"workspace": workspace_id, "check_in": check_in_id})
    return [row.run_id for row in rows]


async def share_a_posted_run(
    tx: Transaction, workspace_id: WorkspaceId, check_in_id: CheckInId, other_id: CheckInId
) -> bool:
    """Whether a report has been posted that is of both check-ins."""
    both = {"workspace": workspace_id, "check_in": check_in_id, "other": other_id}
    return (await tx.execute(_POSTED_OF_BOTH, both)).first() is not None


async def runs_of(
    tx: Transaction, workspace_id: WorkspaceId, check_in_ids: Collection[CheckInId]
) -> dict[CheckInId, list[StandingRun]]:
    """The runs for which each check-in asks, with their standups, the first report first; without cancelled ones."""
    rows = await tx.execute(*_RUNS_OF.of(check_in_ids, workspace=workspace_id))
    found: dict[CheckInId, list[StandingRun]] = {}
    runs: dict[RunId, StandingRun] = {}  # hundreds of check-ins of a morning ask for the same few
    # Sorted here: asked for an order, SQLite takes the index that has it, and reads the whole workspace.
    for row in sorted(rows, key=lambda row: (row.report_at, row.id)):
        if row.id not in runs:
            runs[row.id] = read_with_standup(row)
        found.setdefault(row.check_in_id, []).append(runs[row.id])
    return found


async def links_of_run(tx: Transaction, workspace_id: WorkspaceId, run_id: RunId) -> list[Link]:
    """The check-ins of a run, in a steady order."""
    rows = await tx.execute(_LINKS_OF_RUN, {"workspace": workspace_id, "run": run_id})
    # Sorted here: asked for an order, SQLite takes the index that has it, and reads the whole workspace.
    return [
        Link(read_check_in(row), row.run_id, row.thread_ts, row.thread_revision)
        for row in sorted(rows, key=lambda row: row.id)
    ]


async def mark_in_thread(
    tx: Transaction, workspace_id: WorkspaceId, link: Link, ts: MessageTs | None, revision: int
) -> None:
    """The thread of the run's report shows that revision of the check-in; without a ts where a person says so."""
    which = {"workspace": workspace_id, "check_in": link.check_in.id, "run": link.run_id}
    await tx.execute(_SHOWN, {**which, "thread_ts": ts, "thread_revision": revision})


async def seats_of_check_ins(
    tx: Transaction, workspace_id: WorkspaceId, wanted: Mapping[CheckInId, Collection[RunId]]
) -> dict[CheckInId, dict[AreaId, Side]]:
    """The areas about which each check-in asks for its `wanted` runs, each once, in order."""
    rows = await tx.execute(*_SEATS_OF.of(wanted, workspace=workspace_id))
    found: dict[CheckInId, dict[AreaId, Side]] = {each: {} for each in wanted}
    for row in rows:
        if row.run_id in wanted[row.check_in_id]:
            found[row.check_in_id].setdefault(row.area_id, Side(row.side))
    return found


async def seats_of_run(tx: Transaction, workspace_id: WorkspaceId, run_id: RunId) -> dict[CheckInId, list[Seat]]:
    """Who speaks about which area in a run, by check-in."""
    rows = await tx.execute(_SEATS_OF_RUN, {"workspace": workspace_id, "run": run_id})
    found: dict[CheckInId, list[Seat]] = {}
    for row in sorted(rows, key=lambda row: (row.check_in_id, row.place)):  # here, as in links_of_run
        found.setdefault(row.check_in_id, []).append(Seat(row.member_id, row.area_id, Side(row.side)))
    return found


# Put together once: a fan-out asks these for every few check-ins.
_WORKSPACE: BindParameter[str] = bindparam("workspace")
_RUNS_OF = ByIds(
    WITH_STANDUPS.add_columns(check_in_runs.c.check_in_id)
    .join(
        check_in_runs,
        (check_in_runs.c.workspace_id == standup_runs.c.workspace_id) & (check_in_runs.c.run_id == standup_runs.c.id),
    )
    .where(check_in_runs.c.workspace_id == _WORKSPACE, standup_runs.c.cancelled_at.is_(None)),
    check_in_runs.c.check_in_id,
)
_SEATS_OF = ByIds(
    select(check_in_areas)
    .where(check_in_areas.c.workspace_id == _WORKSPACE)
    .order_by(check_in_areas.c.check_in_id, check_in_areas.c.run_id, check_in_areas.c.place),
    check_in_areas.c.check_in_id,
)
_SHOWN = update(check_in_runs).where(
    check_in_runs.c.workspace_id == _WORKSPACE,
    check_in_runs.c.check_in_id == bindparam("check_in"),
    check_in_runs.c.run_id == bindparam("run"),
)
_NO_SEATS = delete(check_in_areas).where(
    check_in_areas.c.workspace_id == _WORKSPACE,
    check_in_areas.c.run_id == bindparam("run"),
    check_in_areas.c.check_in_id.in_(bindparam("ids", expanding=True)),
)
_RUN_IDS = (
    select(check_in_runs.c.run_id)
    .where(check_in_runs.c.workspace_id == _WORKSPACE, check_in_runs.c.check_in_id == bindparam("check_in"))
    .order_by(check_in_runs.c.run_id)
)
_OTHERS = check_in_runs.alias("others")
_POSTED_OF_BOTH = (
    select(standup_runs.c.id)
    .join(
        check_in_runs,
        (check_in_runs.c.workspace_id == standup_runs.c.workspace_id) & (check_in_runs.c.run_id == standup_runs.c.id),
    )
    .join(
        _OTHERS, (_OTHERS.c.workspace_id == check_in_runs.c.workspace_id) & (_OTHERS.c.run_id == check_in_runs.c.run_id)
    )
    .where(
        check_in_runs.c.workspace_id == _WORKSPACE,
        check_in_runs.c.check_in_id == bindparam("check_in"),
        _OTHERS.c.check_in_id == bindparam("other"),
        standup_runs.c.posted_at.is_not(None),
    )
    .limit(1)
)
_LINKS_OF_RUN = (
    select(check_ins, check_in_runs.c.run_id, check_in_runs.c.thread_ts, check_in_runs.c.thread_revision)
    .join(
        check_in_runs,
        (check_in_runs.c.workspace_id == check_ins.c.workspace_id) & (check_in_runs.c.check_in_id == check_ins.c.id),
    )
    .where(check_in_runs.c.workspace_id == _WORKSPACE, check_in_runs.c.run_id == bindparam("run"))
)
_SEATS_OF_RUN = (
    select(check_in_areas, check_ins.c.member_id)
    .join(
        check_ins,
        (check_ins.c.workspace_id == check_in_areas.c.workspace_id) & (check_ins.c.id == check_in_areas.c.check_in_id),
    )
    .where(check_in_areas.c.workspace_id == _WORKSPACE, check_in_areas.c.run_id == bindparam("run"))
)


def _of_run(table: Any, workspace_id: WorkspaceId, check_in_id: CheckInId, run_id: RunId) -> Any:
    return (table.c.workspace_id == workspace_id) & (table.c.check_in_id == check_in_id) & (table.c.run_id == run_id)
