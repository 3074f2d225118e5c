"""How long the documents of a year take, and how much memory the process that makes them needs.

    python -m bench.documents [100000 1000000]

The sheet holds one row for each of at most 100,000 comments; the PDF counts them all. Aims: the sheet under
10 s and 300 MB, the PDF under 5 s. Each is made in a process of its own, whose highest memory is told.
"""

import argparse
import resource
import subprocess
import sys
import time
from datetime import timedelta

from sqlalchemy import select

from app.accounts.models import User
from app.extensions import db
from app.lib.clock import now
from app.lib.transaction import transaction
from app.reports.drawing.filling import fill
from app.reports.drawing.models import ReportFile
from app.reports.period import calendar, zone_of_team
from bench.figures import heading
from bench.inbox import SIZES, inbox, open_inbox
from bench.reports import prepare

ROWS = 100_000
AIMS = {"xlsx": (10, 300), "pdf": (5, None), "docx": (5, None)}


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("sizes", nargs="*", type=int, default=SIZES)
    options.add_argument("--format")
    asked = options.parse_args()
    if asked.format:
        return make(asked.sizes[0], asked.format)
    for size in asked.sizes:
        measure(size)


def measure(size):
    app = open_inbox(inbox(size))
    heading(f"The documents of a year of {size:,} comments")
    with app.app_context():
        prepare()
        db.session.remove()
        db.engine.dispose()
    for format in AIMS:
        if format != "xlsx" or size <= ROWS:
            told = [sys.executable, "-m", "bench.documents", str(size), "--format", format]
            subprocess.run(told, check=True)


def make(size, format):
    """One document, from asking to the file."""
    app = open_inbox(inbox(size))
    with app.app_context():
        year = calendar("year", now().date() - timedelta(days=200), zone_of_team())
        file = asked_for(format, year)
        begun, worked = time.perf_counter(), time.process_time()
        fill(file)
        took, work = time.perf_counter() - begun, time.process_time() - worked
        made = db.session.get(ReportFile, file)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        seconds, megabytes = AIMS[format]
        missed = took > seconds or bool(megabytes and memory > megabytes)
        rows = f"{made.rows_total:,} rows" if made.rows_total else ""
        print(
            f"{format:6} {took:6.2f} s, work {work:5.2f} s (aim {seconds}) {memory:6.0f} MB {made.size / 1024:8.0f} kB {rows}"
            f"{'   aim missed' if missed else ''}",
            flush=True,
        )


def asked_for(format, period):
    with transaction():
        user = db.session.scalar(select(User).order_by(User.id).limit(1))
        file = ReportFile(
            by_id=user.id, report="community", period=period.args, format=format, locale="fr"
        )
        db.session.add(file)
        db.session.flush()
        return file.id


if __name__ == "__main__":
    main()
