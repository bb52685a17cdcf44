"""Tables of the registry: people by key, areas, assignments, and the history that is only ever added to."""

from sqlalchemy import (
    JSON,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from bot.database import UtcDateTime, metadata

registry_people = Table(
    "registry_people",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace_id", String(32), nullable=False),
    Column("key", String(500), nullable=False),
    Column("name", Text, nullable=False),
    # As the registry says them; the member they belong to may have others by now.
    Column("email", Text),
    Column("slack_user_id", String(32)),
    # One of the two: a member, or a Slack user group.
    Column("member_id", Integer),
    Column("group_id", String(32)),
    UniqueConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "key"),
    ForeignKeyConstraint(["workspace_id", "member_id"], ["members.workspace_id", "members.id"]),
    Index(None, "workspace_id", "member_id"),
)

areas = Table(
    "areas",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace_id", String(32), nullable=False),
    Column("key", String(200), nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("parent_id", Integer),
    Column("aliases", JSON, nullable=False),
    Column("description", Text, nullable=False),
    Column("goal", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("help_channel", Text, nullable=False),
    Column("oncall", Text, nullable=False),
    Column("links", JSON, nullable=False),
    Column("paths", JSON, nullable=False),
    # Why nobody owns it, when that is by design.
    Column("unowned", Text, nullable=False),
    # The file that owns the row and the line it stands on; "" when it was made in Slack.
    Column("source", Text, nullable=False),
    Column("line", Integer, nullable=False),
    # The order of the file, so that an export reads like what was imported.
    Column("place", Integer, nullable=False),
    # An area that is gone keeps its row: reports and history still speak of it.
    Column("archived_at", UtcDateTime),
    UniqueConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "key"),
    ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
    ForeignKeyConstraint(["workspace_id", "parent_id"], ["areas.workspace_id", "areas.id"]),
    Index(None, "workspace_id", "parent_id"),
)

assignments = Table(
    "assignments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace_id", String(32), nullable=False),
    Column("area_id", Integer, nullable=False),
    Column("role", String(200), nullable=False),
    Column("person_id", Integer, nullable=False),
    # 0 is the accountable one.
    Column("place", Integer, nullable=False),
    # First and last day, both included.
    Column("from_date", Date),
    Column("to_date", Date),
    Column("part", Text, nullable=False),
    Column("delegate_id", Integer),
    Column("source", Text, nullable=False),
    Column("line", Integer, nullable=False),
    Column("named_by", Text, nullable=False),
    Column("named_at", UtcDateTime),
    Column("confirmed_by", Text, nullable=False),
    Column("confirmed_at", UtcDateTime),
    UniqueConstraint("workspace_id", "id"),
    ForeignKeyConstraint(["workspace_id", "area_id"], ["areas.workspace_id", "areas.id"]),
    ForeignKeyConstraint(["workspace_id", "person_id"], ["registry_people.workspace_id", "registry_people.id"]),
    ForeignKeyConstraint(["workspace_id", "delegate_id"], ["registry_people.workspace_id", "registry_people.id"]),
    Index(None, "workspace_id", "area_id", "role"),
    Index(None, "workspace_id", "person_id"),
    Index(None, "workspace_id", "delegate_id"),
)

registry_history = Table(
    "registry_history",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace_id", String(32), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    # Who did it, by name: the row outlives the member.
    Column("actor", Text, nullable=False),
    # area, assignments, person or role, and its key.
    Column("what", String(16), nullable=False),
    Column("subject", String(500), nullable=False),
    Column("before", JSON),
    Column("after", JSON),
    Column("why", Text, nullable=False),
    ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
    Index(None, "workspace_id", "what", "subject"),
)
