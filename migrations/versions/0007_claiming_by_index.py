"""An index for claiming the due jobs of one kind in one workspace"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    waiting = sa.text("parked_at IS NULL")
    op.create_index(
        "ix_due_jobs_workspace_id_kind_due_at",
        "due_jobs",
        ["workspace_id", "kind", "due_at"],
        postgresql_where=waiting,
        sqlite_where=waiting,
    )


def downgrade() -> None:
    op.drop_index("ix_due_jobs_workspace_id_kind_due_at", table_name="due_jobs")
