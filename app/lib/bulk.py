"""Many rows at once, as they are: the statement and the ways of its columns are worked out once and kept."""

from functools import cache
from operator import itemgetter

from sqlalchemy import insert


def insert_rows(connection, table, rows):
    """Insert dictionaries with the same keys, in their order; for lists of thousands, where each word counts.

    Columns that the rows do not name get their default where that is a plain value.
    """
    if rows:
        statement, pack = prepared(connection.dialect, table, tuple(rows[0]))
        connection.exec_driver_sql(statement, [pack(row) for row in rows])


@cache
def prepared(dialect, table, names):
    """The text of the statement, and what makes of a row the values of the driver."""
    plain = {
        column.key: column.default.arg
        for column in table.c
        if column.key not in names and column.default is not None and column.default.is_scalar
    }
    compiled = insert(table).compile(dialect=dialect, column_keys=[*names, *plain])
    order = compiled.positiontup or list(compiled.binds)
    rest = [name for name in order if name not in plain]
    chosen, fixed = itemgetter(*rest), [plain[name] for name in order if name in plain]
    names_in_order = [*rest, *(name for name in order if name in plain)]
    ways = [way_of(compiled.binds[name].type, dialect) for name in names_in_order]
    changed = [(place, way) for place, way in enumerate(ways) if way]
    places = [names_in_order.index(name) for name in order]
    at_last = itemgetter(*places)

    def values(row):
        found = [*chosen(row), *fixed]
        for place, way in changed:
            found[place] = way(found[place])
        return at_last(found)

    if compiled.positiontup:
        return compiled.string, values
    return compiled.string, lambda row: dict(zip(order, values(row), strict=True))


def way_of(kind, dialect):
    return kind.dialect_impl(dialect).bind_processor(dialect)
