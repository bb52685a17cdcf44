"""Tables of proposals: what was proposed, and whom it was shown to for approval."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, String, Table, Text, UniqueConstraint

from bot.database import UtcDateTime, metadata

# A decided one is kept for 90 days; what it changed stands in the history of the registry.
proposals = Table(
    "proposals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace_id", String(32), nullable=False),
    # The click or form it came from: the same one delivered twice proposes once.
    Column("source_key", String(255), nullable=False),
    # holder, area_wrong, area_gone or question.
    Column("kind", String(16), nullable=False),
    # NULL for a question that was asked without a name.
    Column("proposer", String(32)),
    Column("area_id", Integer),
    # The name of an area that is not there yet; "" when there is one.
    Column("new_area", Text, nullable=False),
    Column("role", String(200), nullable=False),
    Column("person", String(32)),
    Column("alias", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    # open, approved or declined.
    Column("state", String(16), nullable=False),
    Column("decided_by", String(32)),
    Column("decided_at", UtcDateTime),
    Column("reason", Text, nullable=False),
    # The file and line that has to say what was approved; "" when the registry says it already.
    Column("to_do", Text, nullable=False),
    UniqueConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "source_key"),
    ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
    ForeignKeyConstraint(["workspace_id", "area_id"], ["areas.workspace_id", "areas.id"]),
    Index(None, "workspace_id", "state"),
)

proposal_notices = Table(
    "proposal_notices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace_id", String(32), nullable=False),
    Column("proposal_id", Integer, nullable=False),
    # Who was asked, and as what: "steward", "PM of Checkout".
    Column("approver", String(32), nullable=False),
    Column("because", Text, nullable=False),
    # Where the message stands once it is sent.
    Column("channel_id", String(32)),
    Column("ts", String(32)),
    UniqueConstraint("workspace_id", "proposal_id", "approver"),
    ForeignKeyConstraint(["workspace_id", "proposal_id"], ["proposals.workspace_id", "proposals.id"]),
)
