"""Tables of check-ins, answers, milestones and forecasts. Areas are named by id alone: history outlives the area."""

from sqlalchemy import (
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

check_ins = Table(
    "check_ins",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace_id", String(32), nullable=False),
    Column("member_id", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("closes_at", UtcDateTime, nullable=False),
    # "Once" for the message, set in the transaction that settles its job; or why there is none.
    Column("sent_channel", String(32)),
    Column("sent_ts", String(32)),
    Column("sent_at", UtcDateTime),
    Column("not_sent", String(32)),
    Column("reminder_ts", String(32)),
    Column("reminded_at", UtcDateTime),
    # First answered, and last changed.
    Column("answered_at", UtcDateTime),
    Column("changed_at", UtcDateTime),
    Column("revision", Integer, nullable=False, server_default="0"),
    UniqueConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "member_id", "day"),
    ForeignKeyConstraint(["workspace_id", "member_id"], ["members.workspace_id", "members.id"]),
)

check_in_runs = Table(
    "check_in_runs",
    metadata,
    Column("workspace_id", String(32), primary_key=True),
    Column("check_in_id", Integer, primary_key=True, autoincrement=False),
    Column("run_id", Integer, primary_key=True, autoincrement=False),
    # The full answers in the thread of the run's report, and which revision of the check-in they show.
    Column("thread_ts", String(32)),
    Column("thread_revision", Integer),
    ForeignKeyConstraint(["workspace_id", "check_in_id"], ["check_ins.workspace_id", "check_ins.id"]),
    ForeignKeyConstraint(["workspace_id", "run_id"], ["standup_runs.workspace_id", "standup_runs.id"]),
    Index("ix_check_in_runs_run_id", "workspace_id", "run_id"),
)

check_in_areas = Table(
    "check_in_areas",
    metadata,
    Column("workspace_id", String(32), primary_key=True),
    Column("check_in_id", Integer, primary_key=True, autoincrement=False),
    Column("run_id", Integer, primary_key=True, autoincrement=False),
    Column("area_id", Integer, primary_key=True, autoincrement=False),
    Column("side", String(16), nullable=False),
    Column("place", Integer, nullable=False),
    ForeignKeyConstraint(["workspace_id", "check_in_id"], ["check_ins.workspace_id", "check_ins.id"]),
    ForeignKeyConstraint(["workspace_id", "run_id"], ["standup_runs.workspace_id", "standup_runs.id"]),
    Index("ix_check_in_areas_run_id", "workspace_id", "run_id"),
)

milestones = Table(
    "milestones",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace_id", String(32), nullable=False),
    Column("area_id", Integer, nullable=False),
    Column("name", Text, nullable=False),
    # The name as it is compared, while it has not landed: two who name it at once name the same.
    Column("open_name", Text),
    Column("agreed_on", Date, nullable=False),
    Column("landed_on", Date),
    Column("named_by", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "area_id", "open_name"),
    ForeignKeyConstraint(["workspace_id", "named_by"], ["members.workspace_id", "members.id"]),
)

answers = Table(
    "answers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace_id", String(32), nullable=False),
    Column("check_in_id", Integer, nullable=False),
    # Which answer it is in its check-in; answering again writes over it.
    Column("slot", String(64), nullable=False),
    Column("question", String(32), nullable=False),
    Column("side", String(16), nullable=False),
    Column("area_id", Integer),
    Column("milestone_id", Integer),
    Column("status", String(16)),
    Column("on_day", Date),
    Column("text", Text, nullable=False, server_default=""),
    Column("tag", String(32), nullable=False, server_default=""),
    Column("asked_member_id", Integer),
    Column("since", Date),
    Column("answered_at", UtcDateTime, nullable=False),
    UniqueConstraint("workspace_id", "check_in_id", "slot"),
    ForeignKeyConstraint(["workspace_id", "check_in_id"], ["check_ins.workspace_id", "check_ins.id"]),
    ForeignKeyConstraint(["workspace_id", "milestone_id"], ["milestones.workspace_id", "milestones.id"]),
    ForeignKeyConstraint(["workspace_id", "asked_member_id"], ["members.workspace_id", "members.id"]),
)

forecasts = Table(
    "forecasts",
    metadata,
    Column("workspace_id", String(32), primary_key=True),
    Column("milestone_id", Integer, primary_key=True, autoincrement=False),
    Column("member_id", Integer, primary_key=True, autoincrement=False),
    Column("side", String(16), nullable=False),
    Column("status", String(16), nullable=False),
    Column("on_day", Date),
    Column("stated_at", UtcDateTime, nullable=False),
    ForeignKeyConstraint(["workspace_id", "milestone_id"], ["milestones.workspace_id", "milestones.id"]),
    ForeignKeyConstraint(["workspace_id", "member_id"], ["members.workspace_id", "members.id"]),
)
