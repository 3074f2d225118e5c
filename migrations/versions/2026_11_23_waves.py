"""Waves: comments that say nearly the same, and what is done with all of them

Revision ID: 0005_waves
Revises: 0004_learning
"""

import sqlalchemy as sa
from alembic import op

import app.lib.clock

revision = "0005_waves"
down_revision = "0004_learning"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def big(name, **more):
    return sa.Column(name, BIG, nullable=False, **more)


def moment(name, nullable=False):
    return sa.Column(name, app.lib.clock.UTCDateTime(), nullable=nullable)


def points(table, column, to, delete="CASCADE", kind=BIG, nullable=False):
    """A column and its foreign key."""
    return [
        sa.Column(column, kind, nullable=nullable),
        sa.ForeignKeyConstraint(
            [column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"), ondelete=delete
        ),
    ]


def person(table, column):
    return points(table, column, "users", "SET NULL", sa.Integer(), nullable=True)


def index(table, *columns, name=None):
    with op.batch_alter_table(table) as batch:
        batch.create_index(name or batch.f(f"ix_{table}_{'_'.join(columns)}"), list(columns))


def key(table, *columns):
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def upgrade():
    gathered()
    acted_on()


def gathered():
    op.create_table(
        "waves",
        big("id"),
        sa.Column("count", sa.Integer(), nullable=False),
        big("first_id"),
        big("last_id"),
        key("waves", "id"),
    )
    index("waves", "last_id")
    op.create_table(
        "wave_comments",
        *points("wave_comments", "comment_id", "comments"),
        *points("wave_comments", "wave_id", "waves"),
        moment("joined_at"),
        key("wave_comments", "comment_id"),
    )
    index("wave_comments", "wave_id", "comment_id", name="ix_wave_comments_wave")
    op.create_table(
        "wave_slices",
        big("id"),
        moment("at"),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        key("wave_slices", "id"),
        sqlite_autoincrement=True,
    )
    index("wave_slices", "at")


def acted_on():
    op.create_table(
        "wave_acts",
        big("id"),
        *points("wave_acts", "wave_id", "waves"),
        *points("wave_acts", "comment_id", "comments", "SET NULL", nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        *person("wave_acts", "by_id"),
        sa.Column("name", sa.String(length=200), nullable=False),
        moment("at"),
        moment("until", nullable=True),
        *person("wave_acts", "undone_by_id"),
        moment("undone_at", nullable=True),
        key("wave_acts", "id"),
    )
    for column in ("wave_id", "comment_id", "by_id", "undone_by_id"):
        index("wave_acts", column)
    op.create_table(
        "wave_deeds",
        *points("wave_deeds", "act_id", "wave_acts"),
        *points("wave_deeds", "comment_id", "comments"),
        *points("wave_deeds", "activity_id", "activities", "SET NULL", nullable=True),
        key("wave_deeds", "act_id", "comment_id"),
        sqlite_with_rowid=False,
    )
    index("wave_deeds", "comment_id")
    index("wave_deeds", "activity_id")


def downgrade():
    for table in ("wave_deeds", "wave_acts", "wave_slices", "wave_comments", "waves"):
        op.drop_table(table)
