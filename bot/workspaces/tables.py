"""Tables of workspaces and members."""

from sqlalchemy import Boolean, Column, ForeignKeyConstraint, Integer, String, Table, Text, UniqueConstraint, false

from bot.database import UtcDateTime, metadata

workspaces = Table(
    "workspaces",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("bot_user_id", String(32)),
    # Fernet, with the key from the settings; NULL when the token is in the settings, or was revoked.
    Column("bot_token_encrypted", Text),
    # Goes up whenever members, roles or the registry change: snapshots of the registry are kept by it.
    Column("registry_version", Integer, nullable=False, server_default="1"),
    Column("members_synced_at", UtcDateTime),
)

members = Table(
    "members",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace_id", String(32), nullable=False),
    Column("slack_user_id", String(32)),
    Column("name", Text, nullable=False),
    Column("email", Text),
    Column("zone", String(64), nullable=False),
    Column("deactivated", Boolean, nullable=False, server_default=false()),
    Column("guest", Boolean, nullable=False, server_default=false()),
    Column("bot", Boolean, nullable=False, server_default=false()),
    Column("dm_channel_id", String(32)),
    UniqueConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "slack_user_id"),
    UniqueConstraint("workspace_id", "email"),
    ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
)
