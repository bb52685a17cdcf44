"""PM-TPM agreements, and where a role's own words stand"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreement_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("also", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source_key", sa.String(length=128), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "area_id"],
            ["areas.workspace_id", "areas.id"],
            name=op.f("fk_agreement_versions_workspace_id_area_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "made_by_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_agreement_versions_workspace_id_made_by_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_versions")),
        sa.UniqueConstraint(
            "workspace_id", "area_id", "number", name=op.f("uq_agreement_versions_workspace_id_area_id_number")
        ),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_agreement_versions_workspace_id_id")),
        sa.UniqueConstraint("workspace_id", "source_key", name=op.f("uq_agreement_versions_workspace_id_source_key")),
    )
    op.create_table(
        "agreement_notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("told_channel", sa.String(length=32), nullable=True),
        sa.Column("told_ts", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_agreement_notices_workspace_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "version_id"],
            ["agreement_versions.workspace_id", "agreement_versions.id"],
            name=op.f("fk_agreement_notices_workspace_id_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_notices")),
        sa.UniqueConstraint(
            "workspace_id",
            "version_id",
            "member_id",
            "reason",
            name=op.f("uq_agreement_notices_workspace_id_version_id_member_id_reason"),
        ),
    )
    with op.batch_alter_table("agreement_notices", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreement_notices_workspace_id_member_id"), ["workspace_id", "member_id"], unique=False
        )

    op.create_table(
        "agreement_signatures",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("version_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_agreement_signatures_workspace_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "version_id"],
            ["agreement_versions.workspace_id", "agreement_versions.id"],
            name=op.f("fk_agreement_signatures_workspace_id_version_id"),
        ),
        sa.PrimaryKeyConstraint(
            "workspace_id", "version_id", "side", "member_id", name=op.f("pk_agreement_signatures")
        ),
    )
    with op.batch_alter_table("role_definitions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("source", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("line", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("role_definitions", schema=None) as batch_op:
        batch_op.drop_column("line")
        batch_op.drop_column("source")

    op.drop_table("agreement_signatures")
    with op.batch_alter_table("agreement_notices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_notices_workspace_id_member_id"))

    op.drop_table("agreement_notices")
    op.drop_table("agreement_versions")
