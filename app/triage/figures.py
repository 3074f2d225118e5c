"""What was hidden by a machine, month by month: by rule, language, label and subject, and how often people took it back."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import case, func, select

from app.comments.acts.moments import zone
from app.extensions import db
from app.lib.clock import now
from app.rules.models import DONE, KEPT, Rule, RuleAct
from app.tags.models import Tag, Tagging

MONTHS, MOST_TAGS = 12, 30


@dataclass(frozen=True)
class Figure:
    """Of one name: how many a machine withheld, how many of those people took back, how many it was kept from."""

    name: str
    withheld: int
    reversed: int
    kept: int


def months():
    """The first days of the last twelve months, the newest first."""
    year, month = (today := now().astimezone(zone()).date()).year, today.month
    found = []
    for _each in range(MONTHS):
        found.append(date(year, month, 1))
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return found


def next_month(day):
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def within(first, end):
    """The withholding acts of a stretch of days, in its own small index."""
    low, high = (datetime.combine(day, time(), zone()) for day in (first, end))
    return (RuleAct.withholds, RuleAct.at >= low, RuleAct.at < high)


SUMS = (
    func.sum(case((RuleAct.outcome == DONE, 1), else_=0)),
    func.sum(case((RuleAct.reversed_at.is_not(None), 1), else_=0)),
    func.sum(case((RuleAct.outcome == KEPT, 1), else_=0)),
)


def by_month():
    """{first day: Figure} of the last twelve months, those without any left at nothing."""
    days = months()
    return {day: total(day) for day in days}


def total(month):
    row = db.session.execute(select(*SUMS).where(*within(month, next_month(month)))).one()
    return Figure("", *(number or 0 for number in row))


def of_month(month):
    """{by what: [Figure]} of one month, the most first."""
    here = within(month, next_month(month))
    return {
        "rule": by(Rule.name, here, Rule),
        "language": by(RuleAct.lang, here),
        "label": by_label(here),
        "tag": by_tag(here),
    }


def by(column, here, *joined):
    wanted = select(column, *SUMS).where(*here).group_by(column)
    for model in joined:
        wanted = wanted.join(model)
    return ordered(Figure(*row) for row in db.session.execute(wanted))


def by_label(here):
    """By each label the comment bore then; one with several counts for each."""
    withheld, reversed_, kept = Counter(), Counter(), Counter()
    for names, *numbers in db.session.execute(
        select(RuleAct.labels, *SUMS).where(*here).group_by(RuleAct.labels)
    ):
        for name in names.split() or [""]:
            withheld[name] += numbers[0]
            reversed_[name] += numbers[1]
            kept[name] += numbers[2]
    return ordered(Figure(name, withheld[name], reversed_[name], kept[name]) for name in withheld)


def by_tag(here):
    wanted = select(Tag.name, *SUMS).select_from(RuleAct).where(*here).group_by(Tag.name)
    wanted = wanted.join(Tagging, Tagging.comment_id == RuleAct.comment_id).join(Tag)
    return ordered(Figure(*row) for row in db.session.execute(wanted))[:MOST_TAGS]


def ordered(figures):
    return sorted(figures, key=lambda one: (-one.withheld, -one.kept, one.name))
