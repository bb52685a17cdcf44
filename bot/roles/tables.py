"""The table of what a workspace says of roles itself: overrides of the library, and roles of its own."""

from sqlalchemy import JSON, Column, ForeignKeyConstraint, Integer, String, Table, Text, UniqueConstraint

from bot.database import metadata

role_definitions = Table(
    "role_definitions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace_id", String(32), nullable=False),
    Column("key", String(200), nullable=False),
    # Empty means: not said here, so the library's word holds. That is how overrides survive upgrades of the library.
    Column("name", Text, nullable=False),
    Column("names", JSON, nullable=False),
    Column("what_to_ask", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("responsibilities", JSON, nullable=False),
    Column("decisions", JSON, nullable=False),
    Column("skills", JSON, nullable=False),
    Column("success_metrics", JSON, nullable=False),
    Column("pitfalls", JSON, nullable=False),
    Column("boundaries", JSON, nullable=False, server_default="[]"),
    Column("learn_more", Text, nullable=False),
    # The file that owns the row and the line it stands on; "" when it was said in Slack.
    Column("source", Text, nullable=False, server_default=""),
    Column("line", Integer, nullable=False, server_default="0"),
    UniqueConstraint("workspace_id", "key"),
    ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
)
