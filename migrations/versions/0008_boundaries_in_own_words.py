"""Where a role ends and its neighbour begins, in a workspace's own words"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("role_definitions", sa.Column("boundaries", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("role_definitions", "boundaries")
