"""How often messages were passed on, by area."""

from sqlalchemy import Column, ForeignKeyConstraint, Integer, String, Table, UniqueConstraint

from bot.database import UtcDateTime, metadata

# Messages that were passed on to whoever they belong to: how often, by area and role, and nobody's name.
misdirected_questions = Table(
    "misdirected_questions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace_id", String(32), nullable=False),
    Column("area_id", Integer, nullable=False),
    Column("role", String(200), nullable=False),
    Column("times", Integer, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
    UniqueConstraint("workspace_id", "area_id", "role"),
    ForeignKeyConstraint(["workspace_id", "area_id"], ["areas.workspace_id", "areas.id"]),
)
