"""The database itself marks the hours whose comments changed: whoever changes them, by whatever statement."""

from sqlalchemy import DDL, event, insert, select, text

from app.comments.hooks import hears_arrivals
from app.extensions import db
from app.reports.daybooks.models import Mark

HOUR = 3_600_000_000  # in the numbers of comments
COUNTED = (
    "channel_id, post_id, author_id, lang, script, state, status, by_us, is_spam, toxic, priority, sentiment, "
    "answered_at, resolved_at, assignee_id, edited_at, triaged_at, parent_platform_id"
)
# Predictions, replies and escalations never change alone: the comment's row or its trail does in the same transaction.
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


def on_sqlite(table, when):
    """One writer at a time: a mark that is there already is enough."""
    column, counted = WATCHED[table]
    of = f"UPDATE OF {counted}" if when == "update" else when.upper()
    hour = f"{ROWS[when]}.{column} / {HOUR}"
    return (
        f"CREATE TRIGGER daybooks_{table}_{when} AFTER {of} ON {table} BEGIN "
        f"INSERT INTO daybook_marks (hour) SELECT {hour} "
        f"WHERE NOT EXISTS (SELECT 1 FROM daybook_marks WHERE hour = {hour}); END"
    )


def on_postgresql(table, when):
    """Many writers at a time: each transaction leaves marks of its own, so none waits for another's."""
    column, _counted = WATCHED[table]
    return (
        f"CREATE TRIGGER daybooks_{table}_{when} AFTER {when.upper()} ON {table} "
        f"REFERENCING {ROWS[when]} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION daybooks_by_{column}()"
    )


def function(column):
    return (
        f"CREATE OR REPLACE FUNCTION daybooks_by_{column}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"INSERT INTO daybook_marks (hour) SELECT DISTINCT c.{column} / {HOUR} FROM changed c "
        f"WHERE NOT EXISTS (SELECT 1 FROM daybook_marks m WHERE m.hour = c.{column} / {HOUR} "
        "AND m.xmin = pg_current_xact_id()::xid); RETURN NULL; END $$"
    )


def statements(dialect):
    """Everything that makes the marks, for one engine."""
    if dialect == "sqlite":
        return [on_sqlite(*each) for each in EVERY]
    return [function("id"), function("comment_id"), *(on_postgresql(*each) for each in EVERY)]


def missing(connection):
    """The names of the triggers that are not there: an altered table may have lost them."""
    names = {f"daybooks_{table}_{when}" for table, when in EVERY}
    asked = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    return sorted(names - set(connection.execute(text(asked)).scalars()))


@event.listens_for(Mark.metadata, "after_create")
def watch(metadata, connection, tables=(), **more):
    """For databases made without migrations, as in tests: when the last of the watched tables is there."""
    if Mark.__table__ in (tables or ()):
        for statement in statements(connection.dialect.name):
            connection.execute(DDL(statement))


@hears_arrivals
def mark_arrivals(numbers):
    """Mark the hours of comments that have just been inserted; on SQLite a mark that is there is enough."""
    hours = {number // HOUR for number in numbers}
    if db.engine.dialect.name == "sqlite":
        hours -= set(db.session.scalars(select(Mark.hour).where(Mark.hour.in_(hours))))
    if hours:
        db.session.connection().execute(
            insert(Mark.__table__), [{"hour": each} for each in sorted(hours)]
        )
