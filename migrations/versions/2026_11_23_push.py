"""Devices that asked to be told, what they wait for, and the key we sign with

Revision ID: 0026_push
Revises: 0025_feedback_rounds
"""

import sqlalchemy as sa
from alembic import op

from app.lib.clock import UTCDateTime

revision = "0026_push"
down_revision = "0025_feedback_rounds"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEYS, DEVICES, WAITS = "push_keys", "push_devices", "push_waits"


def upgrade():
    op.create_table(
        KEYS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kept", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{KEYS}")),
    )
    op.create_table(
        DEVICES,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("kept", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("told_at", UTCDateTime()),
        belongs(DEVICES, "user_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{DEVICES}")),
        sa.UniqueConstraint("fingerprint", name=op.f(f"uq_{DEVICES}_fingerprint")),
    )
    op.create_index(op.f(f"ix_{DEVICES}_user_id"), DEVICES, ["user_id"])
    op.create_table(
        WAITS,
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", BIG, nullable=False),
        sa.Column("why", sa.String(10), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        belongs(WAITS, "user_id", "users"),
        belongs(WAITS, "comment_id", "comments"),
        sa.PrimaryKeyConstraint("user_id", "comment_id", name=op.f(f"pk_{WAITS}")),
    )
    op.create_index(op.f(f"ix_{WAITS}_comment_id"), WAITS, ["comment_id"])


def belongs(table, column, other):
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="CASCADE")


def downgrade():
    for table in (WAITS, DEVICES, KEYS):
        op.drop_table(table)
