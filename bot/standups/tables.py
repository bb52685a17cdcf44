"""Tables of standups and their runs. Areas are named by id alone: history outlives the area."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from bot.database import UtcDateTime, metadata

standups = Table(
    "standups",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace_id", String(32), nullable=False),
    Column("name", Text, nullable=False),
    # The name as it is compared; an archived standup gives its name free.
    Column("name_key", Text, nullable=False),
    Column("owner_id", Integer, nullable=False),
    Column("channel_id", String(32), nullable=False),
    # Digits, Monday is 0: "024".
    Column("weekdays", String(7), nullable=False),
    # Local time in `zone`: "12:00".
    Column("read_at", String(5), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("archived", Boolean, nullable=False, server_default=false()),
    # The form that made it: Slack may send a form twice.
    Column("source_key", String(128)),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "name_key"),
    UniqueConstraint("workspace_id", "source_key"),
    ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
    ForeignKeyConstraint(["workspace_id", "owner_id"], ["members.workspace_id", "members.id"]),
)

standup_areas = Table(
    "standup_areas",
    metadata,
    Column("workspace_id", String(32), primary_key=True),
    Column("standup_id", Integer, primary_key=True, autoincrement=False),
    Column("area_id", Integer, primary_key=True, autoincrement=False),
    Column("place", Integer, nullable=False),
    ForeignKeyConstraint(["workspace_id", "standup_id"], ["standups.workspace_id", "standups.id"]),
)

standup_people = Table(
    "standup_people",
    metadata,
    Column("workspace_id", String(32), primary_key=True),
    Column("standup_id", Integer, primary_key=True, autoincrement=False),
    Column("member_id", Integer, primary_key=True, autoincrement=False),
    Column("place", Integer, nullable=False),
    ForeignKeyConstraint(["workspace_id", "standup_id"], ["standups.workspace_id", "standups.id"]),
    ForeignKeyConstraint(["workspace_id", "member_id"], ["members.workspace_id", "members.id"]),
)

standup_runs = Table(
    "standup_runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace_id", String(32), nullable=False),
    Column("standup_id", Integer, nullable=False),
    # The calendar day in the standup's zone.
    Column("day", Date, nullable=False),
    Column("report_at", UtcDateTime, nullable=False),
    Column("closes_at", UtcDateTime, nullable=False),
    Column("opened_at", UtcDateTime),
    Column("cancelled_at", UtcDateTime),
    # The questions as this run asks them (JSON), set when it is opened.
    Column("questions", Text),
    # The registry_version by which its members were last found.
    Column("audience_version", Integer),
    # Goes up with every answer.
    Column("revision", Integer, nullable=False, server_default="0"),
    # "Once" for the report: set together, in the transaction that settles its job.
    Column("report_channel", String(32)),
    Column("report_ts", String(32)),
    Column("posted_at", UtcDateTime),
    # Why the report does not stand where it should, and what the owner has been told about it.
    Column("trouble", String(64)),
    Column("troubles", Integer, nullable=False, server_default="0"),
    Column("owner_channel", String(32)),
    Column("owner_ts", String(32)),
    Column("owner_told", Integer, nullable=False, server_default="0"),
    UniqueConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "standup_id", "day"),
    ForeignKeyConstraint(["workspace_id", "standup_id"], ["standups.workspace_id", "standups.id"]),
    Index("ix_standup_runs_report_at", "workspace_id", "report_at"),
)
