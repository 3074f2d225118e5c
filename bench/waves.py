"""What it costs to gather comments that say nearly the same: a wave of 200 copies among 100,000 comments.

    python -m bench.waves [--comments 100000] [--copies 200]

Only the work that waves add to triage: sketches and the writes of a slice, its commit included. The copies differ
by a number, signs, elongations or a word, and one in four is in the other script. On SQLite, one process.
"""

import argparse
import random
import shutil
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np
from sqlalchemy import func, insert, select

from app.channels.models import Channel
from app.classifier.examples import read_seed
from app.comments.models import Comment
from app.extensions import db
from app.factory import create_app
from app.lib.bell import QuietBell
from app.lib.clock import ago, microseconds
from app.lib.database import serve_workers
from app.lib.transaction import transaction
from app.waves.gathering import gather
from app.waves.likeness import sketched
from app.waves.models import WaveComment, WaveSlice
from config import Settings

SLICE, WORDS = 500, 16
ARABIC = "العمدة سراق والبيست متاع الزعفران مازالت مقطوعة من العام إلي فات"
LATIN = "el 3omda serra9 w el piste mta3 ezza3frane mazelet ma9tou3a men el 3am elli fet"
ENDINGS = ("", "!!!", " 😡", " والله عيب", " partagez", " {}", "؟؟", " حشومة")


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--comments", type=int, default=100_000)
    options.add_argument("--copies", type=int, default=200)
    asked, home = options.parse_args(), tempfile.mkdtemp(prefix="sada-bench-")
    try:
        app = create_app(settings(home))
        app.extensions["sada-bell"] = QuietBell()
        serve_workers()
        with app.app_context():
            db.create_all()
            measure(asked.comments, asked.copies)
            db.session.remove()
            db.engine.dispose()
        size = sum(path.stat().st_size for path in Path(home).glob("bench.db*"))
        show("on disk, comments included", [size / 1e6], "MB")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def settings(home):
    return Settings.from_environ(
        {"DATABASE_URL": f"sqlite:///{home}/bench.db", "SADA_HOME": home, "SECRET_KEY": "b" * 40,
         "REDIS_URL": "unix:///nowhere.sock"}, root=Path(home),
    )  # fmt: skip


def measure(comments, copies):
    dice = random.Random(7)
    channel, words = connect(), [w for row in read_seed() for w in row.text.split()]
    ordinary = [" ".join(dice.choices(words, k=WORDS)) for _ in range(comments)]
    spent = sum(timed(arrive(channel, ordinary[at : at + SLICE]))
                for at in range(0, comments, SLICE))  # fmt: skip
    show("each ordinary comment", 1e6 * spent / comments, "µs")

    together = arrive(channel, [copy(dice, number) for number in range(copies)])
    show(f"{copies} copies in one slice", timed(together), "s")
    found = Counter(waves_of(together).values()).most_common(1)[0]
    show("of them in one wave", [found[1]])
    alone = [arrive(channel, [copy(dice, number)]) for number in range(copies)]
    show(f"{copies} more, one by one", sum(map(timed, alone)), "s")
    joined = sum(waves_of(one)[one[0][0]] == found[0] for one in alone)
    show("of them in the same wave", [joined])
    tell_the_rest(comments, found[0])


def tell_the_rest(comments, wave):
    rows = db.session.execute(select(WaveComment.wave_id).join(Comment)).scalars()
    sizes = Counter(rows)
    ordinary = sum(size for number, size in sizes.items() if number != wave and size > 1)
    show("ordinary comments in some wave", [100 * ordinary / comments], "%")
    kept = db.session.scalar(select(func.sum(func.length(WaveSlice.data))))
    show("sketches kept for each comment", [kept / comments], "bytes")


def copy(dice, number):
    """One of the copies: another ending, a letter drawn out, and one in four in Latin letters."""
    text = LATIN if number % 4 == 3 else ARABIC
    place = dice.randrange(len(text))
    drawn_out = text[:place] + text[place] * dice.choice((1, 1, 3)) + text[place + 1 :]
    return drawn_out + dice.choice(ENDINGS).format(number)


def connect():
    with transaction():
        channel = Channel(platform="webhook", name="Bench")
        db.session.add(channel)
        db.session.flush()
        return channel.id


def arrive(channel, texts):
    """Comments with these texts as they stand before triage: (id, text) of each."""
    first = arrive.next = getattr(arrive, "next", microseconds(ago(days=3)))
    arrive.next += 1000 * len(texts)
    rows = [
        {"id": first + 1000 * place, "channel_id": channel, "platform_id": str(first + place),
         "thread": str(first), "text": text, "words": text, "created_at": ago(days=1)}
        for place, text in enumerate(texts)
    ]  # fmt: skip
    with transaction():
        db.session.connection().execute(insert(Comment.__table__), rows)
    return [(row["id"], row["text"]) for row in rows]


def timed(comments):
    """Seconds that gathering these takes: on the clock, and of the processor, which other programs do not lengthen."""
    begun, work = time.perf_counter(), time.process_time()
    pairs = sketched(comments)
    with transaction():
        gather(pairs, [number for number, _ in comments])
    return np.array([time.perf_counter() - begun, time.process_time() - work])


def waves_of(comments):
    numbers = [number for number, _ in comments]
    wanted = select(WaveComment.comment_id, WaveComment.wave_id)
    rows = db.session.execute(wanted.where(WaveComment.comment_id.in_(numbers))).all()
    db.session.rollback()
    return dict(rows)


def show(words, figures, unit=""):
    work = f"  (processor {figures[1]:,.2f} {unit})" if len(figures) > 1 else ""
    print(f"{words:34} {figures[0]:10,.2f} {unit}{work}", flush=True)


if __name__ == "__main__":
    main()
