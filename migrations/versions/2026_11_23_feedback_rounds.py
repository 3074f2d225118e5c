"""Those who spoke are answered together in rounds, and what is no rumour is remembered

Revision ID: 0025_feedback_rounds
Revises: 0024_sent_acts
"""

import sqlalchemy as sa
from alembic import op

import app.lib.clock

revision = "0025_feedback_rounds"
down_revision = "0024_sent_acts"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ROUNDS, REFUSALS = "feedback_rounds", "feedback_refusals"


def moment(name, nullable=True):
    return sa.Column(name, app.lib.clock.UTCDateTime(), nullable=nullable)


def points(table, column, to, kind=BIG, gone="CASCADE"):
    """A column and its foreign key."""
    return [
        sa.Column(column, kind, nullable=gone != "CASCADE"),
        sa.ForeignKeyConstraint(
            [column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"), ondelete=gone
        ),
    ]


def index(table, *columns):
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def upgrade():
    op.create_table(
        ROUNDS,
        sa.Column("id", BIG, nullable=False),
        *points(ROUNDS, "feedback_id", "feedbacks"),
        *points(ROUNDS, "by_id", "users", sa.Integer(), gone="SET NULL"),
        moment("at", nullable=False),
        sa.Column("reached_id", BIG, nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("left", sa.JSON(), nullable=False),
        moment("finished_at"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{ROUNDS}")),
    )
    index(ROUNDS, "feedback_id", "by_id")
    op.create_table(
        REFUSALS,
        *points(REFUSALS, "feedback_id", "feedbacks"),
        *points(REFUSALS, "comment_id", "comments"),
        *points(REFUSALS, "by_id", "users", sa.Integer(), gone="SET NULL"),
        moment("at", nullable=False),
        sa.PrimaryKeyConstraint("feedback_id", "comment_id", name=op.f(f"pk_{REFUSALS}")),
    )
    index(REFUSALS, "comment_id", "by_id")


def downgrade():
    op.drop_table(REFUSALS)
    op.drop_table(ROUNDS)
