"""`INSERT … ON CONFLICT`, as both engines spell it."""

from sqlalchemy.dialects import postgresql, sqlite

from app.extensions import db

ENGINES = {"sqlite": sqlite, "postgresql": postgresql}


def insert_into(table):
    """An insert that can say what to do when the row is there already."""
    return ENGINES[db.engine.dialect.name].insert(table)
