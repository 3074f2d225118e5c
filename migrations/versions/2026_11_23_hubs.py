"""Hubs that tell us of news by themselves: what was asked of them, and until when they promised

Revision ID: 0021_hubs
Revises: 0020_post_defaults
"""

import sqlalchemy as sa
from alembic import op

from app.lib.clock import UTCDateTime

revision = "0021_hubs"
down_revision = "0020_post_defaults"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "hub_subscriptions"


def upgrade():
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(64), nullable=False),
        sa.Column("hub", sa.String(1000), nullable=False),
        sa.Column("topic", sa.String(1000), nullable=False),
        sa.Column("kept", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("asking", sa.String(12)),
        sa.Column("asked_at", UTCDateTime()),
        sa.Column("ask_at", UTCDateTime()),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("lease_ends_at", UTCDateTime()),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(300), nullable=False),
        sa.Column("delivered", BIG, nullable=False),
        sa.Column("delivered_at", UTCDateTime()),
        sa.Column("unsigned", BIG, nullable=False),
        sa.Column("unsigned_at", UTCDateTime()),
        sa.ForeignKeyConstraint(
            ["channel_id"],
            ["channels.id"],
            name=op.f(f"fk_{TABLE}_channel_id_channels"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("word", name=op.f(f"uq_{TABLE}_word")),
    )
    op.create_index(op.f(f"ix_{TABLE}_channel_id"), TABLE, ["channel_id"])


def downgrade():
    op.drop_table(TABLE)
