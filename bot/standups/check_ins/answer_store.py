"""All SQL of answers, milestones and forecasts."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Executable, Row, bindparam, delete, select, update

from bot.database import Transaction, insert_into
from bot.database.by_ids import ByIds
from bot.ids import AreaId, CheckInId, MemberId, MilestoneId, WorkspaceId
from bot.standups.check_ins.answer_rules import Answer, Status, same_name
from bot.standups.check_ins.rules import CheckIn, Milestone, Side
from bot.standups.check_ins.tables import answers, check_ins, forecasts, milestones

# What names one answer.
SLOT = ("workspace_id", "check_in_id", "slot")


async def save_answers(
    tx: Transaction, workspace_id: WorkspaceId, check_in_id: CheckInId, given: Sequence[Answer], now: datetime
) -> None:
    """Make `given` the answers of the check-in: each in place of its earlier version, none left over."""
    slots = [answer.slot for answer in given]
    await tx.execute(_LEFT_OVER, {"workspace": workspace_id, "check_in": check_in_id, "slots": slots})
    mine = {"workspace_id": workspace_id, "check_in_id": check_in_id, "answered_at": now}
    if rows := [{**mine, "slot": answer.slot, **_values(answer)} for answer in given]:
        await tx.execute(_saving(tx.dialect, tuple(rows[0])), rows)


async def answers_of(
    tx: Transaction, workspace_id: WorkspaceId, check_in_ids: Iterable[CheckInId]
) -> dict[CheckInId, tuple[Answer, ...]]:
    """The answers of check-ins, in the order in which they were first given."""
    if not (ids := list(check_in_ids)):
        return {}
    rows = await tx.execute(*_ANSWERS_OF.of(ids, workspace=workspace_id))
    found: dict[CheckInId, tuple[Answer, ...]] = {}
    for row in rows:
        found[row.check_in_id] = (*found.get(row.check_in_id, ()), _answer(row))
    return found


async def last_answers(tx: Transaction, workspace_id: WorkspaceId, before: CheckIn) -> tuple[Answer, ...]:
    """What the member answered last: per area the last status, the rest from their last answered check-in."""
    which = {"workspace": workspace_id, "member": before.member_id, "before": before.day}
    recent = await tx.execute(_ANSWERED_BEFORE, which)
    ids = [row.id for row in recent]
    if not ids:
        return ()
    by_check_in = await answers_of(tx, workspace_id, ids)
    found: dict[str, Answer] = {}
    for place, check_in_id in enumerate(ids):
        for answer in by_check_in.get(check_in_id, ()):
            if place == 0 or answer.status is not None:
                found.setdefault(answer.slot, answer)
    return tuple(found.values())


async def open_milestones(
    tx: Transaction, workspace_id: WorkspaceId, areas: Iterable[AreaId]
) -> dict[AreaId, list[Milestone]]:
    """What has not landed yet, by area, the earliest agreed date first."""
    rows = await tx.execute(*_OPEN_MILESTONES.of(list(areas), workspace=workspace_id))
    found: dict[AreaId, list[Milestone]] = {}
    for row in rows:
        found.setdefault(row.area_id, []).append(_milestone(row))
    return found


async def milestones_by_id(
    tx: Transaction, workspace_id: WorkspaceId, ids: Iterable[MilestoneId]
) -> dict[MilestoneId, Milestone]:
    if not (wanted := list(ids)):
        return {}
    rows = await tx.execute(*_MILESTONES_BY_ID.of(wanted, workspace=workspace_id))
    return {row.id: _milestone(row) for row in rows}


async def name_milestone(
    tx: Transaction,
    workspace_id: WorkspaceId,
    area_id: AreaId,
    name: str,
    agreed_on: date,
    by: MemberId,
    now: datetime,
) -> Milestone:
    """The open milestone of that name in the area: the one that was named first, whoever else names it."""
    shown = " ".join(name.split())
    mine = {"workspace_id": workspace_id, "area_id": area_id, "open_name": shown.casefold()}
    insert = tx.insert(milestones).values(**mine, name=shown, agreed_on=agreed_on, named_by=by, created_at=now)
    await tx.execute(insert.on_conflict_do_nothing(index_elements=list(mine)))
    row = await tx.one_or_none(
        select(milestones).where(*(milestones.c[column] == value for column, value in mine.items()))
    )
    if row is None:
        raise LookupError("the milestone that was just named")
    return _milestone(row)


async def land(tx: Transaction, workspace_id: WorkspaceId, ids: Iterable[MilestoneId], on: date) -> None:
    """These milestones have landed on that day, unless they had before."""
    if not (landed := list(ids)):
        return
    await tx.execute(
        update(milestones)
        .where(
            milestones.c.workspace_id == workspace_id,
            milestones.c.id.in_(landed),
            milestones.c.landed_on.is_(None),
        )
        .values(landed_on=on, open_name=None)
    )


async def take_back_landing(tx: Transaction, workspace_id: WorkspaceId, milestone_id: MilestoneId) -> None:
    """It has not landed after all; unless another of its name has been planned since."""
    milestone = (await milestones_by_id(tx, workspace_id, [milestone_id])).get(milestone_id)
    if milestone is None or milestone.landed_on is None:
        return
    waiting = (await open_milestones(tx, workspace_id, [milestone.area_id])).get(milestone.area_id, [])
    if any(same_name(each.name, milestone.name) for each in waiting):
        return
    await tx.execute(
        update(milestones)
        .where(milestones.c.workspace_id == workspace_id, milestones.c.id == milestone_id)
        .values(landed_on=None, open_name=milestone.name.casefold())
    )


async def state_forecast(
    tx: Transaction, workspace_id: WorkspaceId, member_id: MemberId, answer: Answer, now: datetime
) -> None:
    """What a member expects of a milestone, in place of what they expected before."""
    mine = {"workspace_id": workspace_id, "milestone_id": answer.milestone_id, "member_id": member_id}
    status = answer.status.value if answer.status else None
    values = {"side": answer.side.value, "status": status, "on_day": answer.on, "stated_at": now}
    await tx.execute(_stating(tx.dialect, tuple(mine), tuple(values)), {**mine, **values})


@lru_cache
def _saving(dialect: str, columns: tuple[str, ...]) -> Executable:
    insert = insert_into(dialect, answers)
    kept = {name: insert.excluded[name] for name in columns if name not in SLOT}
    return insert.on_conflict_do_update(index_elements=SLOT, set_=kept)


@lru_cache
def _stating(dialect: str, mine: tuple[str, ...], values: tuple[str, ...]) -> Executable:
    insert = insert_into(dialect, forecasts)
    return insert.on_conflict_do_update(index_elements=mine, set_={name: insert.excluded[name] for name in values})


# Put together once: everything that is said or shown of a run asks these.
_WORKSPACE: BindParameter[str] = bindparam("workspace")
_ANSWERS_OF = ByIds(
    select(answers, milestones.c.name.label("milestone_name"))
    .outerjoin(
        milestones,
        (milestones.c.workspace_id == answers.c.workspace_id) & (milestones.c.id == answers.c.milestone_id),
    )
    .where(answers.c.workspace_id == _WORKSPACE)
    .order_by(answers.c.id),
    answers.c.check_in_id,
)
_LEFT_OVER = delete(answers).where(
    answers.c.workspace_id == _WORKSPACE,
    answers.c.check_in_id == bindparam("check_in"),
    answers.c.slot.not_in(bindparam("slots", expanding=True)),
)
_ANSWERED_BEFORE = (
    select(check_ins.c.id)
    .where(
        check_ins.c.workspace_id == _WORKSPACE,
        check_ins.c.member_id == bindparam("member"),
        check_ins.c.day < bindparam("before"),
        check_ins.c.answered_at.is_not(None),
    )
    .order_by(check_ins.c.day.desc())
    .limit(10)
)
_MILESTONES = select(milestones).where(milestones.c.workspace_id == _WORKSPACE)
_MILESTONES_BY_ID = ByIds(_MILESTONES, milestones.c.id)
_OPEN_MILESTONES = ByIds(
    _MILESTONES.where(milestones.c.landed_on.is_(None)).order_by(milestones.c.agreed_on, milestones.c.id),
    milestones.c.area_id,
)


def _values(answer: Answer) -> dict[str, Any]:
    return {
        "question": answer.question,
        "side": answer.side.value,
        "area_id": answer.area_id,
        "milestone_id": answer.milestone_id,
        "status": answer.status.value if answer.status else None,
        "on_day": answer.on,
        "text": answer.text,
        "tag": answer.tag,
        "asked_member_id": answer.member_id,
        "since": answer.since,
    }


def _answer(row: Row[Any]) -> Answer:
    return Answer(
        question=row.question,
        side=Side(row.side),
        area_id=row.area_id,
        milestone_id=row.milestone_id,
        milestone_name=row.milestone_name or "",
        status=Status(row.status) if row.status else None,
        on=row.on_day,
        text=row.text,
        tag=row.tag,
        member_id=row.asked_member_id,
        since=row.since,
    )


def _milestone(row: Row[Any]) -> Milestone:
    return Milestone(id=row.id, area_id=row.area_id, name=row.name, agreed_on=row.agreed_on, landed_on=row.landed_on)
