"""How long every screen takes of a large inbox in which every room has something to show.

    python -m bench.screens [--size 1000000] [--tries 20] [--only WORD]

On a copy of the inbox, through gunicorn as `./run` serves it, one person asking. A screen that
nobody put on the list is named at the end.
"""

import argparse
import shutil
import sqlite3
import tempfile
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

from werkzeug.exceptions import NotFound

from app.extensions import db
from bench.figures import Times, heading, line
from bench.inbox import inbox, open_inbox
from bench.reports import prepare
from bench.serving import Person, served
from bench.tour import comments_to_furnish, stops
from tests.browser.furnished import furnish
from tests.browser.test_axe import NO_SCREENS

TAIL, WARM = 60, 3
# What is only one's own is asked for by whose it is.
PEOPLE = ("bench-amel", "bench-nadia", "bench-leila")


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--size", type=int, default=1_000_000)
    options.add_argument("--tries", type=int, default=20)
    options.add_argument("--only", default="", help="screens whose address has this in it")
    chosen = options.parse_args()
    with copy_of(inbox(chosen.size)) as home:
        app = open_inbox(home)
        furnished = furnish_all(app, home)
        with sqlite3.connect(home / "sada.db") as link:
            paths = [group for group in stops(furnished, link) if chosen.only in group[0]]
        link.close()
        heading(f"Every screen of {chosen.size:,} comments")
        with served(home, who=PEOPLE[0]) as person:
            people = [person, *(another(person, app, who) for who in PEOPLE[1:])]
            found = [screen(people, group, chosen.tries) for group in paths]
        told(found)
        if not chosen.only:
            forgotten(app, paths)


@contextmanager
def copy_of(home):
    with tempfile.TemporaryDirectory(prefix="sada-screens-") as folder:
        ignored = shutil.ignore_patterns("*.sock", "*.lock")
        yield Path(shutil.copytree(home, folder, ignore=ignored, dirs_exist_ok=True))


def furnish_all(app, home):
    """Count the days, and do to some comments all that can be done to them."""
    with app.app_context():
        prepare()
    house = SimpleNamespace(app=lambda: within(app))
    with sqlite3.connect(home / "sada.db") as link:
        town = SimpleNamespace(id=1, writes=lambda *_texts, **_more: comments_to_furnish(link))
        return furnish(house, town)


@contextmanager
def within(app):
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def another(person, app, who):
    return Person(person.place[1], app, person.web, who)


def screen(people, paths, tries):
    """(address, status of the first answer, times) of one screen, its addresses taken in turn."""
    turn = cycle(paths)
    answers = [person.get(paths[0])[0] for person in people]
    status = min(answers)
    person = people[answers.index(status)]
    for _n in range(WARM):
        person.get(next(turn))
    before = person.work()
    each = tuple(person.get(next(turn))[2] for _n in range(tries))
    times = Times(each, (person.work() - before) / tries)
    line(f"{status} {paths[0][:48]}", times, tail=TAIL)
    return paths[0], status, times


def told(found):
    slow = [path for path, _status, times in found if times.slow(0.95) > TAIL]
    broken = [f"{path} ({status})" for path, status, _times in found if status != 200]
    print(f"\n{len(found)} screens, {len(slow)} over {TAIL} ms at p95: {', '.join(slow) or 'none'}")
    print(f"not answered with 200: {', '.join(broken) or 'none'}")


def forgotten(app, groups):
    """Name the screens that nobody asked for."""
    addresses, seen = app.url_map.bind("localhost"), set()
    for paths in groups:
        try:
            seen.add(addresses.match(urlsplit(paths[0]).path)[0])
        except NotFound:
            continue
    every = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    print(f"not asked for: {', '.join(sorted(every - seen - NO_SCREENS)) or 'none'}")


if __name__ == "__main__":
    main()
