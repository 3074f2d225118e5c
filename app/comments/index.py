"""The full-text index over the comments' words, as each engine has it."""

from sqlalchemy import DDL, event, func, literal_column, text

from app.comments.models import Comment

# The words are already one spelling (lib/text.py): neither engine may change them again. The index holds no
# copy of them, and is filled once a batch: a trigger for each row would halve the speed of arrival.
SQLITE = (
    "CREATE VIRTUAL TABLE comments_fts USING fts5("
    "words, content='comments', content_rowid='id', tokenize='unicode61 remove_diacritics 0')"
)
POSTGRESQL = "CREATE INDEX ix_comments_words ON comments USING gin (to_tsvector('simple', words))"

VECTOR = func.to_tsvector(literal_column("'simple'"), Comment.words)

event.listen(Comment.__table__, "after_create", DDL(SQLITE).execute_if(dialect="sqlite"))
event.listen(Comment.__table__, "after_create", DDL(POSTGRESQL).execute_if(dialect="postgresql"))


def fill(connection, rows):
    """Put comments that have just been inserted into SQLite's index; PostgreSQL does it by itself."""
    if connection.dialect.name == "sqlite" and rows:
        words = sorted((row["id"], row["words"]) for row in rows)
        connection.exec_driver_sql("INSERT INTO comments_fts(rowid, words) VALUES (?, ?)", words)


def replace(connection, changes):
    """Re-index edited comments: (id, words before, words now) each. SQLite must be told what it indexed before."""
    if connection.dialect.name != "sqlite" or not changes:
        return
    ordered = sorted(changes)
    connection.execute(
        text("INSERT INTO comments_fts(comments_fts, rowid, words) VALUES('delete', :id, :old)"),
        [{"id": number, "old": old} for number, old, _ in ordered],
    )
    connection.execute(
        text("INSERT INTO comments_fts(rowid, words) VALUES(:id, :new)"),
        [{"id": number, "new": new} for number, _, new in ordered],
    )
