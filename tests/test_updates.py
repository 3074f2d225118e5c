"""A house that is updated keeps what it had."""

from datetime import UTC, datetime

from sqlalchemy import Boolean, DateTime, LargeBinary, MetaData, Numeric, insert, select

from app.extensions import db
from tests.conftest import make_app

# Since then tables that others point to were made anew: users, tags.
BEFORE = "0010_daybooks"
ROWS = {
    "users": {"id": 1, "email": "nadia@example.org"},
    "roles": {"id": 1, "name": "lead"},
    "users_roles": {"user_id": 1, "role_id": 1},
    "channels": {"id": 1, "token": "t"},
    "comments": {"id": 1, "channel_id": 1, "assignee_id": 1},
    "notes": {"id": 1, "comment_id": 1, "by_id": 1},
    "tags": {"id": 1, "name": "eau"},
    "taggings": {"tag_id": 1, "comment_id": 1},
}


def test_an_update_of_the_database_takes_no_row_along(home):
    from flask_migrate import upgrade

    app = make_app(f"sqlite:///{home / 'updated.db'}", home)
    with app.app_context():
        upgrade(revision=BEFORE)
        fill()
        before = kept()
        upgrade()
        assert kept() == before
        with db.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        db.engine.dispose()


def fill():
    tables = reflected()
    with db.engine.begin() as connection:
        for name, values in ROWS.items():
            columns = tables[name].columns
            given = {c.name: plain(c) for c in columns if not c.nullable and not c.server_default}
            connection.execute(insert(tables[name]).values({**given, **values}))


def plain(column):
    """Something that a column takes."""
    if isinstance(column.type, DateTime):
        return datetime(2026, 1, 1, tzinfo=UTC)
    if isinstance(column.type, LargeBinary):
        return b"x"
    return 0 if isinstance(column.type, Numeric | Boolean) or "INT" in str(column.type) else "x"


def kept():
    """What was put there, as it is now."""
    tables = reflected()
    with db.engine.connect() as connection:
        return {
            name: [
                tuple(row)
                for row in connection.execute(select(*(tables[name].c[each] for each in values)))
            ]
            for name, values in ROWS.items()
        }


def reflected():
    found = MetaData()
    found.reflect(db.engine, only=list(ROWS))
    return found.tables
