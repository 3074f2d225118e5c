"""The seconds between two moments, in the words of each engine."""

from sqlalchemy import Float
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class seconds_between(FunctionElement):
    """How many seconds passed from one moment column to another; null when either is missing."""

    type = Float()
    inherit_cache = True
    name = "seconds_between"


@compiles(seconds_between, "sqlite")
def in_sqlite(element, compiler, **more):
    start, end = (compiler.process(part, **more) for part in element.clauses)
    return f"((julianday({end}) - julianday({start})) * 86400.0)"


@compiles(seconds_between, "postgresql")
def in_postgresql(element, compiler, **more):
    start, end = (compiler.process(part, **more) for part in element.clauses)
    return f"EXTRACT(EPOCH FROM ({end} - {start}))::float"
