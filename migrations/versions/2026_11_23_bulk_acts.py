"""Bulk acts: comments chosen together, and what is done to all of them

Revision ID: 0009_batches
Revises: 0008_rules
"""

import sqlalchemy as sa
from alembic import op

import app.lib.clock

revision = "0009_batches"
down_revision = "0008_rules"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ACTED = sa.text("acted_at IS NOT NULL")


def moment(name, nullable=True):
    return sa.Column(name, app.lib.clock.UTCDateTime(), nullable=nullable)


def number(name):
    return sa.Column(name, sa.Integer(), nullable=False)


def points(table, column, to, delete="CASCADE", kind=BIG, nullable=False):
    """A column and its foreign key."""
    return [
        sa.Column(column, kind, nullable=nullable),
        sa.ForeignKeyConstraint(
            [column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"), ondelete=delete
        ),
    ]


def index(table, *columns, name=None, **more):
    with op.batch_alter_table(table) as batch:
        name = name or batch.f(f"ix_{table}_{'_'.join(columns)}")
        batch.create_index(name, list(columns), **more)


def upgrade():
    op.create_table(
        "batches",
        sa.Column("id", BIG, nullable=False),
        *points("batches", "by_id", "users", "SET NULL", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("cut", sa.Boolean(), nullable=False),
        number("count"),
        moment("at", nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        moment("acted_at"),
        number("done"),
        number("refused"),
        moment("over_at"),
        *points("batches", "undone_by_id", "users", "SET NULL", sa.Integer(), nullable=True),
        moment("undone_at"),
        number("back"),
        number("kept"),
        moment("back_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
    )
    for column in ("by_id", "undone_by_id"):
        index("batches", column)
    index("batches", "at", name="ix_batches_at")
    index(
        "batches", "acted_at", name="ix_batches_acted", sqlite_where=ACTED, postgresql_where=ACTED
    )
    op.create_table(
        "batch_comments",
        *points("batch_comments", "batch_id", "batches"),
        *points("batch_comments", "comment_id", "comments"),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=True),
        *points("batch_comments", "activity_id", "activities", "SET NULL", nullable=True),
        sa.PrimaryKeyConstraint("batch_id", "comment_id", name=op.f("pk_batch_comments")),
        sqlite_with_rowid=False,
    )
    index("batch_comments", "comment_id")
    index("batch_comments", "activity_id")


def downgrade():
    op.drop_table("batch_comments")
    op.drop_table("batches")
