"""Kind to the person: how each wishes to be spared, what they read, what they keep, what they go through

Revision ID: 0016_kindness
Revises: 0015_watches
"""

import sqlalchemy as sa
from alembic import op

import app.lib.clock

revision = "0016_kindness"
down_revision = "0015_watches"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def moment(name, nullable=True):
    return sa.Column(name, app.lib.clock.UTCDateTime(), nullable=nullable)


def points(table, column, to, kind=BIG):
    """A column and its foreign key."""
    return [
        sa.Column(column, kind, nullable=False),
        sa.ForeignKeyConstraint(
            [column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"), ondelete="CASCADE"
        ),
    ]


def by_user(table):
    return points(table, "user_id", "users", sa.Integer())


def key(table, *columns):
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def upgrade():
    op.create_table(
        "kindnesses",
        *by_user("kindnesses"),
        sa.Column("blur", sa.String(length=8), nullable=False),
        sa.Column("breaks_after", sa.Integer(), nullable=False),
        moment("here_at"),
        moment("left_at"),
        key("kindnesses", "user_id"),
    )
    op.create_table(
        "exposures",
        *by_user("exposures"),
        sa.Column("day", sa.Date(), nullable=False),
        *points("exposures", "comment_id", "comments"),
        moment("shown_until"),
        key("exposures", "user_id", "day", "comment_id"),
    )
    op.create_table(
        "kept_words",
        *by_user("kept_words"),
        *points("kept_words", "comment_id", "comments"),
        moment("at", nullable=False),
        key("kept_words", "user_id", "comment_id"),
    )
    op.create_table(
        "rounds",
        sa.Column("id", BIG, nullable=False),
        *by_user("rounds"),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("comment_ids", sa.JSON(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        moment("began_at", nullable=False),
        moment("ended_at"),
        key("rounds", "id"),
    )
    op.create_index("ix_exposures_comment_id", "exposures", ["comment_id"])
    op.create_index("ix_kept_words_comment_id", "kept_words", ["comment_id"])
    op.create_index("ix_rounds_user", "rounds", ["user_id", "id"])


def downgrade():
    for table in ("rounds", "kept_words", "exposures", "kindnesses"):
        op.drop_table(table)
