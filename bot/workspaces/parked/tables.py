"""Tables of jobs that were set aside, and of the messages in which stewards were told."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, String, Table, Text, UniqueConstraint

from bot.database import UtcDateTime, metadata

parked_notices = Table(
    "parked_notices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace_id", String(32), nullable=False),
    Column("kind", String(64), nullable=False),
    Column("subject", String(128), nullable=False),
    Column("reason", Text, nullable=False),
    Column("parked_at", UtcDateTime, nullable=False),
    # Which message tells of it: counted from 1 in each workspace.
    Column("batch", Integer),
    Column("told_at", UtcDateTime),
    Column("decision", String(16)),
    Column("decided_by", String(32)),
    UniqueConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "kind", "subject", "parked_at"),
    ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
    Index("ix_parked_notices_batch", "workspace_id", "batch"),
)

steward_messages = Table(
    "steward_messages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace_id", String(32), nullable=False),
    Column("batch", Integer, nullable=False),
    # Their Slack id: stewards are named in the settings.
    Column("steward", String(32), nullable=False),
    # "Once" for the message, set in the transaction that settles its job.
    Column("channel_id", String(32)),
    Column("ts", String(32)),
    UniqueConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "batch", "steward"),
    ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
)
