"""Proposals, those who wait to be told, hand-overs, and who has had the first words."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "greetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("slack_user_id", sa.String(length=32), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_greetings_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_greetings")),
        sa.UniqueConstraint("workspace_id", "slack_user_id", name=op.f("uq_greetings_workspace_id_slack_user_id")),
    )
    op.create_table(
        "waits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("asker", sa.String(length=32), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("area", sa.String(length=200), nullable=True),
        sa.Column("role", sa.String(length=200), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_waits_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waits")),
        sa.UniqueConstraint(
            "workspace_id", "asker", "fingerprint", name=op.f("uq_waits_workspace_id_asker_fingerprint")
        ),
    )
    op.create_table(
        "misdirected_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "area_id"],
            ["areas.workspace_id", "areas.id"],
            name=op.f("fk_misdirected_questions_workspace_id_area_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_misdirected_questions")),
        sa.UniqueConstraint(
            "workspace_id", "area_id", "role", name=op.f("uq_misdirected_questions_workspace_id_area_id_role")
        ),
    )
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("source_key", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("proposer", sa.String(length=32), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("new_area", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=True),
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("to_do", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "area_id"],
            ["areas.workspace_id", "areas.id"],
            name=op.f("fk_proposals_workspace_id_area_id"),
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_proposals_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_proposals_workspace_id_id")),
        sa.UniqueConstraint("workspace_id", "source_key", name=op.f("uq_proposals_workspace_id_source_key")),
    )
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposals_workspace_id_state"), ["workspace_id", "state"], unique=False)

    op.create_table(
        "proposal_notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("approver", sa.String(length=32), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "proposal_id"],
            ["proposals.workspace_id", "proposals.id"],
            name=op.f("fk_proposal_notices_workspace_id_proposal_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_notices")),
        sa.UniqueConstraint(
            "workspace_id",
            "proposal_id",
            "approver",
            name=op.f("uq_proposal_notices_workspace_id_proposal_id_approver"),
        ),
    )
    with op.batch_alter_table("replies", schema=None) as batch_op:
        batch_op.add_column(sa.Column("whom", sa.String(length=32), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("replies", schema=None) as batch_op:
        batch_op.drop_column("whom")

    op.drop_table("proposal_notices")
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposals_workspace_id_state"))

    op.drop_table("proposals")
    op.drop_table("misdirected_questions")
    op.drop_table("waits")
    op.drop_table("greetings")
