"""Tables of lookup: messages still to be answered, and what could not be answered, without who asked."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, String, Table, Text, UniqueConstraint

from bot.database import UtcDateTime, metadata

# A row lives for an hour. Once its answer is delivered only the key is left of it: who asked what is not kept.
replies = Table(
    "replies",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace_id", String(32), nullable=False),
    # Slack's event id, or the click's trigger id: the same message delivered twice is answered once.
    Column("source_key", String(255), nullable=False),
    # What is to be done with it, see ReplyKind.
    Column("kind", String(24), nullable=False),
    Column("asker", String(32), nullable=False),
    Column("channel_id", String(32), nullable=False),
    Column("thread_ts", String(32)),
    Column("response_url", Text),
    Column("text", Text, nullable=False),
    # What a click chose.
    Column("area", String(200)),
    Column("role", String(200)),
    # Whom a message is passed on to.
    Column("whom", String(32)),
    Column("asked_at", UtcDateTime, nullable=False),
    UniqueConstraint("workspace_id", "source_key"),
    ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
    # Rows are deleted, and their ids name what was sent: SQLite must not give one to another row.
    sqlite_autoincrement=True,
)

# Kept for 90 days after it was last asked.
unanswered_questions = Table(
    "unanswered_questions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace_id", String(32), nullable=False),
    # Of the question's words, so that the same question is one row with a count.
    Column("fingerprint", String(64), nullable=False),
    Column("question", Text, nullable=False),
    Column("role", String(200)),
    Column("times", Integer, nullable=False),
    Column("last_asked_at", UtcDateTime, nullable=False),
    UniqueConstraint("workspace_id", "fingerprint"),
    ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
    # Rows are deleted, and their ids name what was sent: SQLite must not give one to another row.
    sqlite_autoincrement=True,
)

vacancies_asked = Table(
    "vacancies_asked",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace_id", String(32), nullable=False),
    Column("area_id", Integer, nullable=False),
    # "" when no role was asked for.
    Column("role", String(200), nullable=False),
    Column("times", Integer, nullable=False),
    Column("last_asked_at", UtcDateTime, nullable=False),
    UniqueConstraint("workspace_id", "area_id", "role"),
    ForeignKeyConstraint(["workspace_id", "area_id"], ["areas.workspace_id", "areas.id"]),
    Index(None, "workspace_id", "last_asked_at"),
)

# Who has had the first words in the DM: they come once.
greetings = Table(
    "greetings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace_id", String(32), nullable=False),
    Column("slack_user_id", String(32), nullable=False),
    Column("channel_id", String(32), nullable=False),
    UniqueConstraint("workspace_id", "slack_user_id"),
    ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
)
