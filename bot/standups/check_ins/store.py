"""All SQL of check-ins; seat_store has what links them to runs."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Executable,
    FromClause,
    Integer,
    Row,
    String,
    bindparam,
    func,
    null,
    select,
    update,
)

from bot.database import Transaction, UtcDateTime, insert_into
from bot.database.by_ids import ByIds
from bot.database.given_rows import given_rows
from bot.ids import ChannelId, CheckInId, MemberId, MessageTs, WorkspaceId
from bot.standups.check_ins.rules import CheckIn, NotSent
from bot.standups.check_ins.tables import check_ins


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
    await tx.execute(_asking(tx.dialect), rows)
    theirs = {"workspace": workspace_id, "on": day, "members": list(wanted)}
    await tx.execute(_ASK_AGAIN, theirs)
    return {row.member_id: read_check_in(row) for row in await tx.execute(_OF_DAY, theirs)}


async def set_times(
    tx: Transaction, workspace_id: WorkspaceId, check_in_id: CheckInId, due_at: datetime, closes_at: datetime
) -> None:
    which = {"workspace": workspace_id, "check_in": check_in_id}
    await tx.execute(_CHANGE, {**which, "due_at": due_at, "closes_at": closes_at})


async def check_in(tx: Transaction, workspace_id: WorkspaceId, check_in_id: CheckInId) -> CheckIn | None:
    return (await check_ins_by_id(tx, workspace_id, [check_in_id])).get(check_in_id)


async def check_ins_by_id(
    tx: Transaction, workspace_id: WorkspaceId, ids: Collection[CheckInId]
) -> dict[CheckInId, CheckIn]:
    rows = await tx.execute(*_BY_ID.of(ids, workspace=workspace_id))
    return {row.id: read_check_in(row) for row in rows}


async def hold(tx: Transaction, workspace_id: WorkspaceId, ids: Collection[CheckInId]) -> dict[CheckInId, CheckIn]:
    """These check-ins as they are now; until this transaction ends, nobody answers them."""
    rows = await tx.execute(*_HELD.of(ids, workspace=workspace_id))
    return {row.id: read_check_in(row) for row in rows}


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
    return [row.id for row in await tx.execute(*_ANSWERED.of(check_in_ids, workspace=workspace_id))]


async def mark_not_sent(
    tx: Transaction, workspace_id: WorkspaceId, check_in_id: CheckInId, reason: NotSent | None
) -> None:
    which = {"workspace": workspace_id, "check_in": check_in_id}
    await tx.execute(_CHANGE, {**which, "not_sent": reason.value if reason else None})


async def mark_reminded(tx: Transaction, workspace_id: WorkspaceId, posted: Sequence[Posted]) -> None:
    """These reminders stand in Slack."""
    await tx.execute(_reminding(tx.dialect), _posted(workspace_id, posted))


@lru_cache
def _sending(dialect: str) -> Executable:
    rows = _messages(dialect)
    sent = {"sent_ts": rows.c.ts, "sent_at": rows.c.at, "sent_channel": rows.c.channel, "not_sent": null()}
    return update(check_ins).where(*_is_one_of(rows)).values(sent)


@lru_cache
def _reminding(dialect: str) -> Executable:
    rows = _messages(dialect)
    return update(check_ins).where(*_is_one_of(rows)).values(reminder_ts=rows.c.ts, reminded_at=rows.c.at)


def _messages(dialect: str) -> FromClause:
    return given_rows(dialect, "posted", id=Integer, ts=String, at=UtcDateTime, channel=String)


def _is_one_of(rows: FromClause) -> Sequence[ColumnElement[bool]]:
    """By their ids, said on their own: by the rows alone, a database would rather read all that the workspace has."""
    return (check_ins.c.workspace_id == _WORKSPACE, check_ins.c.id.in_(_IDS), check_ins.c.id == rows.c.id)


def _posted(workspace_id: WorkspaceId, posted: Sequence[Posted]) -> dict[str, Any]:
    rows = [{"id": each.check_in_id, "ts": each.ts, "at": each.at, "channel": each.channel_id} for each in posted]
    return {"workspace": workspace_id, "ids": [each.check_in_id for each in posted], "posted": rows}


async def mark_answered(tx: Transaction, workspace_id: WorkspaceId, check_in_id: CheckInId, now: datetime) -> None:
    """Answered now, or changed now if it was answered before."""
    await tx.execute(_ANSWER, {"workspace": workspace_id, "check_in": check_in_id, "now": now})


# Put together once: a fan-out asks these for every few check-ins, and every answer does.
_WORKSPACE: BindParameter[str] = bindparam("workspace")
_IDS: BindParameter[Sequence[int]] = bindparam("ids", expanding=True)
_BY_ID = ByIds(select(check_ins).where(check_ins.c.workspace_id == _WORKSPACE), check_ins.c.id)
_HELD = ByIds(
    select(check_ins)
    .where(check_ins.c.workspace_id == _WORKSPACE)
    .order_by(check_ins.c.id)
    .with_for_update(key_share=True),
    check_ins.c.id,
)
_ANSWERED = ByIds(
    select(check_ins.c.id).where(check_ins.c.workspace_id == _WORKSPACE, check_ins.c.answered_at.is_not(None)),
    check_ins.c.id,
)
_THEIRS = (
    check_ins.c.workspace_id == _WORKSPACE,
    check_ins.c.day == bindparam("on"),
    check_ins.c.member_id.in_(bindparam("members", expanding=True)),
)
_OF_DAY = select(check_ins).where(*_THEIRS)
_ASK_AGAIN = (
    update(check_ins).where(*_THEIRS, check_ins.c.not_sent == NotSent.NO_LONGER_ASKED.value).values(not_sent=null())
)
# Sets the columns for which it is given values.
_CHANGE = update(check_ins).where(check_ins.c.workspace_id == _WORKSPACE, check_ins.c.id == bindparam("check_in"))
_NOW = bindparam("now", type_=UtcDateTime())
_ANSWER = _CHANGE.values(
    answered_at=func.coalesce(check_ins.c.answered_at, _NOW), changed_at=_NOW, revision=check_ins.c.revision + 1
)
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


@lru_cache
def _asking(dialect: str) -> Executable:
    return insert_into(dialect, check_ins).on_conflict_do_nothing(index_elements=["workspace_id", "member_id", "day"])


def read_check_in(row: Row[Any]) -> CheckIn:
    """A row of check_ins, also one that another query of the feature joined."""
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
