"""Words and phrases as each engine finds them."""

from sqlalchemy import column, func, literal, literal_column, table

from app.comments.index import VECTOR
from app.comments.models import Comment
from app.extensions import db
from app.search.leads import Arm
from app.search.tree import All, Either, Words

FTS = table("comments_fts", column("rowid"))


def on_sqlite():
    return db.engine.dialect.name == "sqlite"


def clause(words):
    """A condition that a comment holds these words in a row.

    SQLite looks at the row itself: its index cannot be asked about one comment without starting anew,
    and the words are kept one spelling with a space between, so looking is exact.
    """
    if on_sqlite():
        kept = literal(" ").concat(Comment.words).concat(literal(" "))
        return func.instr(kept, f" {' '.join(words.terms)} ") > 0
    return VECTOR.bool_op("@@")(
        func.phraseto_tsquery(literal_column("'simple'"), " ".join(words.terms))
    )


def test(words, comment):
    """The same, asked of one comment."""
    return f" {' '.join(words.terms)} " in f" {comment.words} "


def lead(parts):
    """SQLite's full-text index as the side that leads, for all parts that are nothing but words."""
    worded = [part for part in parts if is_worded(part)]
    if not worded or not on_sqlite():
        return None
    asked = " AND ".join(f"({match(part)})" for part in worded)
    return (Arm(FTS, FTS.c.rowid, (literal_column("comments_fts").op("MATCH")(asked),)),)


def is_worded(part):
    """Whether a part is words alone, with no "not" that stands by itself."""
    if isinstance(part, Words):
        return True
    if isinstance(part, Either | All):
        return bool(part.parts) and all(map(is_worded, part.parts))
    return False


def match(part):
    """A worded part in the language of FTS5; terms hold letters and digits only."""
    if isinstance(part, Words):
        return f'"{" ".join(part.terms)}"'
    joint = " OR " if isinstance(part, Either) else " AND "
    return joint.join(f"({match(each)})" for each in part.parts)
