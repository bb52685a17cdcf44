"""Tables of agreements. Versions and signatures are only ever added: what was agreed once can be looked up later."""

from sqlalchemy import JSON, Column, ForeignKeyConstraint, Index, Integer, String, Table, Text, UniqueConstraint

from bot.database import UtcDateTime, metadata

agreement_versions = Table(
    "agreement_versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace_id", String(32), nullable=False),
    Column("area_id", Integer, nullable=False),
    # Counted from 1 in each area; the highest is the one that counts.
    Column("number", Integer, nullable=False),
    # [{key, subject, decider}], with the subjects as they read then.
    Column("lines", JSON, nullable=False),
    Column("also", Text, nullable=False),
    # By name too: the row outlives the member's being here.
    Column("made_by_id", Integer, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    # The form or click that made it: Slack may send either twice.
    Column("source_key", String(128), nullable=False),
    UniqueConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "area_id", "number"),
    UniqueConstraint("workspace_id", "source_key"),
    ForeignKeyConstraint(["workspace_id", "area_id"], ["areas.workspace_id", "areas.id"]),
    ForeignKeyConstraint(["workspace_id", "made_by_id"], ["members.workspace_id", "members.id"]),
)

agreement_signatures = Table(
    "agreement_signatures",
    metadata,
    Column("workspace_id", String(32), primary_key=True),
    Column("version_id", Integer, primary_key=True, autoincrement=False),
    # pm or tpm: as which of the two.
    Column("side", String(8), primary_key=True),
    Column("member_id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("signed_at", UtcDateTime, nullable=False),
    ForeignKeyConstraint(["workspace_id", "version_id"], ["agreement_versions.workspace_id", "agreement_versions.id"]),
    ForeignKeyConstraint(["workspace_id", "member_id"], ["members.workspace_id", "members.id"]),
)

agreement_notices = Table(
    "agreement_notices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace_id", String(32), nullable=False),
    Column("version_id", Integer, nullable=False),
    Column("member_id", Integer, nullable=False),
    # Why they are told: "asked", or "agreed:91" when member 91 agreed after them.
    Column("reason", String(32), nullable=False),
    Column("told_channel", String(32)),
    Column("told_ts", String(32)),
    UniqueConstraint("workspace_id", "version_id", "member_id", "reason"),
    ForeignKeyConstraint(["workspace_id", "version_id"], ["agreement_versions.workspace_id", "agreement_versions.id"]),
    ForeignKeyConstraint(["workspace_id", "member_id"], ["members.workspace_id", "members.id"]),
    Index(None, "workspace_id", "member_id"),
)
