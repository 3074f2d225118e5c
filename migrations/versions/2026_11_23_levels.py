"""How soon comments are answered: levels, the hours of the team, when each comment is due

Revision ID: 0023_levels
Revises: 0022_departures
"""

import sqlalchemy as sa
from alembic import op

from app.lib.clock import UTCDateTime

revision = "0023_levels"
down_revision = "0022_departures"
branch_labels = None
depends_on = None

WISHES = ("mail_due", "mail_found")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def points(table, column, to):
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")


def partial(name, columns, where):
    op.create_index(
        name, "dues", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
    )


def upgrade():
    op.create_table(
        "team_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("week", sa.JSON(), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("holidays", sa.JSON(), nullable=False),
        sa.Column("holidays_of", sa.String(40), nullable=False),
        sa.Column("off", sa.JSON(), nullable=False),
        sa.Column("worked", sa.JSON(), nullable=False),
        sa.Column("seasons", sa.JSON(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_hours")),
    )
    op.create_table(
        "levels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("always", sa.Boolean(), nullable=False),
        sa.Column("warn_minutes", sa.Integer(), nullable=False),
        sa.Column("on", sa.Boolean(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.Column("removed_at", UTCDateTime()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_levels")),
    )
    op.create_table(
        "dues",
        sa.Column("comment_id", BIG, nullable=False),
        sa.Column("level_id", sa.Integer(), nullable=False),
        sa.Column("since", UTCDateTime(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("warn_at", UTCDateTime()),
        sa.Column("met_at", UTCDateTime()),
        sa.Column("took", sa.Integer()),
        points("dues", "comment_id", "comments"),
        points("dues", "level_id", "levels"),
        sa.PrimaryKeyConstraint("comment_id", "level_id", name=op.f("pk_dues")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_dues_level_id"), "dues", ["level_id"])
    partial("ix_dues_open", ["comment_id", "due_at"], "met_at IS NULL")
    partial("ix_dues_waiting", ["due_at", "comment_id"], "met_at IS NULL")
    partial("ix_dues_warn", ["warn_at"], "warn_at IS NOT NULL AND met_at IS NULL")
    with op.batch_alter_table("notice_wishes") as table:
        for name in WISHES:
            table.add_column(
                sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.true())
            )
    op.create_table(
        "due_recountings",
        sa.Column("id", BIG, nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("reached_id", BIG, nullable=False),
        sa.Column("low_id", BIG, nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("finished_at", UTCDateTime()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_recountings")),
    )


def downgrade():
    with op.batch_alter_table("notice_wishes") as table:
        for name in WISHES:
            table.drop_column(name)
    for table in ("due_recountings", "dues", "levels", "team_hours"):
        op.drop_table(table)
