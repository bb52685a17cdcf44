"""All SQL of runs: when each happens, whether it is open, what became of its report."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Executable, Row, String, bindparam, case, select, update

from bot.database import Transaction, insert_into
from bot.ids import ChannelId, MessageTs, RunId, StandupId, WorkspaceId
from bot.standups import store as standup_store
from bot.standups.rules import Run, StandingRun
from bot.standups.tables import standup_runs, standups


async def write_run(
    tx: Transaction,
    workspace_id: WorkspaceId,
    standup_id: StandupId,
    day: date,
    report_at: datetime,
    closes_at: datetime,
) -> Run:
    """The run of that day; made anew, or moved to these times unless its report has been posted."""
    which = {"workspace_id": workspace_id, "standup_id": standup_id, "day": day}
    await tx.execute(_writing(tx.dialect), {**which, "report_at": report_at, "closes_at": closes_at})
    row = (await tx.execute(_OF_DAY, which)).one_or_none()
    if row is None:
        raise LookupError("the run that was just planned")
    return read_run(row)


async def run(tx: Transaction, workspace_id: WorkspaceId, run_id: RunId) -> Run | None:
    row = (await tx.execute(_BY_ID, {"workspace": workspace_id, "run": run_id})).one_or_none()
    return None if row is None else read_run(row)


async def with_standup(tx: Transaction, workspace_id: WorkspaceId, run_id: RunId) -> StandingRun | None:
    """A run and its standup, whether or not they were taken back."""
    row = (await tx.execute(_WITH_STANDUP, {"workspace": workspace_id, "run": run_id})).one_or_none()
    return None if row is None else read_with_standup(row)


async def unposted_runs(tx: Transaction, workspace_id: WorkspaceId, standup_id: StandupId) -> Sequence[Run]:
    """The runs of a standup that are still to be reported, in order."""
    rows = await tx.all(
        select(standup_runs).where(
            standup_runs.c.workspace_id == workspace_id,
            standup_runs.c.standup_id == standup_id,
            standup_runs.c.posted_at.is_(None),
            standup_runs.c.cancelled_at.is_(None),
        )
    )
    # Sorted here: asked for an order, SQLite takes the index that has it, and reads the whole workspace.
    return sorted((read_run(row) for row in rows), key=lambda run: run.report_at)


async def stale_runs(
    tx: Transaction, workspace_id: WorkspaceId, version: int, closing_after: datetime
) -> Sequence[RunId]:
    """Open runs that close after that instant and whose members were found by another registry than `version`."""
    rows = await tx.all(
        select(standup_runs.c.id)
        .where(
            standup_runs.c.workspace_id == workspace_id,
            standup_runs.c.report_at > closing_after,
            standup_runs.c.closes_at > closing_after,
            standup_runs.c.opened_at.is_not(None),
            standup_runs.c.posted_at.is_(None),
            standup_runs.c.cancelled_at.is_(None),
            standup_runs.c.audience_version.is_distinct_from(version),
        )
        .order_by(standup_runs.c.id)
    )
    return [row.id for row in rows]


async def day_before(tx: Transaction, workspace_id: WorkspaceId, standup_id: StandupId, day: date) -> date | None:
    """The day of the last run before `day` that was reported."""
    which = {"workspace": workspace_id, "standup": standup_id, "before": day}
    found: date | None = (await tx.execute(_DAY_BEFORE, which)).scalar()
    return found


async def mark_opened(
    tx: Transaction,
    workspace_id: WorkspaceId,
    run_id: RunId,
    questions: Sequence[dict[str, Any]],
    version: int,
    now: datetime,
) -> None:
    """The run is open; its questions are kept from its first opening."""
    which = {"workspace": workspace_id, "run": run_id}
    await tx.execute(_OPEN, {**which, "opened_at": now, "questions": json.dumps(questions)})
    await tx.execute(_CHANGE, {**which, "audience_version": version})


async def questions_of_run(tx: Transaction, workspace_id: WorkspaceId, run_id: RunId) -> list[dict[str, Any]]:
    stored = (await tx.execute(_QUESTIONS, {"workspace": workspace_id, "run": run_id})).scalar()
    found: list[dict[str, Any]] = json.loads(stored) if stored else []
    return found


async def cancel_run(tx: Transaction, workspace_id: WorkspaceId, run_id: RunId, now: datetime) -> None:
    await tx.execute(_CHANGE, {"workspace": workspace_id, "run": run_id, "cancelled_at": now})


async def forget_audience(tx: Transaction, workspace_id: WorkspaceId, run_id: RunId) -> None:
    """Have the run find its members anew."""
    await tx.execute(_CHANGE, {"workspace": workspace_id, "run": run_id, "audience_version": None})


async def note_answer(tx: Transaction, workspace_id: WorkspaceId, run_id: RunId) -> None:
    """Something in the run's report has changed."""
    await tx.execute(_CHANGED, {"workspace": workspace_id, "run": run_id})


async def mark_posted(
    tx: Transaction,
    workspace_id: WorkspaceId,
    run_id: RunId,
    now: datetime,
    *,
    channel_id: ChannelId | None = None,
    ts: MessageTs | None = None,
) -> None:
    """The run's report is out; without a message when there was nothing to post, or a person says that it is there."""
    posted = {"posted_at": now, "report_channel": channel_id, "report_ts": ts, "trouble": None}
    await tx.execute(_CHANGE, {"workspace": workspace_id, "run": run_id, **posted})


async def set_trouble(tx: Transaction, workspace_id: WorkspaceId, run_id: RunId, trouble: str | None) -> None:
    """Why the report does not stand where it should; None once that is settled. Noted again, it is no further trouble."""
    which = {"workspace": workspace_id, "run": run_id, "trouble": trouble}
    await (tx.execute(_TROUBLE, {**which, "noted": trouble}) if trouble else tx.execute(_CHANGE, which))


async def mark_owner_told(
    tx: Transaction, workspace_id: WorkspaceId, run_id: RunId, channel_id: ChannelId, ts: MessageTs, told: int
) -> None:
    """The owner has read about the `told`th trouble of the run."""
    known = {"owner_channel": channel_id, "owner_ts": ts, "owner_told": told}
    await tx.execute(_CHANGE, {"workspace": workspace_id, "run": run_id, **known})


# Put together once: most jobs and all answers begin with a run, and end with a change of it.
_BY_ID = select(standup_runs).where(
    standup_runs.c.workspace_id == bindparam("workspace"), standup_runs.c.id == bindparam("run")
)
# Runs with their standups, for the queries of the feature.
WITH_STANDUPS = select(standup_runs, *standup_store.WITH_RUN).join(
    standups, (standups.c.workspace_id == standup_runs.c.workspace_id) & (standups.c.id == standup_runs.c.standup_id)
)
_WITH_STANDUP = WITH_STANDUPS.where(
    standup_runs.c.workspace_id == bindparam("workspace"), standup_runs.c.id == bindparam("run")
)
_OF_DAY = select(standup_runs).where(
    standup_runs.c.workspace_id == bindparam("workspace_id"),
    standup_runs.c.standup_id == bindparam("standup_id"),
    standup_runs.c.day == bindparam("day"),
)
_DAY_BEFORE = (
    select(standup_runs.c.day)
    .where(
        standup_runs.c.workspace_id == bindparam("workspace"),
        standup_runs.c.standup_id == bindparam("standup"),
        standup_runs.c.day < bindparam("before"),
        standup_runs.c.posted_at.is_not(None),
    )
    .order_by(standup_runs.c.day.desc())
    .limit(1)
)
_QUESTIONS = select(standup_runs.c.questions).where(
    standup_runs.c.workspace_id == bindparam("workspace"), standup_runs.c.id == bindparam("run")
)
# Sets the columns for which it is given values.
_CHANGE = update(standup_runs).where(
    standup_runs.c.workspace_id == bindparam("workspace"), standup_runs.c.id == bindparam("run")
)
_CHANGED = _CHANGE.values(revision=standup_runs.c.revision + 1)
_IS_NEW = standup_runs.c.trouble.is_distinct_from(bindparam("noted", type_=String))
_TROUBLE = _CHANGE.values(troubles=standup_runs.c.troubles + case((_IS_NEW, 1), else_=0))
_OPEN = _CHANGE.where(standup_runs.c.opened_at.is_(None))


@lru_cache
def _writing(dialect: str) -> Executable:
    insert = insert_into(dialect, standup_runs)
    times = {"report_at": insert.excluded.report_at, "closes_at": insert.excluded.closes_at}
    return insert.on_conflict_do_update(
        index_elements=["workspace_id", "standup_id", "day"],
        set_={**times, "cancelled_at": None, "audience_version": None},
        where=standup_runs.c.posted_at.is_(None),
    )


def read_with_standup(row: Row[Any]) -> StandingRun:
    """A row of `WITH_STANDUPS`."""
    return StandingRun(read_run(row), standup_store.read_with_run(row))


def read_run(row: Row[Any]) -> Run:
    """A row of standup_runs, also one that another query of the feature joined."""
    return Run(
        id=row.id,
        standup_id=row.standup_id,
        day=row.day,
        report_at=row.report_at,
        closes_at=row.closes_at,
        opened_at=row.opened_at,
        cancelled=row.cancelled_at is not None,
        report_channel=row.report_channel,
        report_ts=row.report_ts,
        posted_at=row.posted_at,
        revision=row.revision,
        audience_version=row.audience_version,
        trouble=row.trouble,
        troubles=row.troubles,
        owner_channel=row.owner_channel,
        owner_ts=row.owner_ts,
        owner_told=row.owner_told,
    )
