"""What rises and what falls, the mood of each governorate, and questions nobody answered: counted by a job, and kept."""

from datetime import timedelta
from math import exp, log, sqrt

from sqlalchemy import case, func, select

from app.alerts.models import TrendPage
from app.alerts.terms import standing_out
from app.comments.models import Author, Comment
from app.extensions import db
from app.lib.clock import microseconds, now
from app.lib.text import query_terms
from app.search.query import Query
from app.search.sql import select_ids
from app.tags.models import Tag, Tagging
from app.territories.models import Place, Territory
from app.waves.models import WaveComment

LENGTHS = (7, 28)
MADE_EVERY = timedelta(minutes=10)
# Words are read of so many comments of each time.
SAMPLE, LISTED, QUESTIONS = 2500, 8, 20
SURE = 1.96


def due(at=None):
    """The page of trends that grew old, counted anew but not kept yet; None when all are fresh."""
    at = at or now()
    fresh = set(
        db.session.scalars(select(TrendPage.days).where(TrendPage.made_at > at - MADE_EVERY))
    )
    for days in LENGTHS:
        if days not in fresh:
            return TrendPage(days=days, data=counted(days, at), made_at=at)
    return None


def kept(days):
    return db.session.get(TrendPage, days)


def counted(days, at):
    """Everything the page shows, of the last days against as many before."""
    length = timedelta(days=days)
    ends = [microseconds(at - back * length) for back in (2, 1, 0)]
    rising, falling = words(ends)
    return {
        "tags": tags(ends), "rising": rising, "falling": falling, "places": places(ends[1], ends[2]),
        "questions": questions(ends[1]),
    }  # fmt: skip


def tags(ends):
    """Tags that changed beyond what chance does, the surest change first."""
    lately = case((Tagging.comment_id >= ends[1], 1), else_=0)
    rows = db.session.execute(
        select(Tag.name, func.sum(lately).label("now"), func.count().label("both"))
        .join(Tagging, Tagging.tag_id == Tag.id)
        .where(Tagging.comment_id >= ends[0], Tagging.comment_id < ends[2])
        .group_by(Tag.id, Tag.name)
    )
    found = [{"name": row.name} | change(row.now, row.both - row.now) for row in rows]
    sure = [tag for tag in found if tag["low"] > 1 or tag["high"] < 1]
    return sorted(sure, key=lambda tag: -abs(log(tag["times"])))[: 2 * LISTED]


def change(count, before):
    """How many times as many, and between which limits 95 of 100 such figures are right (Wald on the log ratio)."""
    ratio = log((count + 0.5) / (before + 0.5))
    stray = SURE * sqrt(1 / (count + 0.5) + 1 / (before + 0.5))
    return {
        "now": count, "before": before, "times": exp(ratio), "low": exp(ratio - stray),
        "high": exp(ratio + stray),
    }  # fmt: skip


def words(ends):
    """Words that stand out now, and those that stood out before; names of who wrote are left out."""
    here, there = sampled(ends[1], ends[2]), sampled(ends[0], ends[1])
    said = [[frozenset(row.words.split()) for row in rows] for rows in (here, there)]
    names = names_of({row.author_id for row in (*here, *there)} - {None})
    return (
        standing_out(said[0], said[1], names=names, most=LISTED),
        standing_out(said[1], said[0], names=names, most=LISTED),
    )


def sampled(low, high):
    """Comments all over a stretch of time, not its last hours alone."""
    step = (high - low) // 50
    found = []
    for number in range(50):
        begin = low + number * step
        rows = select(Comment.words, Comment.author_id).where(
            Comment.id >= begin, Comment.id < begin + step, Comment.by_us.is_(False)
        )
        found += db.session.execute(rows.order_by(Comment.id).limit(SAMPLE // 50)).all()
    return found


def names_of(ids):
    called = select(Author.name, Author.handle).where(Author.id.in_(ids))
    return frozenset(
        word for row in db.session.execute(called) for name in row for word in query_terms(name)
    )


def places(low, high):
    """{code: comments, negative or toxic ones, and between which limits their share lies}."""
    bad = case(((Comment.sentiment == "neg") | Comment.toxic, 1), else_=0)
    rows = db.session.execute(
        select(Territory.code, func.count(), func.sum(bad))
        .select_from(Territory)
        .join(Place, Place.territory_id == Territory.id)
        .join(Comment, Comment.id == Place.comment_id)
        .where(Territory.kind == "governorate", Place.comment_id >= low, Place.comment_id < high)
        .group_by(Territory.code)
    )
    return {
        code: {"count": count, "bad": marked} | share(marked, count) for code, count, marked in rows
    }


def share(marked, count):
    """A share with its limits (Wilson): a few comments say little, and the limits say so."""
    if not count:
        return {"share": 0, "low": 0, "high": 1}
    part, square = marked / count, SURE * SURE
    middle = (part + square / (2 * count)) / (1 + square / count)
    stray = (
        SURE * sqrt(part * (1 - part) / count + square / (4 * count * count)) / (1 + square / count)
    )
    return {"share": part, "low": max(middle - stray, 0), "high": min(middle + stray, 1)}


def questions(low):
    """The numbers of questions nobody answered, nor any that says nearly the same; the most asked first."""
    asked = [n for n in select_ids(Query.of("label:question is:unanswered"), limit=400) if n >= low]
    rows = select(WaveComment.comment_id, WaveComment.wave_id).where(
        WaveComment.comment_id.in_(asked)
    )
    wave_of = dict(db.session.execute(rows).all())
    answered = set(db.session.scalars(
        select(WaveComment.wave_id).join(Comment, Comment.id == WaveComment.comment_id)
        .where(WaveComment.wave_id.in_(set(wave_of.values())), Comment.answered_at.is_not(None))
    ))  # fmt: skip
    groups = {}
    for number in asked:
        wave = wave_of.get(number)
        if wave not in answered or wave is None:
            groups.setdefault(wave or -number, []).append(number)
    most = sorted(groups.values(), key=lambda some: -len(some))[:QUESTIONS]
    return [[some[-1], len(some)] for some in most]
