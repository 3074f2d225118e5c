"""Many rows at once, as they are: the statement and the ways of its columns are worked out once and kept."""

import json
from functools import cache
from operator import itemgetter

from sqlalchemy import any_, bindparam, column, func, insert, select
from sqlalchemy.dialects.postgresql import ARRAY

from app.extensions import db


def among(wanted, values):
    """Whether a column is one of these: one parameter however many they are, so that the statement stays the same."""
    if db.engine.dialect.name == "sqlite":
        told = func.json_each(json.dumps(list(values)))
        return wanted.in_(select(column("value")).select_from(told))
    return wanted == any_(bindparam(None, list(values), type_=ARRAY(wanted.type)))


def insert_rows(connection, table, rows):
    """Insert dictionaries with the same keys, in their order; for lists of thousands, where each word counts.

    Columns that the rows do not name get their default where that is a plain value.
    """
    if rows:
        names = tuple(rows[0])
        run(connection, rows, prepared(connection.dialect, into(table), names, plain(table, names)))


def change_rows(connection, statement, rows):
    """Run one statement for each of many dictionaries; it must be made once, since its text is kept with it."""
    if rows:
        run(connection, rows, prepared(connection.dialect, statement, tuple(rows[0])))


def run(connection, rows, how):
    statement, pack = how
    connection.exec_driver_sql(statement, list(map(pack, rows)))


@cache
def into(table):
    return insert(table)


@cache
def plain(table, names):
    """The defaults of the columns that are not named, where they are plain values."""
    rest = [each for each in table.c if each.key not in names and each.default is not None]
    return tuple((each.key, each.default.arg) for each in rest if each.default.is_scalar)


@cache
def prepared(dialect, statement, names, more=()):
    """The text of a statement, and what makes of a row the values of the driver."""
    keys = [*names, *(name for name, _value in more)] if statement.is_insert else None
    compiled = statement.compile(dialect=dialect, column_keys=keys)
    order = compiled.positiontup or list(compiled.binds)
    written = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
    fixed = {name: value for name, value in (written | dict(more)).items() if name not in names}
    told = [*(name for name in order if name not in fixed), *fixed]
    ways = enumerate(way_of(compiled.binds[name].type, dialect) for name in told)
    ways = [(place, way) for place, way in ways if way]
    chosen, rest = picked(*told[: len(told) - len(fixed)]), tuple(fixed.values())
    sort = picked(*(told.index(name) for name in order))

    def packed(row):
        found = [*chosen(row), *rest]
        for place, way in ways:
            found[place] = way(found[place])
        return sort(found)

    if compiled.positiontup:
        return compiled.string, packed
    return compiled.string, lambda row: dict(zip(order, packed(row), strict=True))


def picked(*names):
    """A tuple of these, be it of one."""
    return itemgetter(*names) if len(names) > 1 else lambda row: tuple(row[name] for name in names)


def way_of(kind, dialect):
    return kind.dialect_impl(dialect).bind_processor(dialect)
