"""Daybooks: what each day's comments are, and marks for the hours whose comments changed

Revision ID: 0010_daybooks
Revises: 0009_batches
"""

import sqlalchemy as sa
from alembic import op

import app.lib.clock

revision = "0010_daybooks"
down_revision = "0009_batches"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
HOUR = 3_600_000_000
COUNTED = (
    "channel_id, post_id, author_id, lang, script, state, status, by_us, is_spam, toxic, priority, sentiment, "
    "answered_at, resolved_at, assignee_id, edited_at, triaged_at, parent_platform_id"
)
WATCHED = {
    "comments": ("id", COUNTED),
    "activities": ("comment_id", "by_id, rule, undone_at"),
    "taggings": ("comment_id", "tag_id, comment_id"),
    "places": ("comment_id", "territory_id, comment_id"),
    "wave_comments": ("comment_id", "wave_id, comment_id"),
}
ROWS = {"insert": "NEW", "update": "NEW", "delete": "OLD"}
# A comment that arrives is told of once a batch: with a trigger SQLite keeps a way back for each row, and each row
# touches more pages than it keeps in memory.
EVERY = [
    (table, when) for table in WATCHED for when in ROWS if (table, when) != ("comments", "insert")
]


def upgrade():
    op.create_table(
        "daybooks",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(length=40), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", app.lib.clock.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_daybooks")),
    )
    op.create_table(
        "daybook_marks",
        sa.Column("id", BIG, nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daybook_marks")),
    )
    with op.batch_alter_table("daybook_marks") as batch:
        batch.create_index(batch.f("ix_daybook_marks_hour"), ["hour"])
    # every day that there is waits to be counted for the first time
    op.execute(f"INSERT INTO daybook_marks (hour) SELECT DISTINCT id / {HOUR} FROM comments")
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in on_sqlite() if sqlite else on_postgresql():
        op.execute(statement)


def on_sqlite():
    for table, when in EVERY:
        column, counted = WATCHED[table]
        of = f"UPDATE OF {counted}" if when == "update" else when.upper()
        hour = f"{ROWS[when]}.{column} / {HOUR}"
        yield (
            f"CREATE TRIGGER daybooks_{table}_{when} AFTER {of} ON {table} BEGIN "
            f"INSERT INTO daybook_marks (hour) SELECT {hour} "
            f"WHERE NOT EXISTS (SELECT 1 FROM daybook_marks WHERE hour = {hour}); END"
        )


def on_postgresql():
    for column in ("id", "comment_id"):
        yield (
            f"CREATE OR REPLACE FUNCTION daybooks_by_{column}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"INSERT INTO daybook_marks (hour) SELECT DISTINCT c.{column} / {HOUR} FROM changed c "
            f"WHERE NOT EXISTS (SELECT 1 FROM daybook_marks m WHERE m.hour = c.{column} / {HOUR} "
            "AND m.xmin = pg_current_xact_id()::xid); RETURN NULL; END $$"
        )
    for table, when in EVERY:
        column, _counted = WATCHED[table]
        yield (
            f"CREATE TRIGGER daybooks_{table}_{when} AFTER {when.upper()} ON {table} "
            f"REFERENCING {ROWS[when]} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION daybooks_by_{column}()"
        )


def downgrade():
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table, when in EVERY:
        op.execute(f"DROP TRIGGER daybooks_{table}_{when}" + ("" if sqlite else f" ON {table}"))
    if not sqlite:
        op.execute("DROP FUNCTION daybooks_by_id()")
        op.execute("DROP FUNCTION daybooks_by_comment_id()")
    op.drop_table("daybook_marks")
    op.drop_table("daybooks")
