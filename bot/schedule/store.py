"""All SQL of the engine: claiming, settling, releasing. Named exception to "every query names its workspace"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    bindparam,
    case,
    delete,
    func,
    literal,
    or_,
    select,
    update,
)

from bot.database import Transaction, UtcDateTime
from bot.ids import WorkspaceId
from bot.schedule.tables import due_jobs

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
    # An earlier attempt ended without our knowing what Slack made of it (a kill, a cut connection).
    may_have_been_sent: bool

    def row_id(self, prefix: str) -> int:
        """The id in a subject such as `run:7`; ValueError when the subject is of another sort."""
        name, _, number = self.subject.partition(":")
        if name != prefix or not number.isdecimal():
            raise ValueError(f"job {self.kind} expects {prefix}:ID, not {self.subject}")
        return int(number)


async def claim(
    tx: Transaction,
    worker: str,
    now: datetime,
    most: int,
    leases: Mapping[str, timedelta],
) -> Sequence[Job]:
    """Take up to `most` jobs that are due or abandoned, in turn across workspaces, each for its kind's lease."""
    place = func.row_number().over(
        partition_by=due_jobs.c.workspace_id,
        order_by=(due_jobs.c.due_at, due_jobs.c.id),
    )
    candidates = select(due_jobs.c.id, due_jobs.c.due_at, place.label("place")).where(_claimable(now)).subquery()
    first = select(candidates.c.id).order_by(candidates.c.place, candidates.c.due_at, candidates.c.id).limit(most)
    rows = await tx.all(
        select(due_jobs)
        .where(due_jobs.c.id.in_(first), _claimable(now))
        .order_by(due_jobs.c.due_at, due_jobs.c.id)
        .with_for_update(skip_locked=True)
    )
    if not rows:
        return []
    ends = {kind: literal(now + lease, UtcDateTime) for kind, lease in leases.items()}
    await tx.execute(
        update(due_jobs)
        .where(due_jobs.c.id.in_([row.id for row in rows]))
        .values(
            worker=worker,
            lease_until=case(
                ends,
                value=due_jobs.c.kind,
                else_=literal(now + DEFAULT_LEASE, UtcDateTime),
            ),
            attempts=due_jobs.c.attempts + 1,
            first_attempt_at=func.coalesce(due_jobs.c.first_attempt_at, literal(now, UtcDateTime)),
            claimed_revision=due_jobs.c.revision,
        )
    )
    return [
        Job(
            id=row.id,
            workspace_id=row.workspace_id,
            kind=row.kind,
            subject=row.subject,
            due_at=row.due_at,
            attempts=row.attempts + 1,
            first_attempt_at=row.first_attempt_at or now,
            revision=row.revision,
            may_have_been_sent=row.first_attempt_at is not None,
        )
        for row in rows
    ]


async def finish(tx: Transaction, job: Job, worker: str) -> bool:
    """Remove the job, or leave it due if it was planned anew meanwhile. False when another worker has it now.

    A job that was cancelled while it ran counts as finished: what it did is to be recorded.
    """
    gone = await tx.execute(delete(due_jobs).where(_held(job, worker), due_jobs.c.revision == job.revision))
    if gone.rowcount:
        return True
    if await release(tx, job, worker, attempts=0, first_attempt_at=None):
        tx.jobs_planned = True
        return True
    return (await tx.one_or_none(select(due_jobs.c.id).where(due_jobs.c.id == job.id))) is None


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
    values: dict[str, object] = {
        "worker": None,
        "lease_until": None,
        "attempts": attempts,
        "last_error": error,
    }
    values["first_attempt_at"] = first_attempt_at
    if due_at is not None:
        unplanned = due_jobs.c.revision == job.revision
        values["due_at"] = case((unplanned, literal(due_at, UtcDateTime)), else_=due_jobs.c.due_at)
    result = await tx.execute(update(due_jobs).where(_held(job, worker)).values(values))
    return result.rowcount == 1


async def park(tx: Transaction, job: Job, worker: str, now: datetime, reason: str) -> bool:
    """Set the job aside with `reason` until a person acts. False when this worker no longer holds it."""
    result = await tx.execute(
        update(due_jobs)
        .where(_held(job, worker))
        .values(worker=None, lease_until=None, parked_at=now, last_error=reason)
    )
    return result.rowcount == 1


async def next_due(tx: Transaction) -> datetime | None:
    """The earliest moment at which something is due, or a lease ends; None when nothing is planned."""
    moment = case(
        (due_jobs.c.worker.is_not(None), due_jobs.c.lease_until),
        else_=due_jobs.c.due_at,
    )
    row = await tx.one_or_none(
        select(moment.label("moment")).where(due_jobs.c.parked_at.is_(None)).order_by(moment, due_jobs.c.id).limit(1)
    )
    return None if row is None else row.moment


async def any_due(tx: Transaction, now: datetime) -> bool:
    """Whether a claim now would find something: one cheap statement for an idle worker."""
    return (await tx.execute(_ANY_DUE, {"now": now})).first() is not None


async def kinds(tx: Transaction) -> set[str]:
    """The kinds of all planned jobs."""
    return {row.kind for row in await tx.all(select(due_jobs.c.kind).distinct())}


def _claimable(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    waiting = and_(due_jobs.c.worker.is_(None), due_jobs.c.due_at <= now)
    return and_(due_jobs.c.parked_at.is_(None), or_(waiting, due_jobs.c.lease_until <= now))


# Put together once: an idle worker runs it four times a second.
_ANY_DUE = select(due_jobs.c.id).where(_claimable(bindparam("now", type_=UtcDateTime()))).limit(1)


def _held(job: Job, worker: str) -> ColumnElement[bool]:
    return and_(due_jobs.c.id == job.id, due_jobs.c.worker == worker)
