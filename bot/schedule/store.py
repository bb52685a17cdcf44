"""All SQL of the engine: claiming, settling, releasing. Named exception to "every query names its workspace"."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    and_,
    bindparam,
    case,
    delete,
    func,
    null,
    or_,
    select,
    tuple_,
    union_all,
    update,
)

from bot.database import Transaction, UtcDateTime
from bot.database.by_ids import ByIds
from bot.ids import WorkspaceId
from bot.schedule.tables import due_jobs
from bot.schedule.turns import Turn

DEFAULT_LEASE = timedelta(seconds=60)


@dataclass(frozen=True)
class Job:
    """One claimed job, as its handler sees it."""

    id: int
    workspace_id: WorkspaceId
    kind: str
    subject: str
    due_at: datetime
    attempts: int
    first_attempt_at: datetime
    revision: int
    # Until then no other worker takes it.
    lease_until: datetime
    # An earlier attempt ended without our knowing what Slack made of it (a kill, a cut connection).
    may_have_been_sent: bool

    def row_id(self, prefix: str) -> int:
        """The id in a subject such as `run:7`; ValueError when the subject is of another sort."""
        name, _, number = self.subject.partition(":")
        if name != prefix or not number.isdecimal():
            raise ValueError(f"job {self.kind} expects {prefix}:ID, not {self.subject}")
        return int(number)


async def due_turns(tx: Transaction, now: datetime) -> list[Turn]:
    """Which kinds of job are due or abandoned in which workspaces, the earliest first; one statement for an idle worker."""
    return [(row.workspace_id, row.kind) for row in await tx.execute(_DUE_TURNS, {"now": now})]


async def claim(
    tx: Transaction,
    worker: str,
    now: datetime,
    turn: Turn,
    most: int,
    lease: timedelta,
    held: Collection[int] = (),
) -> list[Job]:
    """Take up to `most` jobs of a turn that are due or abandoned, for the time of a lease.

    `held`: ids of jobs that this worker is still at; when their lease ends, another may take them, but it may not.
    """
    workspace_id, kind = turn
    which = {"workspace": workspace_id, "kind": kind, "now": now, "most": most}
    if held:
        rows = (await tx.execute(_CLAIMABLE_BUT, {**which, "held": list(held)})).all()
    else:
        rows = (await tx.execute(_CLAIMABLE, which)).all()
    if not rows:
        return []
    lease_until = now + lease
    await tx.execute(*_TAKE.of([row.id for row in rows], by=worker, until=lease_until, now=now))
    return [_job(row, now, lease_until) for row in rows]


def _job(row: Row[Any], now: datetime, lease_until: datetime) -> Job:
    return Job(
        id=row.id,
        workspace_id=row.workspace_id,
        kind=row.kind,
        subject=row.subject,
        due_at=row.due_at,
        attempts=row.attempts + 1,
        first_attempt_at=row.first_attempt_at or now,
        revision=row.revision,
        lease_until=lease_until,
        may_have_been_sent=row.first_attempt_at is not None,
    )


async def unclaim(
    tx: Transaction, workspace_id: WorkspaceId, kind: str, worker: str, at: datetime, held: Collection[int]
) -> None:
    """Let go what a claim made at `at` took, if it took anything, but for what this worker knows to hold."""
    since = case((due_jobs.c.first_attempt_at == at, None), else_=due_jobs.c.first_attempt_at)
    await tx.execute(
        update(due_jobs)
        .where(
            due_jobs.c.workspace_id == workspace_id,
            due_jobs.c.kind == kind,
            due_jobs.c.worker == worker,
            due_jobs.c.id.not_in(held),
        )
        .values(worker=None, lease_until=None, attempts=due_jobs.c.attempts - 1, first_attempt_at=since)
    )
    tx.jobs_planned = True


async def finish_all(tx: Transaction, jobs: Sequence[Job], worker: str) -> set[int]:
    """Remove the jobs that nobody planned anew or took meanwhile, in one statement; their ids. `finish` has the rest."""
    if len(jobs) == 1:
        one = {"id": jobs[0].id, "revision": jobs[0].revision, "by": worker}
        return {row.id for row in await tx.execute(_REMOVE_ONE, one)}
    done = {"ids": [job.id for job in jobs], "done": [(job.id, job.revision) for job in jobs], "by": worker}
    return {row.id for row in await tx.execute(_REMOVE, done)}


async def finish(tx: Transaction, job: Job, worker: str, now: datetime, *, recorded: bool = False) -> bool:
    """What `finish_all` left: keep a job due that was planned anew. False when another worker has it, or had it.

    A job that was cancelled while it ran counts as finished: what it did is to be recorded. One that is gone after its
    lease was over may have been done by another worker, which has recorded it; or by this one, if it was `recorded` in a
    transaction of which nobody knows whether it was saved.
    """
    if await release(tx, job, worker, attempts=0, first_attempt_at=None):
        tx.jobs_planned = True
        return True
    gone = (await tx.one_or_none(select(due_jobs.c.id).where(due_jobs.c.id == job.id))) is None
    return gone and not recorded and now < job.lease_until


async def release_untried(tx: Transaction, jobs: Sequence[Job], worker: str) -> None:
    """Let jobs go that were claimed and never begun, as if they had not been claimed."""
    begun_before = [job.id for job in jobs if job.may_have_been_sent]
    await tx.execute(
        update(due_jobs)
        .where(due_jobs.c.id.in_([job.id for job in jobs]), due_jobs.c.worker == worker)
        .values(
            worker=None,
            lease_until=None,
            attempts=due_jobs.c.attempts - 1,
            first_attempt_at=case((due_jobs.c.id.in_(begun_before), due_jobs.c.first_attempt_at), else_=None),
        )
    )


async def release(
    tx: Transaction,
    job: Job,
    worker: str,
    *,
    attempts: int,
    first_attempt_at: datetime | None,
    due_at: datetime | None = None,
    error: str | None = None,
) -> bool:
    """Let the job go undone, due at `due_at` (or at the time that stands). A time planned meanwhile is kept."""
    values = {
        "lease_until": None,
        "attempts": attempts,
        "first_attempt_at": first_attempt_at,
        "last_error": error,
        "again_at": due_at or job.due_at,
        # Where the time that stands is to stay, it is for no revision.
        "unplanned": job.revision if due_at is not None else None,
    }
    result = await tx.execute(_RELEASE, {"job": job.id, "by": worker, **values})
    return result.rowcount == 1


async def park(tx: Transaction, job: Job, worker: str, now: datetime, reason: str) -> bool:
    """Set the job aside with `reason` until a person acts. False when this worker no longer holds it."""
    parked = {"lease_until": None, "parked_at": now, "last_error": reason}
    result = await tx.execute(_LET_GO, {"job": job.id, "by": worker, **parked})
    return result.rowcount == 1


async def next_due(tx: Transaction, besides: Collection[Turn] = ()) -> datetime | None:
    """The earliest moment at which something is due, or a lease ends; None when nothing is planned."""
    if besides:
        row = (await tx.execute(_NEXT_DUE_BUT, {"besides": list(besides)})).one_or_none()
    else:
        row = (await tx.execute(_NEXT_DUE)).one_or_none()
    return None if row is None else row.moment


async def kinds(tx: Transaction) -> set[str]:
    """The kinds of all planned jobs."""
    return {row.kind for row in await tx.all(select(due_jobs.c.kind).distinct())}


def _claimable(now: ColumnElement[datetime]) -> ColumnElement[bool]:
    waiting = and_(due_jobs.c.worker.is_(None), due_jobs.c.due_at <= now)
    return and_(due_jobs.c.parked_at.is_(None), or_(waiting, due_jobs.c.lease_until <= now))


_NOW = bindparam("now", type_=UtcDateTime())
_TURN = select(due_jobs.c.workspace_id, due_jobs.c.kind, due_jobs.c.due_at).where(due_jobs.c.parked_at.is_(None))
# Two halves, each with an index of its own: grouping the table itself makes SQLite walk through all that is planned.
_DUE = union_all(
    _TURN.where(due_jobs.c.worker.is_(None), due_jobs.c.due_at <= _NOW), _TURN.where(due_jobs.c.lease_until <= _NOW)
).subquery()
# Put together once: an idle worker runs this four times a second, a busy one the others for every few jobs.
_DUE_TURNS = (
    select(_DUE.c.workspace_id, _DUE.c.kind)
    .group_by(_DUE.c.workspace_id, _DUE.c.kind)
    .order_by(func.min(_DUE.c.due_at), _DUE.c.workspace_id, _DUE.c.kind)
)
_MOMENT = case((due_jobs.c.worker.is_not(None), due_jobs.c.lease_until), else_=due_jobs.c.due_at)
_NEXT_DUE = (
    select(_MOMENT.label("moment")).where(due_jobs.c.parked_at.is_(None)).order_by(_MOMENT, due_jobs.c.id).limit(1)
)
_NEXT_DUE_BUT = _NEXT_DUE.where(
    tuple_(due_jobs.c.workspace_id, due_jobs.c.kind).not_in(bindparam("besides", expanding=True))
)
_CLAIMABLE = (
    select(due_jobs)
    .where(
        due_jobs.c.workspace_id == bindparam("workspace"),
        due_jobs.c.kind == bindparam("kind"),
        _claimable(_NOW),
    )
    .order_by(due_jobs.c.due_at, due_jobs.c.id)
    .limit(bindparam("most", type_=Integer()))
    .with_for_update(skip_locked=True)
)
_CLAIMABLE_BUT = _CLAIMABLE.where(due_jobs.c.id.not_in(bindparam("held", expanding=True)))
_TAKE = ByIds(
    update(due_jobs).values(
        worker=bindparam("by"),
        lease_until=bindparam("until"),
        attempts=due_jobs.c.attempts + 1,
        first_attempt_at=func.coalesce(due_jobs.c.first_attempt_at, _NOW),
        claimed_revision=due_jobs.c.revision,
    ),
    due_jobs.c.id,
)
_MINE = delete(due_jobs).where(due_jobs.c.worker == bindparam("by")).returning(due_jobs.c.id)
_REMOVE = _MINE.where(
    due_jobs.c.id.in_(bindparam("ids", expanding=True)),
    tuple_(due_jobs.c.id, due_jobs.c.revision).in_(bindparam("done", expanding=True)),
)
_REMOVE_ONE = _MINE.where(due_jobs.c.id == bindparam("id"), due_jobs.c.revision == bindparam("revision"))
# Sets the columns for which it is given values, too.
_LET_GO = (
    update(due_jobs)
    .where(due_jobs.c.id == bindparam("job"), due_jobs.c.worker == bindparam("by"))
    .values(worker=null())
)
_RELEASE = _LET_GO.values(
    due_at=case(
        (due_jobs.c.revision == bindparam("unplanned"), bindparam("again_at", type_=UtcDateTime())),
        else_=due_jobs.c.due_at,
    )
)
