"""What rules cost while comments are looked at: processor time of triage for each comment, with none and with ten.

    python -m bench.rules [--comments 2000] [--rules 10]

The whole of triage on SQLite in one process, with its commits. "Find nothing" is the cost of looking alone; in the
last line each rule tags one comment in ten, so that each comment is tagged once.
"""

import argparse
import shutil
import tempfile
import time
from pathlib import Path

from sqlalchemy import func, insert, select, update

from app.channels.models import Channel
from app.classifier.examples import read_seed
from app.comments.models import Comment
from app.extensions import db
from app.factory import create_app
from app.lib.bell import QuietBell
from app.lib.clock import ago, microseconds
from app.lib.database import serve_workers
from app.lib.text import search_text
from app.lib.transaction import transaction
from app.rules.models import Rule, RuleAct
from app.triage.actions import triage
from config import Settings

QUERIES = (
    "label:toxic>0.999 lang:en tag:rien",
    "(jamaisecrit OR encorejamais) -is:spam",
    "is:urgent label:threat>0.99 territory:Kef",
    "label:spam>0.999 has:note",
    "is:question is:toxic label:hate>0.99",
)


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--comments", type=int, default=2000)
    options.add_argument("--rules", type=int, default=10)
    asked, home = options.parse_args(), tempfile.mkdtemp(prefix="sada-bench-")
    try:
        app = create_app(settings(home))
        app.extensions["sada-bell"] = QuietBell()
        serve_workers()
        with app.app_context():
            db.create_all()
            measure(asked.comments, asked.rules)
            db.session.remove()
            db.engine.dispose()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def settings(home):
    given = {
        "DATABASE_URL": f"sqlite:///{home}/bench.db",
        "SADA_HOME": home,
        "SECRET_KEY": "k" * 40,
    }
    return Settings.from_environ(given | {"REDIS_URL": "unix:///nowhere.sock"}, root=Path(home))


def measure(count, rules):
    with transaction():
        fill(count)
    look(count)  # the model is loaded, the caches are warm
    show("no rule", look(count))
    with transaction():
        db.session.add_all(rule(n, QUERIES[n % len(QUERIES)], {"do": "hold"}) for n in range(rules))
    show(f"{rules} rules that find nothing", look(count))
    with transaction():
        for n, row in enumerate(db.session.scalars(select(Rule).order_by(Rule.id))):
            row.query, row.effects = f"tranche{n}", [{"do": "tag", "tags": [f"tag{n}"]}]
    show(f"{rules} rules, each tags one in {rules}", look(count))
    done = db.session.scalar(select(func.count()).where(RuleAct.outcome == "done"))
    print(f"{'acts done':42} {done:>10}")


def fill(count):
    """Sentences of the seed, again and again, each with the word of one rule."""
    channel = Channel(platform="webhook", name="Bench")
    db.session.add(channel)
    db.session.flush()
    texts, start = [row.text for row in read_seed()], microseconds(ago(hours=1))
    rows = []
    for n in range(count):
        text = f"{texts[n % len(texts)]} tranche{n % 10}"
        rows.append(
            {"id": start + n, "channel_id": channel.id, "platform_id": f"c{n}", "thread": f"c{n}",
             "text": text, "words": search_text(text), "created_at": ago(hours=1)}
        )  # fmt: skip
    db.session.execute(insert(Comment), rows)


def rule(n, query, *effects):
    return Rule(name=f"R{n}", key=f"r{n}", query=query, effects=list(effects), on=True, place=n)


def look(count):
    """Milliseconds of processor time, and of the clock, that triage takes for each comment."""
    with transaction():
        db.session.execute(update(Comment).values(triaged_at=None))
    work, begun = time.process_time(), time.perf_counter()
    while triage():
        pass
    spent = (time.process_time() - work, time.perf_counter() - begun)
    return [1000 * each / count for each in spent]


def show(what, figures):
    print(
        f"{what:42} {figures[0]:>8.3f} ms of processor, {figures[1]:.3f} ms of the clock, a comment"
    )


if __name__ == "__main__":
    main()
