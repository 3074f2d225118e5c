"""Write a shelf to the database: a few statements, whatever the number of comments."""

from sqlalchemy import bindparam, select, update

from app.comments import index
from app.comments.hooks import put_tags, tell_arrivals
from app.comments.models import Activity, Author, Tombstone
from app.comments.place import places
from app.comments.shelf import COMMENTS, MUTABLE
from app.extensions import db
from app.lib.bulk import among, change_rows, insert_rows

CHANGE = (
    update(COMMENTS)
    .where(COMMENTS.c.id == bindparam("its_id"))
    .values({name: bindparam(f"new_{name}", type_=COMMENTS.c[name].type) for name in MUTABLE})
)
AUTHORS = Author.__table__
COUNT_WRITTEN = (
    update(AUTHORS)
    .where(AUTHORS.c.id == bindparam("its_id"))
    .values(written=AUTHORS.c.written + bindparam("more"))
)


def keep(shelf):
    """Write everything that the batch changed."""
    shelf.authors.keep()
    shelf.posts.keep()
    attach(shelf)
    keep_new(shelf)
    keep_changed(shelf)
    keep_activities(shelf)
    keep_tombstones(shelf)
    put_tags([(row.id, tag) for row in shelf.new for tag in row.tags])


def attach(shelf):
    for row in shelf.rows.values():
        if row.author:
            row.values["author_id"] = shelf.authors.id_of(row.author)
        if row.post:
            row.values["post_id"] = shelf.posts.id_of(row.post)


def keep_new(shelf):
    """Insert in order of time, as both engines and the full-text index like it."""
    if not shelf.new:
        return
    numbers = places([row.values["created_at"] for row in shelf.new], taken)
    for row, number in zip(shelf.new, numbers, strict=True):
        row.values["id"] = number
    connection = db.session.connection()
    rows = sorted((row.values for row in shelf.new), key=lambda values: values["id"])
    insert_rows(connection, COMMENTS, rows)
    index.fill(connection, rows)
    count_written(shelf, connection)
    tell_arrivals(numbers)


def taken(numbers):
    return set(db.session.scalars(select(COMMENTS.c.id).where(among(COMMENTS.c.id, numbers))))


def count_written(shelf, connection):
    """Keep each author's count, so that nobody ever has to count a million rows."""
    counts = [
        {"its_id": shelf.authors.id_of(platform_id), "more": more}
        for platform_id, more in sorted(shelf.written.items())
    ]
    change_rows(connection, COUNT_WRITTEN, counts)


def keep_changed(shelf):
    changed = shelf.changed
    if not changed:
        return
    connection = db.session.connection()
    values = [
        {"its_id": row.id, **{f"new_{name}": row.values[name] for name in MUTABLE}}
        for row in changed
    ]
    change_rows(connection, CHANGE, values)
    reworded = [row for row in changed if row.indexed != row.values["words"]]
    index.replace(connection, [(row.id, row.indexed, row.values["words"]) for row in reworded])


def keep_activities(shelf):
    if shelf.activities:
        rows = [
            {"comment_id": row.id, "kind": str(kind), "at": at, "details": details}
            for row, kind, at, details in shelf.activities
        ]
        insert_rows(db.session.connection(), Activity.__table__, rows)


def keep_tombstones(shelf):
    if shelf.buried:
        rows = [
            {"channel_id": shelf.channel_id, "platform_id": platform_id, "at": at}
            for platform_id, at in sorted(shelf.buried.items())
        ]
        insert_rows(db.session.connection(), Tombstone.__table__, rows)
