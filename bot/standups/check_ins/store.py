"""All SQL of check-ins and of what links them to runs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Executable,
    FromClause,
    Integer,
    Row,
    String,
    bindparam,
    delete,
    func,
    literal,
    null,
    select,
    update,
)

from bot.database import Transaction, UtcDateTime
from bot.database.given_rows import given_rows
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
    return (await check_ins_by_id(tx, workspace_id, [check_in_id])).get(check_in_id)


async def check_ins_by_id(
    tx: Transaction, workspace_id: WorkspaceId, ids: Collection[CheckInId]
) -> dict[CheckInId, CheckIn]:
    rows = await tx.execute(_BY_ID, {"workspace": workspace_id, "ids": list(ids)})
    return {row.id: _check_in(row) for row in rows}


async def hold(tx: Transaction, workspace_id: WorkspaceId, ids: Collection[CheckInId]) -> dict[CheckInId, CheckIn]:
    """These check-ins as they are now; until this transaction ends, nobody answers them."""
    which = (check_ins.c.workspace_id == workspace_id, check_ins.c.id.in_(list(ids)))
    rows = await tx.all(select(check_ins).where(*which).order_by(check_ins.c.id).with_for_update(key_share=True))
    return {row.id: _check_in(row) for row in rows}


async def have_earlier(tx: Transaction, workspace_id: WorkspaceId, those: Collection[CheckIn]) -> set[CheckInId]:
    """Those whose member has been sent a check-in of an earlier day."""
    members, before = [each.member_id for each in those], max(each.day for each in those)
    rows = await tx.execute(_FIRST_SENT, {"workspace": workspace_id, "members": members, "before": before})
    first = {row.member_id: row.first for row in rows}
    return {each.id for each in those if each.member_id in first and first[each.member_id] < each.day}


@dataclass(frozen=True)
class Posted:
    """A check-in's message, and when it was sent."""

    check_in_id: CheckInId
    channel_id: ChannelId
    ts: MessageTs
    at: datetime


async def mark_sent(tx: Transaction, workspace_id: WorkspaceId, posted: Sequence[Posted]) -> None:
    """These messages stand in Slack."""
    await tx.execute(_sending(tx.dialect), _posted(workspace_id, posted))


async def answered_among(
    tx: Transaction, workspace_id: WorkspaceId, check_in_ids: Sequence[CheckInId]
) -> Sequence[CheckInId]:
    """Which of these check-ins have been answered by now."""
    found = await tx.all(
        select(check_ins.c.id).where(
            check_ins.c.workspace_id == workspace_id,
            check_ins.c.id.in_(check_in_ids),
            check_ins.c.answered_at.is_not(None),
        )
    )
    return [row.id for row in found]


async def mark_not_sent(
    tx: Transaction, workspace_id: WorkspaceId, check_in_id: CheckInId, reason: NotSent | None
) -> None:
    await tx.execute(
        update(check_ins).where(_is(workspace_id, check_in_id)).values(not_sent=reason.value if reason else None)
    )


async def mark_reminded(tx: Transaction, workspace_id: WorkspaceId, posted: Sequence[Posted]) -> None:
    """These reminders stand in Slack."""
    await tx.execute(_reminding(tx.dialect), _posted(workspace_id, posted))


@lru_cache
def _sending(dialect: str) -> Executable:
    rows = _messages(dialect)
    sent = {"sent_ts": rows.c.ts, "sent_at": rows.c.at, "sent_channel": rows.c.channel, "not_sent": null()}
    return update(check_ins).where(check_ins.c.workspace_id == _WORKSPACE, check_ins.c.id == rows.c.id).values(sent)


@lru_cache
def _reminding(dialect: str) -> Executable:
    rows = _messages(dialect)
    reminded = {"reminder_ts": rows.c.ts, "reminded_at": rows.c.at}
    return update(check_ins).where(check_ins.c.workspace_id == _WORKSPACE, check_ins.c.id == rows.c.id).values(reminded)


def _messages(dialect: str) -> FromClause:
    return given_rows(dialect, "posted", id=Integer, ts=String, at=UtcDateTime, channel=String)


def _posted(workspace_id: WorkspaceId, posted: Sequence[Posted]) -> dict[str, Any]:
    rows = [{"id": each.check_in_id, "ts": each.ts, "at": each.at, "channel": each.channel_id} for each in posted]
    return {"workspace": workspace_id, "posted": rows}


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
    rows = await tx.execute(_RUN_IDS, {"workspace": workspace_id, "check_in": check_in_id})
    return [row.run_id for row in rows]


async def runs_of(
    tx: Transaction, workspace_id: WorkspaceId, check_in_ids: Collection[CheckInId]
) -> dict[CheckInId, list[Run]]:
    """The runs for which each check-in asks, the first report first; without those taken back."""
    rows = await tx.execute(_RUNS_OF, {"workspace": workspace_id, "ids": list(check_in_ids)})
    found: dict[CheckInId, list[Run]] = {}
    for row in rows:
        found.setdefault(row.check_in_id, []).append(read_run(row))
    return found


async def links_of_run(tx: Transaction, workspace_id: WorkspaceId, run_id: RunId) -> list[Link]:
    """The check-ins of a run, in a steady order."""
    rows = await tx.execute(_LINKS_OF_RUN, {"workspace": workspace_id, "run": run_id})
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


async def seats_of_check_ins(
    tx: Transaction, workspace_id: WorkspaceId, wanted: Mapping[CheckInId, Collection[RunId]]
) -> dict[CheckInId, dict[AreaId, Side]]:
    """The areas about which each check-in asks for its `wanted` runs, each once, in order."""
    rows = await tx.execute(_SEATS_OF, {"workspace": workspace_id, "ids": list(wanted)})
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


# Put together once: a fan-out asks these for every few check-ins, and every answer does.
_WORKSPACE: BindParameter[str] = bindparam("workspace")
_IDS: BindParameter[Sequence[int]] = bindparam("ids", expanding=True)
_BY_ID = select(check_ins).where(check_ins.c.workspace_id == _WORKSPACE, check_ins.c.id.in_(_IDS))
_FIRST_SENT = (
    select(check_ins.c.member_id, func.min(check_ins.c.day).label("first"))
    .where(
        check_ins.c.workspace_id == _WORKSPACE,
        check_ins.c.member_id.in_(bindparam("members", expanding=True)),
        check_ins.c.day < bindparam("before"),
        check_ins.c.sent_at.is_not(None),
    )
    .group_by(check_ins.c.member_id)
)
_RUNS_OF = (
    select(standup_runs, check_in_runs.c.check_in_id)
    .join(
        check_in_runs,
        (check_in_runs.c.workspace_id == standup_runs.c.workspace_id) & (check_in_runs.c.run_id == standup_runs.c.id),
    )
    .where(
        check_in_runs.c.workspace_id == _WORKSPACE,
        check_in_runs.c.check_in_id.in_(_IDS),
        standup_runs.c.cancelled_at.is_(None),
    )
    .order_by(standup_runs.c.report_at, standup_runs.c.id)
)
_SEATS_OF = (
    select(check_in_areas)
    .where(check_in_areas.c.workspace_id == _WORKSPACE, check_in_areas.c.check_in_id.in_(_IDS))
    .order_by(check_in_areas.c.check_in_id, check_in_areas.c.run_id, check_in_areas.c.place)
)

_RUN_IDS = (
    select(check_in_runs.c.run_id)
    .where(check_in_runs.c.workspace_id == _WORKSPACE, check_in_runs.c.check_in_id == bindparam("check_in"))
    .order_by(check_in_runs.c.run_id)
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
