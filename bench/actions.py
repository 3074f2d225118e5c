"""How fast an act is kept: tag, resolve, hide here, and a reply put on its way, each with its activity.

    python -m bench.actions [100000 1000000]

First the act alone, from taking hold of the comment to its commit; beside it a bare insert of one
activity. Then the whole answer through gunicorn, with the comment drawn anew. On a copy of the inbox.
"""

import argparse
import random
import shutil
import sqlite3
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from app.extensions import db
from app.lib.transaction import transaction
from bench.figures import Times, compare, heading, line, timed
from bench.inbox import SIZES, inbox, open_inbox
from bench.serving import served
from bench.team import MODERATOR

TRIES, WARM = 200, 20
TAG, WORDS = "à suivre", "Merci, nous regardons et nous vous répondons."
BARE = (
    "INSERT INTO activities (comment_id, kind, at, details) VALUES (?, 'noted', '2026-01-01', '{}')"
)
# Of channels that can be answered, and of those where an act stays here.
ANSWERED = "channel_id <= 4 AND status = 'open'"
SILENT = "channel_id > 4"
CHANNELS = {"tag": ANSWERED, "resolve": ANSWERED, "hide here": SILENT, "reply": ANSWERED}
AIMS = {"reply": (8, None)}


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("sizes", nargs="*", type=int, default=SIZES)
    found = [measure(size) for size in options.parse_args().sizes]
    if len(found) == 2:
        compare(*found)


def measure(size):
    """Every act on one inbox; gives the times by name."""
    with copy_of(inbox(size)) as home:
        heading(f"Acts in an inbox of {size:,} comments")
        bare = line("bare insert, committed", insert_alone(home))
        pools = {channels: pool(home, channels) for channels in (ANSWERED, SILENT)}
        with served(home) as person:
            alone = acts_alone(home, pools)
            whole = {name: answers(person, name, pools[CHANNELS[name]]) for name in CHANNELS}
    for name, times in alone.items():
        aim, tail = AIMS.get(name, (6, 15))
        line(name, times, aim=aim, tail=tail, share=0.99, beside=bare)
    for name, times in whole.items():
        line(f"whole answer: {name}", times)
    return {"bare insert": bare, **alone, **{f"whole answer: {n}": t for n, t in whole.items()}}


@contextmanager
def copy_of(home):
    """The same inbox, to be written in and thrown away."""
    with tempfile.TemporaryDirectory(dir=home.parent) as folder:
        for name in ("sada.db", "secret.key"):
            shutil.copyfile(home / name, Path(folder) / name)
        yield Path(folder)


def insert_alone(home):
    """One row and its commit, as the engine does it."""
    link = sqlite3.connect(home / "sada.db", isolation_level=None, timeout=10)
    link.execute("PRAGMA synchronous=NORMAL")
    number = link.execute("SELECT max(id) FROM comments").fetchone()[0]
    times = timed(lambda _n: link.execute(BARE, (number,)), range(TRIES))
    link.close()
    return times


def pool(home, where):
    """Comments to be acted on, each once: (id, version), in no order."""
    link = sqlite3.connect(home / "sada.db")
    rows = link.execute(
        "SELECT id, version FROM comments "
        f"WHERE {where} AND state = 'visible' AND NOT by_us AND NOT is_spam LIMIT 20000"
    ).fetchall()
    random.Random(3).shuffle(rows)
    return iter(rows)


def acts():
    """The acts by name; looked up once the app stands, as the rooms expect."""
    from app.comments.actions import resolve
    from app.moderation.actions import hide
    from app.replies.actions import reply
    from app.tags.actions import tag

    return {
        "tag": lambda comment, by: tag(comment, [TAG], by=by),
        "resolve": lambda comment, by: resolve(comment, by=by),
        "hide here": lambda comment, by: hide(comment, by=by),
        "reply": lambda comment, by: reply(comment, WORDS, by=by),
    }


def acts_alone(home, pools):
    """Each act in a transaction of its own."""
    app = open_inbox(home)
    with app.app_context():
        found = {
            name: tries(
                lambda act=act, name=name: once(act, next(pools[CHANNELS[name]])[0]), own_work
            )
            for name, act in acts().items()
        }
        db.session.remove()
        db.engine.dispose()
    return found


def once(act, comment_id):
    """Milliseconds from taking hold of a comment to its commit."""
    from app.accounts.models import User
    from app.comments.queries import hold

    by = db.session.scalar(db.select(User).filter_by(fs_uniquifier=MODERATOR))
    db.session.rollback()
    begun = time.perf_counter()
    with transaction():
        act(hold(comment_id), by)
    return (time.perf_counter() - begun) * 1000


def answers(person, name, rows):
    """The same acts as a browser asks for them."""
    return tries(lambda: answer(person, name, *next(rows)), person.work)


def answer(person, name, number, version):
    mark = person.mark(number)
    sent = {
        "tag": ("tags", {"names": TAG}),
        "resolve": ("resolution", {}),
        "hide here": ("hidden", {"reason": ""}),
        "reply": ("reply", {"text": WORDS, "token": mark}),
    }
    path, form = sent[name]
    status, _size, took = person.post(f"/comments/{number}/{path}", version=version, **form)
    if status != 200:
        raise SystemExit(f"{name} answered {status}")
    return took


def tries(one, work):
    """The times of many tries; `work` reads the processor time used so far."""
    for _n in range(WARM):
        one()
    before = work()
    each = tuple(one() for _n in range(TRIES))
    return Times(each, (work() - before) / TRIES)


def own_work():
    return time.process_time() * 1000


if __name__ == "__main__":
    main()
