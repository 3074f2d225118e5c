"""What feeds told on one day: the same story by several media stands once."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import select

from app.alerts.models import PressDay
from app.channels.models import Channel
from app.comments.models import Author, Comment
from app.extensions import db
from app.lib.clock import microseconds, now
from app.lib.text import search_words
from app.search.query import Query
from app.search.sql import select_ids
from app.waves.models import WaveComment

FEEDS = Query.of("platform:feed")
MOST, TITLE = 500, 180
# Titles that share so much of the shorter one's words, and no fewer than so many, tell of one story.
ALIKE, FEWEST = 0.6, 3
SHORTEST = 3
MADE_EVERY = timedelta(minutes=10)


def today(at=None):
    return (at or now()).astimezone(ZoneInfo(current_app.config["TIMEZONE"])).date()


def due(at=None):
    """Today's press grouped anew, or yesterday's while its last articles come in; None when both are fresh."""
    at = at or now()
    for day in (today(at), today(at) - timedelta(days=1)):
        kept = db.session.get(PressDay, day)
        if kept is None or kept.made_at < at - MADE_EVERY:
            return PressDay(day=day, data=grouped(articles(day)), made_at=at)
    return None


def stories(day):
    """The stories of a day: as kept, or read now."""
    kept = db.session.get(PressDay, day)
    return kept.data if kept else grouped(articles(day))


def articles(day):
    """What was published on a day, the first first."""
    zone = ZoneInfo(current_app.config["TIMEZONE"])
    start, end = (
        microseconds(datetime.combine(day + timedelta(days=more), time(), zone)) for more in (0, 1)
    )
    ids = [n for n in select_ids(FEEDS, before=end, limit=MOST) if n >= start]
    rows = db.session.execute(
        select(
            Comment.id, Comment.text, Comment.url, Comment.sentiment, Channel.name.label("channel"),
            Author.name.label("author"), WaveComment.wave_id,
        )
        .join(Channel, Channel.id == Comment.channel_id)
        .outerjoin(Author, Author.id == Comment.author_id)
        .outerjoin(WaveComment, WaveComment.comment_id == Comment.id)
        .where(Comment.id.in_(ids))
        .order_by(Comment.id)
    )  # fmt: skip
    return rows.all()


def grouped(rows):
    """Articles about the same: of one wave, or under nearly one title; those of most media first."""
    groups, by_word, by_wave = [], {}, {}
    for row in rows:
        title = row.text.partition("\n")[0][:TITLE]
        words = frozenset(word for word in search_words(title) if len(word) >= SHORTEST)
        group = by_wave.get(row.wave_id) if row.wave_id else None
        if group is None:
            group = nearest(words, groups, by_word)
        if group is None:
            group = {"words": words, "articles": []}
            groups.append(group)
            for word in words:
                by_word.setdefault(word, []).append(len(groups) - 1)
        if row.wave_id:
            by_wave[row.wave_id] = group
        group["articles"].append((row, title))
    told = [story(group["articles"]) for group in groups]
    return sorted(told, key=lambda one: -one["media"])


def nearest(words, groups, by_word):
    """The group whose first title shares most words with these."""
    shared = {}
    for word in words:
        for number in by_word.get(word, ()):
            shared[number] = shared.get(number, 0) + 1
    best, most = None, 0.0
    for number, count in shared.items():
        part = count / min(len(words), len(groups[number]["words"]))
        if count >= FEWEST and part >= ALIKE and part > most:
            best, most = groups[number], part
    return best


def story(found):
    """One story: its first article, by how many media, in what mood."""
    first, title = found[0]
    media = list(dict.fromkeys(row.author or row.channel for row, _title in found))
    moods = [row.sentiment for row, _title in found]
    return {
        "id": first.id, "title": title, "url": first.url, "source": media[0], "media": len(media),
        "others": media[1:9], "articles": len(found),
        "neg": moods.count("neg"), "pos": moods.count("pos"), "at": first.id,
    }  # fmt: skip
