"""Acts that browsers sent, so that each counts once

Revision ID: 0024_sent_acts
Revises: 0023_levels
"""

import sqlalchemy as sa
from alembic import op

from app.lib.clock import UTCDateTime

revision = "0024_sent_acts"
down_revision = "0023_levels"
branch_labels = None
depends_on = None

TABLE = "sent_acts"


def upgrade():
    op.create_table(
        TABLE,
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(40), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("told", sa.Text()),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f(f"fk_{TABLE}_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", "mark", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(op.f(f"ix_{TABLE}_made_at"), TABLE, ["made_at"])


def downgrade():
    op.drop_table(TABLE)
