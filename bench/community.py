"""The Community month of real comments, on a page and as documents, and the same figures counted slowly beside it.

    python -m bench.community [folder]

The comments are those of ../shared/data/tsac, spread over a year as if people had written them on four pages; what is
made of them is written into the folder (var/bench/community at first) and never into the repository. Language, mood and
labels are those the classifier gives them; tags are put by words; a part is answered, done or hidden.
"""

import csv
import os
import random
import shutil
import sys
from collections import Counter
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

from flask_babel import force_locale
from flask_migrate import upgrade
from sqlalchemy import insert, select, update

from app.accounts.models import User
from app.channels.models import Channel
from app.comments.index import fill
from app.comments.models import Author, Comment, Post
from app.extensions import db
from app.lib.clock import UTC, microseconds, now
from app.lib.database import reads_only
from app.lib.text import normalise, script_of, search_text
from app.lib.transaction import transaction
from app.moderation.actions import hide
from app.replies.models import Reply
from app.reports.daybooks.keeping import recount
from app.reports.drawing.docx import docx
from app.reports.drawing.leaving import with_notes
from app.reports.drawing.pdf import pages, pdf
from app.reports.making import document
from app.reports.period import calendar, zone_of_team
from app.reports.verbatims.actions import judge, propose
from app.reports.verbatims.queries import with_approved
from app.search.query import Query
from app.tags.models import Tag, Tagging
from app.territories.actions import load_gazetteer
from app.triage.actions import triage
from bench.inbox import open_inbox
from bench.team import team
from config import ROOT

COMMENTS = ROOT.parent / "shared" / "data" / "tsac" / "train.csv"
YEAR = timedelta(days=365)
THEMES = {
    "télévision": "قناه برنامج tv chaine emission حلقه",
    "مسلسل": "مسلسل فيلم film serie دور",
    "chanson": "غناء فنان صوت chanson fannen غنايه اغنيه",
    "humour": "ضحك تضحك ههه hhh mdr نكت",
    "pays": "تونس بلاد الشعب tounes bled tunisie الحكومه",
    "foot": "الترجي الافريقي foot equipe كوره match",
}
HOURS = (2, 1, 1, 1, 1, 1, 2, 3, 5, 6, 6, 6, 7, 7, 6, 5, 6, 7, 9, 11, 12, 12, 9, 5)


def main():
    if not COMMENTS.exists():
        raise SystemExit("The comments are not there: see data/README.md beside the repository.")
    told = (
        sys.argv[1] if len(sys.argv) > 1 else os.environ.get("SADA_BENCH", ROOT / "var" / "bench")
    )
    folder = Path(told) if len(sys.argv) > 1 else Path(told) / "community"
    shutil.rmtree(folder, ignore_errors=True)
    app = open_inbox(folder)
    with app.app_context():
        upgrade()
        town()
        month = busiest()
        for locale in ("fr", "ar"):
            draw(folder, month, locale)
        wrong = side_by_side(month)
        db.session.remove()
        db.engine.dispose()
    raise SystemExit(f"{wrong} figures differ" if wrong else 0)


def town():
    """A year of comments, looked at by the classifier and treated by a team."""
    dice = random.Random(17)
    with transaction():
        users, channels = team()
        channels = name_channels(channels)
        load_gazetteer()
        keep_people(channels)
        rows = list(written(dice, channels))
        db.session.execute(insert(Comment), rows)
        fill(db.session.connection(), rows)
    while triage():
        pass
    with transaction():
        put_tags(rows)
        answer(dice, users[0])
        for comment in db.session.scalars(select(Comment).where(Comment.toxic).limit(400)):
            if dice.random() < 0.15:
                hide(comment, by=db.session.get(User, users[0]))
    while recount():
        pass


def name_channels(channels):
    names = ("Page Facebook", "صفحة البرنامج", "Chaîne vidéo", "Site du projet")
    for number, name in zip(channels, names, strict=False):
        db.session.get(Channel, number).name = name
    return channels[:4]


def keep_people(channels):
    db.session.execute(
        insert(Author),
        [
            {"id": n + 1, "channel_id": channels[n % 4], "platform_id": f"a{n}", "name": f"Citoyen {n}",
             "handle": f"citoyen{n}", "written": 3, "hidden": 0}
            for n in range(3000)
        ],
    )  # fmt: skip
    db.session.execute(
        insert(Post),
        [
            {"id": n + 1, "channel_id": channels[n % 4], "platform_id": f"p{n}", "text": "",
             "title": ("Épisode %d", "الحلقة %d", "Bande-annonce %d")[n % 3] % (n + 1)}
            for n in range(120)
        ],
    )  # fmt: skip


def written(dice, channels):
    """The comments with a moment in the year behind us, at hours people write at."""
    with COMMENTS.open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    zone, seen = zone_of_team(), set()
    for n, text in enumerate(texts):
        day = (now() - YEAR * dice.random()).astimezone(zone).date() - timedelta(days=1)
        hour = dice.choices(range(24), HOURS)[0]
        at = datetime.combine(day, time(hour, dice.randrange(60), dice.randrange(60)), zone)
        at = at.astimezone(UTC)
        while microseconds(at) in seen:
            at += timedelta(microseconds=1)
        seen.add(microseconds(at))
        post = dice.randrange(120)
        yield {
            "id": microseconds(at), "channel_id": channels[post % 4], "platform_id": f"c{n}",
            "post_id": post + 1, "author_id": 1 + (dice.randrange(750) * 4 + post % 4), "thread": f"c{n}",
            "text": text, "words": search_text(text), "script": script_of(text), "lang": "",
            "created_at": at, "received_at": at, "status": "open", "state": "visible",
        }  # fmt: skip


def put_tags(rows):
    """Tags by the words that comments hold."""
    tags = [Tag(name=name, key=normalise(name)) for name in THEMES]
    db.session.add_all(tags)
    db.session.flush()
    words = [(tag.id, THEMES[tag.name].split()) for tag in tags]
    db.session.execute(
        insert(Tagging),
        [
            {"tag_id": number, "comment_id": row["id"], "at": row["created_at"]}
            for row in rows
            for number, told in words
            if any(word in normalise(row["text"]) for word in told)
        ],
    )


def answer(dice, by):
    """A fifth is answered some hours later, and most of what is old is done."""
    changes, replies = [], []
    columns = (Comment.id, Comment.created_at, Comment.priority, Comment.lang)
    for number, at, priority, lang in db.session.execute(select(*columns)).all():
        done = now() - at > timedelta(days=40) or dice.random() < 0.4
        answered = done and dice.random() < (0.6 if priority else 0.15)
        after = at + timedelta(minutes=dice.expovariate(1 / 300))
        changes.append(
            {"id": number, "status": "done" if done else "open", "resolved_at": after if done else None,
             "answered_at": after if answered else None}
        )  # fmt: skip
        if answered:
            text = "Merci, nous vous répondons ici." if lang == "fr" else "شكرا، نجاوبوكم هنا."
            replies.append({"comment_id": number, "by_id": by, "text": text, "state": "sent",
                            "made_at": after, "sent_at": after})  # fmt: skip
    db.session.execute(update(Comment), changes)
    db.session.execute(insert(Reply), replies)


def busiest():
    """The last whole month."""
    zone = zone_of_team()
    return calendar("month", now().astimezone(zone).date().replace(day=1) - timedelta(days=1), zone)


def draw(folder, month, locale):
    with transaction():
        approve(month, locale)
    with reads_only():
        made = with_notes(with_approved(document("community", month, locale=locale), month))
        made = replace(made, lead=(LEAD[locale],))
    with force_locale(locale):
        (folder / f"community.{locale}.pdf").write_bytes(pdf(made, team="Sada"))
        (folder / f"community.{locale}.docx").write_bytes(docx(made, team="Sada"))
        for number, page in enumerate(pages(made, team="Sada", ppi=80), 1):
            (folder / f"community.{locale}.{number}.png").write_bytes(page)
    print(f"{folder}/community.{locale}.pdf and .docx, {number} pages")


def approve(month, locale):
    """Quotes as the system proposes them, each approved, so that a page shows how they stand."""
    by = db.session.scalar(select(User).limit(1))
    for quote in propose(Query.of(""), month, user=by, locale=locale)[:10]:
        judge(quote, state="approved", text=quote.text, translation="", by=by)


LEAD = {
    "fr": "Ce que les habitants ont dit ce mois-ci, et ce que nous en avons fait.",
    "ar": "ما قاله الناس هذا الشهر، وما فعلناه.",
}


def side_by_side(month):
    """The figures of the report beside those of reading every comment in the plainest way; how many differ."""
    with reads_only():
        made = document("community", month, locale="fr")
        slow = slowly(month)
    quick = {figure.title: figure.value for block in made.blocks for figure in block.figures}
    told = [("Commentaires", quick["Commentaires"], slow["all"])]
    for key, kind in (("mood", "sentiment"), ("themes", "tag"), ("channels", "channel"), ("languages", "lang"), ("places", "place")):  # fmt: skip
        block = next(block for block in made.blocks if block.key == key)
        names = {row.cells[0]: row.cells[1] for row in block.table.rows}
        told += [
            (f"{key}: {name}", many, slow[kind, row_key(name)]) for name, many in names.items()
        ]
    told.append(("Répondus", next(f.value for b in made.blocks if b.key == "done" for f in b.figures), slow["answered"]))  # fmt: skip
    print(f"\n{'':44}{'report':>8}{'slowly':>8}")
    for name, quickly, slowly_ in told:
        print(f"{name[:42]:44}{quickly:8}{slowly_:8}{'' if quickly == slowly_ else '   DIFFERS'}")
    return sum(quickly != slowly_ for _name, quickly, slowly_ in told)


def row_key(name):
    return name.lstrip("#")


def slowly(month):
    """Every comment read, one after the other."""
    zone, found = zone_of_team(), Counter()
    with force_locale("fr"):
        from app.reports.naming import languages, moods

        spoken, felt = languages(), moods()
    for comment in db.session.scalars(select(Comment)):
        day = comment.created_at.astimezone(zone).date()
        if not month.start <= day < month.end or comment.by_us or comment.is_spam:
            continue
        if comment.state in ("spam", "deleted", "gone"):
            continue
        found["all"] += 1
        found["answered"] += comment.answered_at is not None
        with force_locale("fr"):
            found["sentiment", str(felt[comment.sentiment or ""])] += 1
            found["lang", str(spoken[comment.lang])] += 1
        found["channel", comment.channel.name] += 1
        for tagging in comment.taggings:
            found["tag", tagging.tag.name] += 1
        for place in comment.places:
            if place.territory.kind == "governorate":
                found["place", place.territory.name_fr] += 1
    return found


if __name__ == "__main__":
    main()
