"""Who waits to be told that a question is settled."""

from sqlalchemy import Column, ForeignKeyConstraint, Integer, String, Table, Text, UniqueConstraint

from bot.database import UtcDateTime, metadata

# Who asked to be told; the row goes when they were, at the latest after the days that unanswered questions are kept.
waits = Table(
    "waits",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace_id", String(32), nullable=False),
    Column("asker", String(32), nullable=False),
    # Of what is asked, so that one who asks twice waits once.
    Column("fingerprint", String(64), nullable=False),
    Column("question", Text, nullable=False),
    # The area in which a role is vacant, by key; NULL when nothing covered the question.
    Column("area", String(200)),
    Column("role", String(200)),
    Column("asked_at", UtcDateTime, nullable=False),
    UniqueConstraint("workspace_id", "asker", "fingerprint"),
    ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
    # Rows are deleted, and their ids name what was sent: SQLite must not give one to another row.
    sqlite_autoincrement=True,
)
