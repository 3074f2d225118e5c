"""Comments that seem to make the claim of a rumour

Revision ID: 0028_feedback_likes
Revises: 0027_authors
"""

import sqlalchemy as sa
from alembic import op

from app.lib.clock import UTCDateTime

revision = "0028_feedback_likes"
down_revision = "0027_authors"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "feedback_likes"


def points(column, to):
    name = op.f(f"fk_{TABLE}_{column}_{to}")
    key = sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")
    return [sa.Column(column, BIG, nullable=False), key]


def upgrade():
    op.create_table(
        TABLE,
        *points("feedback_id", "feedbacks"),
        *points("comment_id", "comments"),
        sa.Column("over", sa.Float(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("feedback_id", "comment_id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(op.f(f"ix_{TABLE}_comment_id"), TABLE, ["comment_id"])


def downgrade():
    op.drop_table(TABLE)
