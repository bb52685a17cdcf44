"""Tables of differences, and of who has been told of them."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, String, Table, UniqueConstraint

from bot.database import UtcDateTime, metadata

differences = Table(
    "differences",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace_id", String(32), nullable=False),
    Column("milestone_id", Integer, nullable=False),
    Column("product_check_in_id", Integer, nullable=False),
    Column("program_check_in_id", Integer, nullable=False),
    # Whose answer made it: that answer waits until both know.
    Column("made_by_check_in_id", Integer, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    UniqueConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "milestone_id", "product_check_in_id", "program_check_in_id"),
    ForeignKeyConstraint(["workspace_id", "milestone_id"], ["milestones.workspace_id", "milestones.id"]),
    ForeignKeyConstraint(["workspace_id", "product_check_in_id"], ["check_ins.workspace_id", "check_ins.id"]),
    ForeignKeyConstraint(["workspace_id", "program_check_in_id"], ["check_ins.workspace_id", "check_ins.id"]),
    Index("ix_differences_product_check_in_id", "workspace_id", "product_check_in_id"),
)

difference_notices = Table(
    "difference_notices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace_id", String(32), nullable=False),
    Column("difference_id", Integer, nullable=False),
    Column("check_in_id", Integer, nullable=False),
    # "Once" for the message, set in the transaction that settles its job.
    Column("told_channel", String(32)),
    Column("told_ts", String(32)),
    Column("told_at", UtcDateTime),
    Column("confirmed_at", UtcDateTime),
    UniqueConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "difference_id", "check_in_id"),
    ForeignKeyConstraint(["workspace_id", "difference_id"], ["differences.workspace_id", "differences.id"]),
    ForeignKeyConstraint(["workspace_id", "check_in_id"], ["check_ins.workspace_id", "check_ins.id"]),
    # Rows are deleted, and their ids name what was sent: SQLite must not give one to another row.
    sqlite_autoincrement=True,
)
