"""Watches, their counts, the alerts that came of them; the press of a day and the trends, kept

Revision ID: 0015_watches
Revises: 0014_chart_pictures
"""

import sqlalchemy as sa
from alembic import op

import app.lib.clock

revision = "0015_watches"
down_revision = "0014_chart_pictures"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def column(name, kind, nullable=False):
    return sa.Column(name, kind, nullable=nullable)


def moment(name, nullable=False):
    return sa.Column(name, app.lib.clock.UTCDateTime(), nullable=nullable)


def points(table, name, to, delete="CASCADE", kind=None, nullable=False):
    """A column and its foreign key."""
    return [
        sa.Column(name, kind or sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint(
            [name], [f"{to}.id"], name=op.f(f"fk_{table}_{name}_{to}"), ondelete=delete
        ),
    ]


def key(table, *columns):
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def index(table, name, *columns):
    with op.batch_alter_table(table) as batch:
        batch.create_index(name, list(columns))


def upgrade():
    watches()
    alerts()
    kept()


def watches():
    op.create_table(
        "watches",
        column("id", sa.Integer()),
        column("name", sa.String(120)),
        column("query", sa.String(1000)),
        column("offer", sa.String(20), True),
        column("kinds", sa.JSON()),
        column("strictness", sa.Float()),
        column("urgent", sa.Boolean()),
        column("quiet_from", sa.Integer()),
        column("quiet_to", sa.Integer()),
        moment("made_at"),
        *points("watches", "by_id", "users", "SET NULL", nullable=True),
        moment("paused_at", True),
        moment("looked_at", True),
        column("counted_from", BIG, True),
        column("counted_to", BIG, True),
        sa.UniqueConstraint("offer", name=op.f("uq_watches_offer")),
        key("watches", "id"),
    )
    index("watches", "ix_watches_by_id", "by_id")
    index("watches", "ix_watches_looked_at", "looked_at")
    op.create_table(
        "watch_readers",
        *points("watch_readers", "watch_id", "watches"),
        *points("watch_readers", "user_id", "users"),
        key("watch_readers", "watch_id", "user_id"),
    )
    index("watch_readers", "ix_watch_readers_user_id", "user_id")
    op.create_table(
        "watch_buckets",
        *points("watch_buckets", "watch_id", "watches"),
        column("quarter", BIG),
        column("count", sa.Integer()),
        column("bad", sa.Integer()),
        key("watch_buckets", "watch_id", "quarter"),
        sqlite_with_rowid=False,
    )


def alerts():
    op.create_table(
        "alerts",
        column("id", BIG),
        *points("alerts", "watch_id", "watches"),
        column("kinds", sa.JSON()),
        column("keys", sa.JSON()),
        column("terms", sa.JSON()),
        column("since_id", BIG),
        column("until_id", BIG),
        *points("alerts", "first_id", "comments", "SET NULL", BIG, True),
        column("count", sa.Integer()),
        column("authors", sa.Integer()),
        column("channels", sa.Integer()),
        column("expected", sa.Float()),
        column("strength", sa.Float()),
        moment("told_at"),
        moment("last_at"),
        moment("written_at", True),
        moment("snoozed_until", True),
        column("useful", sa.Boolean(), True),
        moment("reviewed_at", True),
        *points("alerts", "by_id", "users", "SET NULL", nullable=True),
        key("alerts", "id"),
    )
    index("alerts", "ix_alerts_by_id", "by_id")
    index("alerts", "ix_alerts_first_id", "first_id")
    index("alerts", "ix_alerts_watch", "watch_id", "last_at")
    index("alerts", "ix_alerts_new", "reviewed_at", "id")


def kept():
    op.create_table(
        "press_days",
        column("day", sa.Date()),
        column("data", sa.JSON()),
        moment("made_at"),
        key("press_days", "day"),
    )
    op.create_table(
        "trend_pages",
        column("days", sa.Integer()),
        column("data", sa.JSON()),
        moment("made_at"),
        key("trend_pages", "days"),
    )


def downgrade():
    for table in (
        "trend_pages",
        "press_days",
        "alerts",
        "watch_buckets",
        "watch_readers",
        "watches",
    ):
        op.drop_table(table)
