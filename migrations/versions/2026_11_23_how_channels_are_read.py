"""How channels are read, what goes wrong there, what it costs, and what is known to be missing."""

import sqlalchemy as sa
from alembic import op

import app.lib.clock

revision = "0003_reading"
down_revision = "0002_api_keys"
branch_labels = None
depends_on = None


def moment(name, nullable=True):
    return sa.Column(name, app.lib.clock.UTCDateTime(), nullable=nullable)


def of_channel(table):
    name = op.f(f"fk_{table}_channel_id_channels")
    return [
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name=name, ondelete="CASCADE"),
    ]


BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    with op.batch_alter_table("channels", schema=None) as batch_op:
        batch_op.add_column(sa.Column("account_id", sa.String(400), nullable=True))
        batch_op.add_column(sa.Column("account_name", sa.String(200), nullable=True))
        batch_op.add_column(sa.Column("granted", sa.JSON(none_as_null=True), nullable=True))
        for name in ("missing", "notes"):
            batch_op.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
        for name in ("expires_at", "cut_off_at", "checked_at", "since", "renewing_until"):
            batch_op.add_column(moment(name))
    op.create_table(
        "polls",
        *of_channel("polls"),
        sa.Column("cursor", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("more", sa.Boolean(), nullable=False),
        moment("due_at", nullable=False),
        moment("recheck_at", nullable=False),
        sa.Column("interval", sa.Float(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        moment("polled_at"),
        moment("news_at"),
        moment("reached_at"),
        moment("caught_up_at"),
        sa.Column("usage", sa.Float(), nullable=True),
        sa.Column("claimed_by", sa.String(40), nullable=True),
        moment("claimed_until"),
        sa.PrimaryKeyConstraint("channel_id", name=op.f("pk_polls")),
    )
    with op.batch_alter_table("polls", schema=None) as batch_op:
        batch_op.create_index("ix_polls_due", ["due_at"], unique=False)
    op.create_table(
        "troubles",
        *of_channel("troubles"),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("during", sa.String(20), nullable=False),
        sa.Column("words", sa.String(400), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        moment("first_at", nullable=False),
        moment("last_at", nullable=False),
        moment("over_at"),
        sa.PrimaryKeyConstraint("channel_id", "code", name=op.f("pk_troubles")),
    )
    op.create_table(
        "spendings",
        *of_channel("spendings"),
        sa.Column("period", sa.String(10), nullable=False),
        sa.Column("used", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("channel_id", "period", name=op.f("pk_spendings")),
    )
    op.create_table(
        "wanted",
        sa.Column("id", BIG_ID, nullable=False),
        *of_channel("wanted"),
        sa.Column("platform_id", sa.String(400), nullable=False),
        sa.Column("hint", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("reason", sa.String(400), nullable=True),
        moment("asked_at", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wanted")),
        sa.UniqueConstraint(
            "channel_id", "platform_id", name=op.f("uq_wanted_channel_id_platform_id")
        ),
    )
    waiting = sa.text("state = 'waiting'")
    with op.batch_alter_table("wanted", schema=None) as batch_op:
        batch_op.create_index(
            "ix_wanted_waiting",
            ["channel_id", "id"],
            sqlite_where=waiting,
            postgresql_where=waiting,
        )
    op.create_table(
        "gaps",
        sa.Column("post_id", BIG_ID, nullable=False),
        *of_channel("gaps"),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("cursor", sa.JSON(none_as_null=True), nullable=True),
        moment("looked_at", nullable=False),
        moment("read_at"),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_gaps_post_id_posts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_gaps")),
    )
    with op.batch_alter_table("gaps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gaps_channel_id"), ["channel_id"], unique=False)


def downgrade():
    for table in ("gaps", "wanted", "spendings", "troubles", "polls"):
        op.drop_table(table)
    with op.batch_alter_table("channels", schema=None) as batch_op:
        for name in (
            "account_id account_name granted missing notes expires_at cut_off_at checked_at since renewing_until"
        ).split():
            batch_op.drop_column(name)
