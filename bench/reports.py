"""How fast a year's report is made and served, and what counting every day anew takes.

    python -m bench.reports [100000 1000000]

Beside each report the bare limit: reading the year's days as they are kept.
"""

import argparse
import time
from datetime import timedelta
from urllib.parse import urlencode

from flask_migrate import upgrade
from sqlalchemy import text

from app.extensions import db
from app.lib.clock import now
from app.lib.database import reads_only
from app.lib.transaction import transaction
from app.reports.daybooks.keeping import rebuild, recount
from app.reports.daybooks.marking import missing, statements
from app.reports.daybooks.reading import daybooks
from app.reports.making import document
from app.reports.period import calendar, zone_of_team
from app.reports.ready.catalogue import READY
from bench.figures import compare, heading, line, timed
from bench.inbox import SIZES, inbox, open_inbox
from bench.pages import times_of
from bench.serving import served

AIM, TRIES = 300, 12
QUERIES = {"a tag": 'tag:"sujet 0"', "two filters": 'lang:fr tag:"sujet 1" OR sentiment:neg'}


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("sizes", nargs="*", type=int, default=SIZES)
    found = [measure(size) for size in options.parse_args().sizes]
    if len(found) == 2:
        compare(*found)


def measure(size):
    home = inbox(size)
    heading(f"A year's report of {size:,} comments")
    app = open_inbox(home)
    with app.app_context():
        prepare()
        year = calendar("year", now().date() - timedelta(days=200), zone_of_team())
        made = alone(year)
        db.session.remove()
        db.engine.dispose()
    with served(home) as person:
        pages = {f"page: {key}": pages_of(person, key, year) for key in READY}
        pages |= {
            f"page: {name}": pages_of(person, "community", year, q) for name, q in QUERIES.items()
        }
    for name, times in pages.items():
        line(name, times, aim=AIM, beside=made["bare: the year's days"])
    return made | pages


def prepare():
    """Bring the inbox up to date and count every day, as a worker does after a change of the database."""
    upgrade()
    with transaction():
        for name in missing(db.session.connection()):
            found = next(each for each in statements(db.engine.dialect.name) if f" {name} " in each)
            db.session.execute(text(found))
    begun = time.perf_counter()
    while recount():
        pass
    print(f"{'days counted anew':34} {time.perf_counter() - begun:6.1f} s")
    begun = time.perf_counter()
    number, wrong = rebuild()
    took = time.perf_counter() - begun
    print(f"{'rebuild':34} {took:6.1f} s: {number} days, {len(wrong)} differ from what was kept")


def alone(year):
    """Reports without a page around them, and the days they are counted from."""
    found = {}
    with reads_only():
        document("community", year)
        found["bare: the year's days"] = timed(lambda _n: daybooks(year), range(TRIES))
        for key in READY:
            found[f"made: {key}"] = timed(lambda _n, key=key: document(key, year), range(TRIES))
    for name, times in found.items():
        line(name, times)
    return found


def pages_of(person, key, year, query=""):
    told = urlencode({**year.args, "q": query})
    return times_of(person, [f"/reports/{key}?{told}"])


if __name__ == "__main__":
    main()
