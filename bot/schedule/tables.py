"""The table of due jobs: one row for each thing that has to happen, until it has happened."""

from sqlalchemy import Column, Index, Integer, String, Table, Text, UniqueConstraint, text

from bot.database import UtcDateTime, metadata

due_jobs = Table(
    "due_jobs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace_id", String(32), nullable=False),
    Column("kind", String(64), nullable=False),
    Column("subject", String(128), nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    # Set while a worker holds the job. Whoever finds the lease over may take it.
    Column("worker", String(64)),
    Column("lease_until", UtcDateTime),
    Column("attempts", Integer, nullable=False, server_default="0"),
    # The revision that the worker took; while it still equals `revision`, nobody has planned the job anew.
    Column("claimed_revision", Integer),
    # The first attempt whose outcome is not known: where to begin to look for what it may have sent.
    Column("first_attempt_at", UtcDateTime),
    # Goes up whenever someone plans, moves or settles: a job planned again while it runs stays due.
    Column("revision", Integer, nullable=False, server_default="1"),
    Column("last_error", Text),
    # Set when trying again is pointless until a person does something.
    Column("parked_at", UtcDateTime),
    UniqueConstraint("workspace_id", "kind", "subject"),
    Index("ix_due_jobs_due_at", "due_at"),
    # To claim: with tens of thousands due at once, finding twenty of one kind and workspace by their time alone takes 40 ms.
    # Of those that wait only, so that nobody looks for a single job by it.
    Index(
        "ix_due_jobs_workspace_id_kind_due_at",
        "workspace_id",
        "kind",
        "due_at",
        postgresql_where=text("parked_at IS NULL"),
        sqlite_where=text("parked_at IS NULL"),
    ),
    Index("ix_due_jobs_lease_until", "lease_until"),
    # Few rows of many: what waits for a person.
    Index(
        "ix_due_jobs_parked_at",
        "parked_at",
        postgresql_where=text("parked_at IS NOT NULL"),
        sqlite_where=text("parked_at IS NOT NULL"),
    ),
    # Rows are deleted, and their ids name what was sent: SQLite must not give one to another row.
    sqlite_autoincrement=True,
)
