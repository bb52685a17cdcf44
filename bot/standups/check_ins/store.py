"""All SQL of check-ins and of what links them to runs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, delete, func, literal, select, update

from bot.database import Transaction, UtcDateTime
from bot.ids import AreaId, ChannelId, CheckInId, MemberId, MessageTs, RunId, WorkspaceId
from bot.standups.check_ins.rules import CheckIn, NotSent, Seat, Side
from bot.standups.check_ins.tables import check_in_areas, check_in_runs, check_ins
from bot.standups.rules import Run
from bot.standups.run_store import read_run
from bot.standups.tables import standup_runs


@dataclass(frozen=True)
class Link:
    """A check-in of a run, with what its full answers in the thread show."""

    check_in: CheckIn
    run_id: RunId
    thread_ts: MessageTs | None
    thread_revision: int | None


@dataclass(frozen=True)
class Times:
    """When a member is to be asked for a run, and when that closes."""

    due_at: datetime
    closes_at: datetime


async def write_check_ins(
    tx: Transaction, workspace_id: WorkspaceId, day: date, wanted: Mapping[MemberId, Times]
) -> dict[MemberId, CheckIn]:
    """The members' one check-in of that day each, with these times if it is new. Who was asked no longer is again."""
    if not wanted:
        return {}
    rows = [
        {"workspace_id": workspace_id, "member_id": member, "day": day, "due_at": at.due_at, "closes_at": at.closes_at}
        for member, at in wanted.items()
    ]
    insert = tx.insert(check_ins).values(rows)
    await tx.execute(insert.on_conflict_do_nothing(index_elements=["workspace_id", "member_id", "day"]))
    theirs = (
        (check_ins.c.workspace_id == workspace_id) & (check_ins.c.day == day) & check_ins.c.member_id.in_(list(wanted))
    )
    no_longer = check_ins.c.not_sent == NotSent.NO_LONGER_ASKED.value
    await tx.execute(update(check_ins).where(theirs, no_longer).values(not_sent=None))
    return {row.member_id: _check_in(row) for row in await tx.all(select(check_ins).where(theirs))}


async def set_times(
    tx: Transaction, workspace_id: WorkspaceId, check_in_id: CheckInId, due_at: datetime, closes_at: datetime
) -> None:
    await tx.execute(update(check_ins).where(_is(workspace_id, check_in_id)).values(due_at=due_at, closes_at=closes_at))


async def check_in(tx: Transaction, workspace_id: WorkspaceId, check_in_id: CheckInId) -> CheckIn | None:
    row = await tx.one_or_none(select(check_ins).where(_is(workspace_id, check_in_id)))
    return None if row is None else _check_in(row)


async def has_earlier(tx: Transaction, workspace_id: WorkspaceId, check_in: CheckIn) -> bool:
    """Whether the member has been sent a check-in before this one."""
    earlier = await tx.scalar(
        select(func.count())
        .select_from(check_ins)
        .where(
            check_ins.c.workspace_id == workspace_id,
            check_ins.c.member_id == check_in.member_id,
            check_ins.c.day < check_in.day,
            check_ins.c.sent_at.is_not(None),
        )
    )
    return bool(earlier)


async def mark_sent(
    tx: Transaction,
    workspace_id: WorkspaceId,
    check_in_id: CheckInId,
    channel_id: ChannelId,
    ts: MessageTs,
    now: datetime,
) -> None:
    values = {"sent_channel": channel_id, "sent_ts": ts, "sent_at": now, "not_sent": None}
    await tx.execute(update(check_ins).where(_is(workspace_id, check_in_id)).values(values))


async def mark_not_sent(
    tx: Transaction, workspace_id: WorkspaceId, check_in_id: CheckInId, reason: NotSent | None
) -> None:
    await tx.execute(
        update(check_ins).where(_is(workspace_id, check_in_id)).values(not_sent=reason.value if reason else None)
    )


async def mark_reminded(
    tx: Transaction, workspace_id: WorkspaceId, check_in_id: CheckInId, ts: MessageTs, now: datetime
) -> None:
    await tx.execute(update(check_ins).where(_is(workspace_id, check_in_id)).values(reminder_ts=ts, reminded_at=now))


async def mark_answered(tx: Transaction, workspace_id: WorkspaceId, check_in_id: CheckInId, now: datetime) -> None:
    """Answered now, or changed now if it was answered before."""
    await tx.execute(
        update(check_ins)
        .where(_is(workspace_id, check_in_id))
        .values(
            answered_at=func.coalesce(check_ins.c.answered_at, literal(now, UtcDateTime)),
            changed_at=now,
            revision=check_ins.c.revision + 1,
        )
    )


async def seat(
    tx: Transaction, workspace_id: WorkspaceId, run_id: RunId, wanted: Mapping[CheckInId, Sequence[Seat]]
) -> set[CheckInId]:
    """Have check-ins ask about these areas for a run; those for which that is something new."""
    if not wanted:
        return set()
    mine = {"workspace_id": workspace_id, "run_id": run_id}
    links = tx.insert(check_in_runs).values([{**mine, "check_in_id": each} for each in wanted])
    linked = await tx.all(links.on_conflict_do_nothing().returning(check_in_runs.c.check_in_id))
    before = await seats_of_run(tx, workspace_id, run_id)
    changed = {each for each, seats in wanted.items() if _areas_of(before.get(each, ())) != _areas_of(seats)}
    await tx.execute(
        delete(check_in_areas).where(
            check_in_areas.c.workspace_id == workspace_id,
            check_in_areas.c.run_id == run_id,
            check_in_areas.c.check_in_id.in_(list(changed)),
        )
    )
    rows = [
        {**mine, "check_in_id": each, "area_id": one.area_id, "side": one.side.value, "place": place}
        for each in changed
        for place, one in enumerate(wanted[each])
        if one.area_id is not None
    ]
    if rows:
        await tx.execute(check_in_areas.insert(), rows)
    return changed | {row.check_in_id for row in linked}


def _areas_of(seats: Iterable[Seat]) -> set[tuple[AreaId, Side]]:
    return {(one.area_id, one.side) for one in seats if one.area_id is not None}


async def unseat(tx: Transaction, workspace_id: WorkspaceId, check_in_id: CheckInId, run_id: RunId) -> bool:
    """The check-in is no longer for that run. True when it is for none any more."""
    for table in (check_in_areas, check_in_runs):
        await tx.execute(delete(table).where(_of_run(table, workspace_id, check_in_id, run_id)))
    return not await run_ids(tx, workspace_id, check_in_id)


async def run_ids(tx: Transaction, workspace_id: WorkspaceId, check_in_id: CheckInId) -> list[RunId]:
    rows = await tx.all(
        select(check_in_runs.c.run_id)
        .where(check_in_runs.c.workspace_id == workspace_id, check_in_runs.c.check_in_id == check_in_id)
        .order_by(check_in_runs.c.run_id)
    )
    return [row.run_id for row in rows]


async def runs_of(
    tx: Transaction, workspace_id: WorkspaceId, check_in_ids: Collection[CheckInId]
) -> dict[CheckInId, list[Run]]:
    """The runs for which each check-in asks, the first report first; without those taken back."""
    rows = await tx.all(
        select(standup_runs, check_in_runs.c.check_in_id)
        .join(
            check_in_runs,
            (check_in_runs.c.workspace_id == standup_runs.c.workspace_id)
            & (check_in_runs.c.run_id == standup_runs.c.id),
        )
        .where(
            check_in_runs.c.workspace_id == workspace_id,
            check_in_runs.c.check_in_id.in_(list(check_in_ids)),
            standup_runs.c.cancelled_at.is_(None),
        )
        .order_by(standup_runs.c.report_at, standup_runs.c.id)
    )
    found: dict[CheckInId, list[Run]] = {}
    for row in rows:
        found.setdefault(row.check_in_id, []).append(read_run(row))
    return found


async def links_of_run(tx: Transaction, workspace_id: WorkspaceId, run_id: RunId) -> list[Link]:
    """The check-ins of a run, in a steady order."""
    rows = await tx.all(
        select(check_ins, check_in_runs.c.run_id, check_in_runs.c.thread_ts, check_in_runs.c.thread_revision)
        .join(
            check_in_runs,
            (check_in_runs.c.workspace_id == check_ins.c.workspace_id)
            & (check_in_runs.c.check_in_id == check_ins.c.id),
        )
        .where(check_in_runs.c.workspace_id == workspace_id, check_in_runs.c.run_id == run_id)
    )
    # Sorted here: asked for an order, SQLite takes the index that has it, and reads the whole workspace.
    return [
        Link(_check_in(row), row.run_id, row.thread_ts, row.thread_revision)
        for row in sorted(rows, key=lambda row: row.id)
    ]


async def mark_in_thread(
    tx: Transaction, workspace_id: WorkspaceId, link: Link, ts: MessageTs | None, revision: int
) -> None:
    """The thread of the run's report shows that revision of the check-in; without a ts where a person says so."""
    await tx.execute(
        update(check_in_runs)
        .where(_of_run(check_in_runs, workspace_id, link.check_in.id, link.run_id))
        .values(thread_ts=ts, thread_revision=revision)
    )


async def seats_of_check_in(
    tx: Transaction, workspace_id: WorkspaceId, check_in: CheckIn, runs: Iterable[RunId]
) -> list[Seat]:
    """The areas about which a check-in asks for `runs`, each once, in order."""
    wanted = set(runs)
    found: dict[AreaId, Seat] = {}
    for one in await _areas(tx, workspace_id, check_in.id):
        if one.run_id in wanted:
            found.setdefault(one.area_id, Seat(check_in.member_id, one.area_id, Side(one.side)))
    return list(found.values())


async def seats_of_run(tx: Transaction, workspace_id: WorkspaceId, run_id: RunId) -> dict[CheckInId, list[Seat]]:
    """Who speaks about which area in a run, by check-in."""
    rows = await tx.all(
        select(check_in_areas, check_ins.c.member_id)
        .join(
            check_ins,
            (check_ins.c.workspace_id == check_in_areas.c.workspace_id)
            & (check_ins.c.id == check_in_areas.c.check_in_id),
        )
        .where(check_in_areas.c.workspace_id == workspace_id, check_in_areas.c.run_id == run_id)
    )
    found: dict[CheckInId, list[Seat]] = {}
    for row in sorted(rows, key=lambda row: (row.check_in_id, row.place)):  # here, as in links_of_run
        found.setdefault(row.check_in_id, []).append(Seat(row.member_id, row.area_id, Side(row.side)))
    return found


async def _areas(
    tx: Transaction, workspace_id: WorkspaceId, check_in_id: CheckInId, run_id: RunId | None = None
) -> Sequence[Row[Any]]:
    query = select(check_in_areas).where(
        check_in_areas.c.workspace_id == workspace_id, check_in_areas.c.check_in_id == check_in_id
    )
    if run_id is not None:
        query = query.where(check_in_areas.c.run_id == run_id)
    return await tx.all(query.order_by(check_in_areas.c.run_id, check_in_areas.c.place))


def _of_run(table: Any, workspace_id: WorkspaceId, check_in_id: CheckInId, run_id: RunId) -> Any:
    return (table.c.workspace_id == workspace_id) & (table.c.check_in_id == check_in_id) & (table.c.run_id == run_id)


def _is(workspace_id: WorkspaceId, check_in_id: CheckInId) -> Any:
    return (check_ins.c.workspace_id == workspace_id) & (check_ins.c.id == check_in_id)


def _check_in(row: Row[Any]) -> CheckIn:
    return CheckIn(
        id=row.id,
        member_id=row.member_id,
        day=row.day,
        due_at=row.due_at,
        closes_at=row.closes_at,
        sent_channel=row.sent_channel,
        sent_ts=row.sent_ts,
        sent_at=row.sent_at,
        reminded_at=row.reminded_at,
        answered_at=row.answered_at,
        changed_at=row.changed_at,
        not_sent=NotSent(row.not_sent) if row.not_sent else None,
        revision=row.revision,
    )
