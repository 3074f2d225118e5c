"""Connecting accounts

Revision ID: 0007_connectings
Revises: 0006_sentiment
"""

import sqlalchemy as sa
from alembic import op

import app.lib.clock
import app.lib.secrets

revision = "0007_connectings"
down_revision = "0006_sentiment"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "connectings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("platform", sa.String(length=40), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("kept", app.lib.secrets.Encrypted(), nullable=False),
        sa.Column("since", app.lib.clock.UTCDateTime(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", app.lib.clock.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_connectings_by_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connectings")),
        sa.UniqueConstraint("state", name=op.f("uq_connectings_state")),
    )
    with op.batch_alter_table("connectings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_connectings_by_id"), ["by_id"], unique=False)


def downgrade():
    op.drop_table("connectings")
