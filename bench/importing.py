"""How fast a file comes into the inbox, and how much later all of it is triaged.

    python -m bench.importing [--rows 100000] [--kind csv|jsonl|xlsx] [--without-ids] [--again]

Beside it in the same run: rows written straight into the table and its search index.
"""

import argparse
import csv
import json
import time
from pathlib import Path

from app.comments.models import Comment
from app.extensions import db
from app.ingest.importing import begin, note_form, preview
from app.ingest.models import Import
from app.ingest.uploads import uploads
from app.lib.transaction import looking, transaction
from bench.figures import heading
from bench.house import house
from bench.limits import raw_inserts
from bench.rates import rate_line, work_line
from bench.words import some_text

HEAD = ("id", "texte", "auteur", "date", "publication")


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--kind", choices=("csv", "jsonl", "xlsx"), default="csv")
    options.add_argument("--without-ids", action="store_true")
    options.add_argument("--again", action="store_true", help="bring the same file once more")
    chosen = options.parse_args()
    bare = raw_inserts(min(chosen.rows, 50_000), batch=1000)
    with house(platform="import") as place, place.app.app_context():
        heading(f"A {chosen.kind} file of {chosen.rows:,} rows")
        rate_line("bare: raw insert, search index", bare, unit="rows a second")
        write(uploads() / "bench", chosen)
        print(f"{'size of the file':34} {(uploads() / 'bench').stat().st_size / 1e6:9.1f} MB")
        before, begun = place.work(), time.perf_counter()
        read(place, chosen)
        work_line(before, place.work(), chosen.rows)
        rate_line(
            "into the inbox",
            chosen.rows / (time.perf_counter() - begun),
            aim=10_000,
            beside=bare,
            unit="rows a second",
        )
        print(f"{'memory of the largest process':34} {largest(place):9.0f} MB (peak)")
        print(f"{'memory of all processes':34} {place.memory():9.0f} MB (PSS)")
        if chosen.again:
            begun = time.perf_counter()
            read(place, chosen)
            rate_line(
                "the same file again",
                chosen.rows / (time.perf_counter() - begun),
                unit="rows a second",
            )
        ended = place.wait(lambda: place.count(Comment.triaged_at.is_(None), of=Comment) == 0, 3600)
        rate_line("into the inbox and triaged", chosen.rows / (ended - begun), unit="rows a second")


def write(path, chosen):
    rows = (
        [
            f"r{n}",
            some_text(n),
            f"Citoyen {n % 5003}",
            f"2025-{1 + n % 12:02}-{1 + n % 28:02} 10:{n % 60:02}",
            f"Publication {n % 800}",
        ]
        for n in range(chosen.rows)
    )
    {"csv": write_csv, "jsonl": write_jsonl, "xlsx": write_xlsx}[chosen.kind](path, rows)


def write_csv(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEAD)
        writer.writerows(rows)


def write_jsonl(path, rows):
    with open(path, "w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(dict(zip(HEAD, row, strict=True)), ensure_ascii=False) + "\n")


def write_xlsx(path, rows):
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (HEAD, *rows):
        sheet.append(row)
    book.save(path)


def read(place, chosen):
    """Begin to read it, and wait until it is in."""
    with transaction():
        file = Import(
            channel_id=place.channel_id, file_name="bench", stored_as="bench", size=1, kind=""
        )
        db.session.add(file)
        db.session.flush()
        shown = preview(file)
        note_form(file, shown.form)
        mapping = {**shown.mapping, **({"id": None} if chosen.without_ids else {})}
        begin(file, mapping)
        number = file.id
    place.wait(lambda: state(number) not in ("waiting", "running"), 3600)
    with looking():
        file = db.session.get(Import, number)
        print(
            f"{'became':34} {file.state}: {file.new:,} new, {file.known:,} known, {file.refused:,} refused"
        )


def state(number):
    with looking():
        return db.session.scalar(db.select(Import.state).where(Import.id == number))


def largest(place):
    """The most memory that any process of the house ever had."""
    peaks = [peak(pid) for part in ("worker", "web") for pid in place.house.pids(part)]
    return max(peaks, default=0) / 1024


def peak(pid):
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


if __name__ == "__main__":
    main()
