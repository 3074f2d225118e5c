"""Figures over a period: how many comments, how many answered, and how long that took.

Every figure counts what a query lists, so that a figure and the list behind it always agree.
"""

from dataclasses import dataclass, field

from sqlalchemy import and_, case, false, func, literal, select

from app.channels.models import Channel
from app.comments.models import Comment
from app.extensions import db
from app.lib.moments import seconds_between
from app.search.asking import ask
from app.search.plan import condition
from app.search.tree import Filter
from app.tags.models import Tag, Tagging

TAGS_MOST = 500


@dataclass
class Figure:
    """One line of a report. `median` is the seconds to the first answer, None when nothing was answered."""

    key: object
    name: str
    query: str
    count: int = 0
    answered: int = 0
    median: float | None = None
    before: int = 0
    steps: list = field(default_factory=list)

    @property
    def share(self):
        return self.answered / self.count if self.count else 0.0


def tag_report(query, period, user):
    """The figures of a period: in all, by tag, by channel and by language."""
    asking = ask(query, user)
    return {
        "all": figures(ALL, query, period, asking)[:1],
        "tags": figures(BY_TAG, query, period, asking)[:TAGS_MOST],
        "channels": figures(BY_CHANNEL, query, period, asking),
        "languages": figures(BY_LANGUAGE, query, period, asking),
    }


@dataclass(frozen=True)
class Cut:
    """What comments are counted by: the key column, the tables it stands in, and its names and query words."""

    key: object
    source: object
    names: object


def tag_names(keys):
    return {
        t.id: (f"#{t.name}", str(Filter("tag", t.name)))
        for t in db.session.scalars(select(Tag).where(Tag.id.in_(keys)))
    }


def channel_names(keys):
    found = db.session.scalars(select(Channel).where(Channel.id.in_(keys)))
    return {c.id: (c.name, str(Filter("channel", c.name))) for c in found}


def language_names(keys):
    return {key: (key, f"lang:{key}") for key in keys if key}


ALL = Cut(literal(0), Comment.__table__, lambda keys: {0: ("", "")})
BY_TAG = Cut(Tagging.tag_id, Comment.__table__.join(Tagging.__table__), tag_names)
BY_CHANNEL = Cut(Comment.channel_id, Comment.__table__, channel_names)
BY_LANGUAGE = Cut(Comment.lang, Comment.__table__, language_names)


def figures(cut, query, period, asking):
    """One figure for each key of a cut, the largest first."""
    counted, medians = counts(cut, query, period, asking), median_delays(cut, query, period, asking)
    earlier, stepped = (
        counts(cut, query, period.before, asking),
        step_counts(cut, query, period, asking),
    )
    names = cut.names(list(counted))
    found = [
        Figure(
            key,
            *names[key],
            *counted[key],
            medians.get(key),
            earlier.get(key, (0, 0))[0],
            stepped[key],
        )
        for key in counted
        if key in names
    ]
    return sorted(found, key=lambda figure: (-figure.count, figure.name))


def matching(query, period, asking):
    """The condition of a query inside a period."""
    low, high = period.ids
    asked = false() if query.problems else condition(query.scoped, asking)
    return and_(asked, Comment.id >= low, Comment.id < high)


def counts(cut, query, period, asking):
    """{key: (comments, answered)}"""
    found = select(cut.key, func.count(), func.count(Comment.answered_at)).select_from(cut.source)
    rows = db.session.execute(found.where(matching(query, period, asking)).group_by(cut.key))
    return {key: (number, answered) for key, number, answered in rows}


def median_delays(cut, query, period, asking):
    """{key: the middle of the seconds to the first answer}; with an even number, the mean of the two in the middle."""
    delay = seconds_between(Comment.created_at, Comment.answered_at)
    each = (
        select(
            cut.key.label("key"),
            delay.label("delay"),
            func.row_number().over(partition_by=cut.key, order_by=delay).label("place"),
            func.count().over(partition_by=cut.key).label("number"),
        )
        .select_from(cut.source)
        .where(matching(query, period, asking), Comment.answered_at.is_not(None))
        .subquery()
    )
    middle = and_(each.c.place * 2 >= each.c.number, each.c.place * 2 <= each.c.number + 2)
    rows = db.session.execute(
        select(each.c.key, func.avg(each.c.delay)).where(middle).group_by(each.c.key)
    )
    return dict(rows.all())


def step_counts(cut, query, period, asking):
    """{key: [comments in each step of the period]}"""
    steps = period.steps
    number = case(
        *((Comment.id < step.ids[1], place) for place, step in enumerate(steps)),
        else_=len(steps) - 1,
    )
    found = select(cut.key, number.label("step"), func.count()).select_from(cut.source)
    rows = db.session.execute(
        found.where(matching(query, period, asking)).group_by(cut.key, number)
    )
    stepped = {}
    for key, place, many in rows:
        stepped.setdefault(key, [0] * len(steps))[place] = many
    return stepped
