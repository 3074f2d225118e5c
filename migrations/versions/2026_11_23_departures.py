"""People who took our application away on a platform, and what was deleted for them

Revision ID: 0022_departures
Revises: 0021_hubs
"""

import sqlalchemy as sa
from alembic import op

from app.lib.clock import UTCDateTime

revision = "0022_departures"
down_revision = "0021_hubs"
branch_labels = None
depends_on = None

TABLE = "departures"


def upgrade():
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(32), nullable=False),
        sa.Column("platform", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("channels", sa.Integer(), nullable=False),
        sa.Column("authors", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("code", name=op.f(f"uq_{TABLE}_code")),
        sa.UniqueConstraint("fingerprint", name=op.f(f"uq_{TABLE}_fingerprint")),
    )


def downgrade():
    op.drop_table(TABLE)
