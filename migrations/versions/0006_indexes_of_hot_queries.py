"""Indexes for what a report asks of its run"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_check_in_areas_run_id", "check_in_areas", ["workspace_id", "run_id"])
    op.create_index("ix_differences_product_check_in_id", "differences", ["workspace_id", "product_check_in_id"])


def downgrade() -> None:
    op.drop_index("ix_differences_product_check_in_id", table_name="differences")
    op.drop_index("ix_check_in_areas_run_id", table_name="check_in_areas")
