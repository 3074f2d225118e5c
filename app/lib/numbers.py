"""Numbers and words that no database can hold: whoever sends one is told, and nothing broke."""

from sqlalchemy.exc import DataError
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.routing import IntegerConverter

from app.extensions import db
from app.lib.htmx import fail

LARGEST = 2**63 - 1
OUT_OF_RANGE = "22003"


class Number(IntegerConverter):
    """A number in an address: one that no row can have leads nowhere."""

    def __init__(self, url_map, max=LARGEST, **more):
        super().__init__(url_map, max=max, **more)


def prepare_numbers(app):
    """SQLite refuses to be asked about a large number at all, PostgreSQL fails the transaction."""
    app.url_map.converters["int"] = Number
    app.register_error_handler(OverflowError, unheld)
    app.register_error_handler(DataError, unheld)


def unheld(error):
    # A transaction that failed answers nothing more, and the page of the error asks who is reading.
    db.session.rollback()
    number = isinstance(error, OverflowError) or getattr(error.orig, "sqlstate", "") == OUT_OF_RANGE
    return fail(NotFound() if number else BadRequest())
