"""A list of comments with all that a row can show, and a count of what a page asks the database."""

import gzip
import re
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from app.extensions import db
from app.tags.actions import tag
from tests import cast

TEXTS = (
    "علاش الماء مقصوص على سيدي خيار من جمعة لتوا؟",
    "Où sont publiés les critères de sélection des imadas du deuxième cycle ?",
    "ya 7mar enti w project mte3ek",
    "Bravo à toute l’équipe, l’atelier d’hier a vraiment donné la parole aux jeunes",
)


@pytest.fixture
def crowd(the_app, page, leila):
    """Makes so many comments, each with its own author and two tags, on one post."""
    post = cast.post(page)

    def make(count, **more):
        rows = []
        for number in range(count):
            author = cast.author(page, f"Citoyen {number}")
            text = f"{TEXTS[number % 4]} {number}"
            row = cast.comment(page, text, author=author, post=post, assignee=leila, **more)
            tag(row, ["eau", f"lieu {number}"], by=leila)
            rows.append(row)
        db.session.commit()
        return rows[::-1]

    return make


@pytest.fixture
def said(the_app):
    """The statements that something asks: `with said() as statements: …`."""

    @contextmanager
    def listen():
        heard = []

        def hear(connection, cursor, statement, *more):
            heard.append(statement)

        event.listen(db.engine, "before_cursor_execute", hear)
        try:
            yield heard
        finally:
            event.remove(db.engine, "before_cursor_execute", hear)

    return listen


def rows_in(response):
    """The ids of the comments in a list, as drawn."""
    return [int(number) for number in re.findall(r'id="row-(\d+)"', response.text)]


def packed(text):
    return len(gzip.compress(text.encode(), 6))
