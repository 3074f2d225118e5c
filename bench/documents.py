"""How long the documents of a year take, and how much memory the process that makes them needs.

    python -m bench.documents [100000 1000000]

The sheet is that of a stretch with about 100,000 comments; the PDF counts those of a whole year. Aims: the sheet under
10 s and 300 MB, the PDF under 5 s. Each is made in a process of its own, whose highest memory is told; `work` is the
processor's time, which other programs on the machine lengthen less.
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
from app.reports.period import Period, calendar, zone_of_team
from bench.figures import heading
from bench.inbox import DAYS, SIZES, inbox, open_inbox
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
        told = [sys.executable, "-m", "bench.documents", str(size), "--format", format]
        subprocess.run(told, check=True)


def make(size, format):
    """One document, from asking to the file."""
    app = open_inbox(inbox(size))
    with app.app_context():
        file = asked_for(format, stretch(size) if format == "xlsx" else year())
        begun, worked = time.perf_counter(), time.process_time()
        fill(file)
        took, work = time.perf_counter() - begun, time.process_time() - worked
        made = db.session.get(ReportFile, file)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        seconds, megabytes = AIMS[format]
        told = f"{made.rows_total:,} rows" if made.rows_total else ""
        print(f"{format:6} {made.size / 1024:8.0f} kB {told}")
        for name, figure, aim, unit in (
            ("took", took, seconds, "s"), ("work", work, seconds, "s"), ("memory", memory, megabytes, "MB"),
        ):  # fmt: skip
            if aim:
                held = "" if figure <= aim else "   missed"
                print(f"       {name:8} {figure:7.2f} {unit:2}  aim {aim:4}  ratio {figure / aim:5.2f}{held}", flush=True)  # fmt: skip


def year():
    return calendar("year", now().date() - timedelta(days=200), zone_of_team())


def stretch(size):
    """As many days as hold about 100,000 comments."""
    days = min(DAYS - 2, DAYS * ROWS // size)
    end = now().date() - timedelta(days=1)
    return Period(end - timedelta(days=days), end, "month", zone_of_team())


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
