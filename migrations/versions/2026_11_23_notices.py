"""Notices: who follows what, what people were told of, how they wish to be told, and who was named in a note

Revision ID: 0017_notices
Revises: 0016_kindness
"""

import sqlalchemy as sa
from alembic import op

import app.lib.clock

revision = "0017_notices"
down_revision = "0016_kindness"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
UNREAD = sa.text("read_at IS NULL")


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


def by_user(table):
    return points(table, "user_id", "users", sa.Integer())


def key(table, *columns):
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def upgrade():
    op.create_table(
        "note_mentions",
        *points("note_mentions", "note_id", "notes"),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        *by_user("note_mentions"),
        key("note_mentions", "note_id", "start"),
    )
    op.create_index(op.f("ix_note_mentions_user_id"), "note_mentions", ["user_id"])
    op.create_table(
        "followings",
        *by_user("followings"),
        *points("followings", "comment_id", "comments"),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("thread", sa.String(length=400), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        moment("since", nullable=False),
        key("followings", "user_id", "comment_id"),
    )
    op.create_index(op.f("ix_followings_comment_id"), "followings", ["comment_id"])
    op.create_index("ix_followings_thread", "followings", ["channel_id", "thread"])
    notices()
    wishes()


def notices():
    comment = points("notices", "comment_id", "comments")
    comment[0].nullable = True
    op.create_table(
        "notices",
        sa.Column("id", BIG, nullable=False),
        *by_user("notices"),
        sa.Column("why", sa.String(length=10), nullable=False),
        sa.Column("what", sa.String(length=24), nullable=False),
        *comment,
        *points("notices", "by_id", "users", sa.Integer(), gone="SET NULL"),
        sa.Column("rule", sa.String(length=120)),
        sa.Column("bundle", sa.String(length=60), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("place", BIG, nullable=False),
        moment("read_at"),
        moment("mailed_at"),
        key("notices", "id"),
    )
    op.create_index(op.f("ix_notices_comment_id"), "notices", ["comment_id"])
    op.create_index(op.f("ix_notices_by_id"), "notices", ["by_id"])
    op.create_index("ix_notices_user", "notices", ["user_id", "place"])
    op.create_index(
        "uq_notices_unread",
        "notices",
        ["user_id", "bundle"],
        unique=True,
        sqlite_where=UNREAD,
        postgresql_where=UNREAD,
    )


def wishes():
    yes = [
        sa.Column(name, sa.Boolean(), nullable=False)
        for name in (
            "follow_noted", "follow_replied", "follow_assigned", "follow_mentioned", "mail_mentioned", "mail_assigned",
            "quiet_weekends",
        )
    ]  # fmt: skip
    op.create_table(
        "notice_wishes",
        *by_user("notice_wishes"),
        *yes,
        sa.Column("digest", sa.String(length=6), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_to", sa.Integer(), nullable=False),
        moment("digest_at"),
        key("notice_wishes", "user_id"),
    )
    op.create_index(op.f("ix_notice_wishes_digest_at"), "notice_wishes", ["digest_at"])


def downgrade():
    for table in ("notice_wishes", "notices", "followings", "note_mentions"):
        op.drop_table(table)
