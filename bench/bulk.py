"""How long an act on ten thousand comments takes: choosing them, tag, done, hide here, and taking each back.

    python -m bench.bulk [100000 1000000] [--comments 10000]

Beside each the bare limit: the same rows updated and inserted with plain statements, as many in a transaction.
On a copy of the inbox, one process on SQLite, as a worker does it, each slice committed.
"""

import argparse
import sqlite3
import time

from flask_migrate import upgrade
from sqlalchemy import update

from app.batches.actions import act, take_back
from app.batches.choosing import choose_all
from app.batches.models import Batch
from app.batches.slices import SLICE, next_slice
from app.comments.models import Comment
from app.extensions import db
from app.lib.bell import QuietBell
from app.lib.database import serve_workers
from app.lib.transaction import transaction
from app.search.query import Query
from bench.actions import copy_of
from bench.inbox import inbox, open_inbox
from bench.team import MODERATOR

AIM_SECONDS = 5
VERBS = {"tag": {"names": ["à suivre"]}, "done": {}, "hide": {"why": "insult"}}
BARE = (
    "UPDATE comments SET status = 'done', resolved_at = '2026-01-01', version = version + 1 WHERE id = ?",
    "INSERT INTO activities (comment_id, kind, at, details) VALUES (?, 'noted', '2026-01-01', '{}')",
)


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("sizes", nargs="*", type=int, default=[100_000])
    options.add_argument("--comments", type=int, default=10_000)
    asked = options.parse_args()
    for size in asked.sizes:
        with copy_of(inbox(size)) as home:
            measure(home, size, asked.comments)


def measure(home, size, many):
    print(f"\n{many:,} comments of {size:,}{'':14} {'seconds':>9} {'work':>9}")
    serve_workers()
    app = open_inbox(home)
    app.extensions["sada-bell"] = QuietBell()
    with app.app_context():
        upgrade()
        numbers = make_open(many)
        db.session.remove()
        bare = line("bare limit, rolled back", timed(lambda: plainly(home, numbers)))
        for kind in VERBS:
            one_verb(kind, bare)
        db.session.remove()
        db.engine.dispose()


def one_verb(kind, bare):
    chosen, took = timed(choose_open)
    line("choosing all that match", (chosen, took))
    line(kind, timed(lambda: do(chosen, kind, VERBS[kind])), bare)
    line(f"{kind}, taken back", timed(lambda: undo(chosen)), bare)
    batch = db.session.get(Batch, chosen, populate_existing=True)
    if not batch.count == batch.done == batch.back:
        raise SystemExit(f"{batch.count} chosen, {batch.done} done, {batch.back} taken back")
    db.session.rollback()


def make_open(many):
    """As many open comments as asked for, where hiding stays here."""
    from app.channels.models import Channel

    with transaction():
        db.session.execute(update(Channel).values(platform="import"))
        db.session.execute(update(Comment).where(Comment.status == "open").values(status="done"))
        plain = db.select(Comment.id).where(
            Comment.state == "visible", ~Comment.by_us, ~Comment.is_spam
        )
        numbers = db.session.scalars(plain.order_by(Comment.id.desc()).limit(many)).all()
        theirs = update(Comment).where(Comment.id >= numbers[-1], Comment.id.in_(plain))
        db.session.execute(theirs.values(status="open", resolved_at=None))
    return numbers


def plainly(home, numbers):
    link = sqlite3.connect(home / "sada.db", isolation_level=None, timeout=10)
    link.execute("PRAGMA synchronous=NORMAL")
    for at in range(0, len(numbers), SLICE):
        rows = [(number,) for number in numbers[at : at + SLICE]]
        link.execute("BEGIN IMMEDIATE")
        for statement in BARE:
            link.executemany(statement, rows)
        link.execute("ROLLBACK")
    link.close()


def moderator():
    from app.accounts.models import User

    return db.session.scalar(db.select(User).filter_by(fs_uniquifier=MODERATOR))


def choose_open():
    with transaction():
        batch = choose_all(Query.of("is:open"), by=moderator())
        number = batch.id
    return number


def do(number, kind, details):
    with transaction():
        act(db.session.get(Batch, number), kind, by=moderator(), **details)
    to_the_end(number)


def undo(number):
    with transaction():
        take_back(db.session.get(Batch, number), by=moderator())
    to_the_end(number)


def to_the_end(number):
    more = True
    while more:
        with transaction():
            batch = db.session.get(Batch, number)
            more = batch.under_way and next_slice(batch)


def timed(does):
    """What it gives, and the seconds it took: on the clock, and of the processor."""
    begun, work = time.perf_counter(), time.process_time()
    given = does()
    return given, (time.perf_counter() - begun, time.process_time() - work)


def line(name, found, beside=None):
    seconds, work = found[1]
    against = f"  {seconds / beside:5.1f} × the bare limit" if beside else ""
    missed = f"  aim {AIM_SECONDS} s missed" if seconds > AIM_SECONDS else ""
    print(f"{name:38} {seconds:7.2f} s {work:7.2f} s{against}{missed}", flush=True)
    return seconds


if __name__ == "__main__":
    main()
