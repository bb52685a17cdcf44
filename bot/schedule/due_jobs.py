"""Planning work in the transaction of its cause.

A job is named by (workspace, kind, subject); the subject names the occurrence (`run:7`) and there is no payload: what
the job needs stands in the subject's own row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Executable,
    Row,
    String,
    and_,
    bindparam,
    case,
    delete,
    func,
    not_,
    or_,
    select,
    update,
)

from bot.database import Transaction, UtcDateTime, insert_into
from bot.database.given_rows import given_rows
from bot.ids import WorkspaceId
from bot.schedule.tables import due_jobs

NEWS_PREFIX = "news:"
# A job was set aside, and nobody has been asked about it: `job:7`.
PARKED = "parked"
# In one transaction of the terminal.
MOST_AT_ONCE = 1_000
# In one statement.
MOST_PLANNED = 1_000


async def plan(
    tx: Transaction,
    workspace_id: WorkspaceId,
    kind: str,
    subject: str,
    due_at: datetime,
) -> None:
    """Have `kind` done for `subject` at `due_at` (aware). Planned already: the earlier time holds.

    A job that runs at this moment stays due afterwards, so that it sees what was planned for.
    """
    await plan_all(tx, workspace_id, kind, {subject: due_at})


async def move(
    tx: Transaction,
    workspace_id: WorkspaceId,
    kind: str,
    subject: str,
    due_at: datetime,
) -> None:
    """Like `plan`, but `due_at` holds even when it is later than what was planned."""
    await move_all(tx, workspace_id, kind, {subject: due_at})


async def plan_all(tx: Transaction, workspace_id: WorkspaceId, kind: str, due: Mapping[str, datetime]) -> None:
    """`plan` for many subjects, in one statement for each thousand."""
    await _upsert_all(tx, workspace_id, kind, due, keep_earlier=True)


async def move_all(tx: Transaction, workspace_id: WorkspaceId, kind: str, due: Mapping[str, datetime]) -> None:
    """`move` for many subjects, in one statement for each thousand."""
    await _upsert_all(tx, workspace_id, kind, due, keep_earlier=False)


async def cancel(tx: Transaction, workspace_id: WorkspaceId, kind: str, subject: str) -> None:
    """Forget the job. One that runs at this moment runs to its end, and its record is kept."""
    await tx.execute(_CANCEL, {"workspace": workspace_id, "kind": kind, "subject": subject})


async def announce(tx: Transaction, workspace_id: WorkspaceId, news: str, subject: str, now: datetime) -> None:
    """Tell whoever wants to know: app.py says which job kinds `news` plans for the same subject."""
    await plan(tx, workspace_id, NEWS_PREFIX + news, subject, now)


async def retry(
    tx: Transaction, workspace_id: WorkspaceId, kind: str, subject: str, now: datetime, *, afresh: bool = True
) -> bool:
    """Take a parked job up again. False when there is no such parked job.

    `afresh`: as if it had never been tried; else it looks first for what an earlier attempt may have sent.
    """
    result = await tx.execute(
        update(due_jobs)
        .where(_is(workspace_id, kind, subject), due_jobs.c.parked_at.is_not(None))
        .values(
            parked_at=None,
            due_at=now,
            attempts=0,
            first_attempt_at=None if afresh else due_jobs.c.first_attempt_at,
            last_error=None,
            revision=due_jobs.c.revision + 1,
        )
    )
    tx.jobs_planned = True
    return result.rowcount == 1


async def retry_parked(tx: Transaction, workspace_id: WorkspaceId, kind: str | None, now: datetime) -> int:
    """Take all parked jobs of a workspace up again, or those of one kind; how many there were.

    Each looks first for what an earlier attempt may have sent.
    """
    parked = await list_jobs(tx, parked_only=True, workspace_id=workspace_id, kind=kind, most=MOST_AT_ONCE)
    for job in parked:
        await retry(tx, workspace_id, job.kind, job.subject, now, afresh=False)
    return len(parked)


async def drop(
    tx: Transaction, workspace_id: WorkspaceId, kind: str, subject: str, *, parked_only: bool = False
) -> bool:
    """Forget a job. False when there is none, or with `parked_only` none that is parked."""
    which = _is(workspace_id, kind, subject)
    result = await tx.execute(
        delete(due_jobs).where(which, due_jobs.c.parked_at.is_not(None))
        if parked_only
        else delete(due_jobs).where(which)
    )
    return result.rowcount == 1


@dataclass(frozen=True)
class Load:
    """How much work waits in the whole database. `lag`: how long the oldest due job has been waiting for a worker."""

    due: int
    lag: timedelta
    held: int
    parked: int


async def load(tx: Transaction, now: datetime) -> Load:
    """What waits now, of all workspaces; three statements that read indexes alone."""
    waiting = (due_jobs.c.parked_at.is_(None), due_jobs.c.worker.is_(None), due_jobs.c.due_at <= now)
    due = await tx.one_or_none(
        select(func.count().label("number"), func.min(due_jobs.c.due_at).label("oldest")).where(*waiting)
    )
    held = await tx.scalar(select(func.count()).where(due_jobs.c.lease_until.is_not(None)))
    parked = await tx.scalar(select(func.count()).where(due_jobs.c.parked_at.is_not(None)))
    oldest = due.oldest if due is not None and due.oldest is not None else now
    return Load(due=due.number if due is not None else 0, lag=now - oldest, held=held, parked=parked)


@dataclass(frozen=True)
class PlannedJob:
    """A job as people see it in a list. `parked_at`: since when it waits for a person."""

    id: int
    workspace_id: WorkspaceId
    kind: str
    subject: str
    due_at: datetime
    attempts: int
    running: bool
    parked_at: datetime | None
    last_error: str | None

    @property
    def parked(self) -> bool:
        return self.parked_at is not None


async def list_jobs(
    tx: Transaction,
    *,
    parked_only: bool = False,
    workspace_id: WorkspaceId | None = None,
    kind: str | None = None,
    most: int = 200,
) -> Sequence[PlannedJob]:
    """Jobs of all workspaces, or of one; of all kinds, or of one. Parked ones first, then by time; at most `most`."""
    query = select(due_jobs).order_by(due_jobs.c.parked_at.is_(None), due_jobs.c.due_at, due_jobs.c.id).limit(most)
    if parked_only:
        query = query.where(due_jobs.c.parked_at.is_not(None))
    if workspace_id is not None:
        query = query.where(due_jobs.c.workspace_id == workspace_id)
    if kind is not None:
        query = query.where(due_jobs.c.kind == kind)
    return [_planned(row) for row in await tx.all(query)]


async def parked_job(tx: Transaction, workspace_id: WorkspaceId, job_id: int) -> PlannedJob | None:
    """The job of that id, while it is parked."""
    which = (due_jobs.c.workspace_id == workspace_id, due_jobs.c.id == job_id, due_jobs.c.parked_at.is_not(None))
    row = await tx.one_or_none(select(due_jobs).where(*which))
    return None if row is None else _planned(row)


def _planned(row: Row[Any]) -> PlannedJob:
    return PlannedJob(
        id=row.id,
        workspace_id=row.workspace_id,
        kind=row.kind,
        subject=row.subject,
        due_at=row.due_at,
        attempts=row.attempts,
        running=row.worker is not None,
        parked_at=row.parked_at,
        last_error=row.last_error,
    )


async def _upsert_all(
    tx: Transaction, workspace_id: WorkspaceId, kind: str, due: Mapping[str, datetime], *, keep_earlier: bool
) -> None:
    subjects = sorted(due)  # across several statements, too
    for at in range(0, len(subjects), MOST_PLANNED):
        rows = [{"subject": subject, "due_at": due[subject]} for subject in subjects[at : at + MOST_PLANNED]]
        values = {"workspace": workspace_id, "kind": kind, "rows": rows}
        await tx.execute(_upserting(tx.dialect, keep_earlier=keep_earlier), values)
    tx.jobs_planned = tx.jobs_planned or bool(subjects)


@lru_cache
def _upserting(dialect: str, *, keep_earlier: bool) -> Executable:
    insert = insert_into(dialect, due_jobs)
    rows = given_rows(dialect, "rows", subject=String, due_at=UtcDateTime)
    # In one order everywhere: two who plan the same jobs at once wait for one another, and not in a circle.
    planned = select(bindparam("workspace"), bindparam("kind"), rows.c.subject, rows.c.due_at).order_by(rows.c.subject)
    insert = insert.from_select(["workspace_id", "kind", "subject", "due_at"], planned)
    when = insert.excluded.due_at
    # A job that is running, and not planned anew since, or parked, has no time of its own to keep.
    running = and_(
        due_jobs.c.worker.is_not(None),
        due_jobs.c.revision == due_jobs.c.claimed_revision,
    )
    timeless = or_(running, due_jobs.c.parked_at.is_not(None))
    earlier = and_(not_(timeless), due_jobs.c.due_at < when)
    upsert: Executable = insert.on_conflict_do_update(
        index_elements=["workspace_id", "kind", "subject"],
        set_={
            "due_at": case((earlier, due_jobs.c.due_at), else_=when) if keep_earlier else when,
            "revision": due_jobs.c.revision + 1,
            # A new cause is a new chance; what an earlier attempt may have sent is still looked for.
            "attempts": case((due_jobs.c.parked_at.is_not(None), 0), else_=due_jobs.c.attempts),
            "parked_at": None,
        },
    )
    return upsert


_CANCEL = delete(due_jobs).where(
    due_jobs.c.workspace_id == bindparam("workspace"),
    due_jobs.c.kind == bindparam("kind"),
    due_jobs.c.subject == bindparam("subject"),
)


def _is(workspace_id: WorkspaceId, kind: str, subject: str) -> ColumnElement[bool]:
    return and_(
        due_jobs.c.workspace_id == workspace_id,
        due_jobs.c.kind == kind,
        due_jobs.c.subject == subject,
    )
