"""Reports that people make of blocks

Revision ID: 0012_saved_reports
Revises: 0011_approvals
"""

import sqlalchemy as sa
from alembic import op

import app.lib.clock

revision = "0012_saved_reports"
down_revision = "0011_approvals"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "saved_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("made_at", app.lib.clock.UTCDateTime(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=True),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("recipients", sa.JSON(), nullable=False),
        sa.Column("sent_for", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_reports")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_saved_reports_by_id_users"), ondelete="CASCADE"
        ),
    )
    with op.batch_alter_table("saved_reports") as batch:
        batch.create_index(batch.f("ix_saved_reports_by_id"), ["by_id"])


def downgrade():
    op.drop_table("saved_reports")
