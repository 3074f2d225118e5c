"""How migrations run: on the app's own engine, or on a connection handed over by whoever calls."""

from contextlib import contextmanager

from alembic import context
from flask import current_app

# Kept by hand in migrations: the ORM does not know of them.
OURS = ("comments_fts",)


def include(thing, name, kind, reflected, compare_to):
    return not (name or "").startswith(OURS) and name != "ix_comments_words"


def run(connection):
    db = current_app.extensions["migrate"].db
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        compare_type=True,
        include_object=include,
        user_module_prefix="app.lib.clock.",
    )
    with context.begin_transaction():
        context.run_migrations()


@contextmanager
def keys_at_rest(connection):
    """SQLite changes a table by copying it and dropping the old one: with its keys awake, that drop would take along
    every row that points there (whose roles, which tags, who wrote)."""
    if connection.dialect.name != "sqlite":
        yield
        return
    link = connection.connection.driver_connection
    # Outside of any transaction: within one SQLite does not listen.
    link.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        link.execute("PRAGMA foreign_keys=ON")


engine = current_app.extensions["migrate"].db.engine
with engine.connect() as connection, keys_at_rest(connection):
    run(connection)
