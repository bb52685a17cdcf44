"""Jobs that were set aside: who was told, and what was decided; an index that finds them"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "parked_notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=128), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.String(length=16), nullable=True),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_parked_notices_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parked_notices")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_parked_notices_workspace_id_id")),
        sa.UniqueConstraint(
            "workspace_id",
            "kind",
            "subject",
            "parked_at",
            name=op.f("uq_parked_notices_workspace_id_kind_subject_parked_at"),
        ),
    )
    op.create_index("ix_parked_notices_batch", "parked_notices", ["workspace_id", "batch"])
    op.create_table(
        "steward_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("steward", sa.String(length=32), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_steward_messages_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_steward_messages")),
        sa.UniqueConstraint(
            "workspace_id", "batch", "steward", name=op.f("uq_steward_messages_workspace_id_batch_steward")
        ),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_steward_messages_workspace_id_id")),
    )
    where = sa.text("parked_at IS NOT NULL")
    op.create_index("ix_due_jobs_parked_at", "due_jobs", ["parked_at"], postgresql_where=where, sqlite_where=where)


def downgrade() -> None:
    op.drop_index("ix_due_jobs_parked_at", table_name="due_jobs")
    op.drop_table("steward_messages")
    op.drop_index("ix_parked_notices_batch", table_name="parked_notices")
    op.drop_table("parked_notices")
