"""The feedback ledger: what people said, with whom it is, and what became of it; and the plan's actions

Revision ID: 0019_feedback
Revises: 0018_evidence
"""

import sqlalchemy as sa
from alembic import op

import app.lib.clock

revision = "0019_feedback"
down_revision = "0018_evidence"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FEEDBACKS, COMMENTS, STEPS, PASSINGS = "feedbacks", "feedback_comments", "feedback_steps", "feedback_passings"  # fmt: skip


def moment(name, nullable=True):
    return sa.Column(name, app.lib.clock.UTCDateTime(), nullable=nullable)


def words(name, length, nullable=False):
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def points(table, column, to, kind=BIG, gone="CASCADE"):
    """A column and its foreign key."""
    return [
        sa.Column(column, kind, nullable=gone != "CASCADE"),
        sa.ForeignKeyConstraint(
            [column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"), ondelete=gone
        ),
    ]


def by_user(table, column="by_id"):
    return points(table, column, "users", sa.Integer(), gone="SET NULL")


def key(table, *columns):
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def index(table, *columns):
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def upgrade():
    op.create_table(
        "plan_actions",
        sa.Column("id", sa.Integer(), nullable=False),
        words("code", 40),
        words("title", 300),
        words("owner", 120),
        words("place", 120),
        moment("changed_at", nullable=False),
        key("plan_actions", "id"),
        sa.UniqueConstraint("code", name=op.f("uq_plan_actions_code")),
    )
    feedbacks()
    op.create_table(
        COMMENTS,
        *points(COMMENTS, "feedback_id", FEEDBACKS),
        *points(COMMENTS, "comment_id", "comments"),
        *by_user(COMMENTS),
        moment("added_at", nullable=False),
        *points(COMMENTS, "reply_id", "replies", gone="SET NULL"),
        key(COMMENTS, "feedback_id", "comment_id"),
    )
    index(COMMENTS, "comment_id", "by_id", "reply_id")
    op.create_table(
        STEPS,
        sa.Column("id", BIG, nullable=False),
        *points(STEPS, "feedback_id", FEEDBACKS),
        words("kind", 16),
        *by_user(STEPS),
        moment("at", nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        moment("undone_at"),
        key(STEPS, "id"),
    )
    index(STEPS, "feedback_id", "by_id")
    passings()


def feedbacks():
    op.create_table(
        FEEDBACKS,
        sa.Column("id", BIG, nullable=False),
        words("kind", 12),
        words("subject", 300),
        words("key", 300),
        *points(FEEDBACKS, "place_id", "territories", sa.Integer(), gone="SET NULL"),
        *points(FEEDBACKS, "action_id", "plan_actions", sa.Integer(), gone="SET NULL"),
        words("state", 12),
        sa.Column("outcome", sa.Text()),
        sa.Column("answer", sa.JSON(), nullable=False),
        *by_user(FEEDBACKS, "answer_yes_by_id"),
        moment("answer_yes_at"),
        *by_user(FEEDBACKS),
        moment("made_at", nullable=False),
        key(FEEDBACKS, "id"),
    )
    index(FEEDBACKS, "place_id", "action_id", "answer_yes_by_id", "by_id", "key")
    op.create_index("ix_feedbacks_state", FEEDBACKS, ["state", "id"])


def passings():
    op.create_table(
        PASSINGS,
        sa.Column("id", BIG, nullable=False),
        *points(PASSINGS, "feedback_id", FEEDBACKS),
        words("name", 120),
        words("email", 254),
        words("locale", 4),
        sa.Column("full", sa.Boolean(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        moment("at", nullable=False),
        moment("has_it_at"),
        sa.Column("answer", sa.Text()),
        moment("answered_at"),
        key(PASSINGS, "id"),
    )
    index(PASSINGS, "feedback_id")


def downgrade():
    for table in (PASSINGS, STEPS, COMMENTS, FEEDBACKS, "plan_actions"):
        op.drop_table(table)
