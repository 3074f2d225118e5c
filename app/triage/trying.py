"""What a rule would have caught in the last thirty days, what became of it, and what the guard would keep it from."""

from datetime import timedelta

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import joinedload

from app import jobs
from app.classifier.in_force import judged_by
from app.classifier.thresholds.queries import chosen
from app.comments.acts.moments import zone
from app.comments.models import Comment
from app.extensions import db
from app.jobs import enqueue
from app.lib.bulk import among
from app.lib.clock import ago, microseconds, now
from app.rules.queries import DAYS, waits_for
from app.search.asking import ask
from app.search.budget import TooLong, at_most
from app.search.query import Query
from app.search.sql import select_ids
from app.triage.effects import withholds
from app.triage.guard import borne, may_withhold

MOST, SHOWN = 1000, 5
AT_ONCE = 40  # milliseconds that a page may take for it
AS_A_JOB = 60_000
STEP = timedelta(days=1)
WHATEVER_BECAME = "(is:spam OR -is:spam) (is:deleted OR -is:deleted)"


def past_of(rule):
    """What is known of its past: looked up now where that is quick, else what a job found; None while nobody knows."""
    try:
        return looked_up(rule, AT_ONCE)
    except TooLong:
        return rule.tried if rule.tried_query == rule.query else None


def ask_for_past(rule):
    """Have a worker look it up."""
    if not waits_for(jobs.TRY_RULE, rule.id):
        enqueue(jobs.TRY_RULE, rule)


def looked_back(rule):
    """The same in whatever time it takes, a day at a time; says so where even that is not enough."""
    try:
        return summed(rule, by_days(rule))
    except TooLong:
        return {"too_long": True}


def looked_up(rule, milliseconds):
    with at_most(milliseconds):
        return summed(rule, caught(rule, since(), limit=MOST + 1))


def by_days(rule):
    """The numbers of what it would have caught, until there are enough of them."""
    # On the minute, as a search says it: so that no day overlaps the next.
    numbers, end, minute = [], None, now().replace(second=0, microsecond=0)
    for back in range(DAYS):
        start = minute - (back + 1) * STEP
        with at_most(AS_A_JOB // DAYS):
            numbers += caught(rule, start, before=end, limit=MOST + 1 - len(numbers))
        end = start
        if len(numbers) > MOST:
            break
    return numbers


def caught(rule, start, before=None, limit=MOST):
    """Numbers of comments that its query finds, newest first."""
    query = written_after(as_it_arrived(rule.query), start)
    bound = numbered(before) if before else None
    asking = ask(query, rule.owner_id)
    return select_ids(query, before=bound, limit=limit, asking=asking)


def numbered(moment):
    return microseconds(moment)


def as_it_arrived(text):
    """The query as of comments that nobody had looked at yet: all were open, none was called spam or deleted."""
    return Query.of(text).minus("is:open").plus(WHATEVER_BECAME)


def written_after(query, start):
    """A query and the moment it goes back to, as the search box says it."""
    here = start.astimezone(zone())
    return query.plus(f"after:{here:%Y-%m-%dT%H:%M}")


def since():
    return ago(days=DAYS)


def link_to(rule):
    """The query of the inbox that lists the same comments: whole days."""
    day = since().astimezone(zone()).date()
    return str(Query.of(rule.query).plus(f"after:{day}"))


def summed(rule, numbers):
    """How many, and what the team did with them; the comments that the guard would keep it from hiding."""
    more = len(numbers) > MOST
    numbers = numbers[:MOST]
    return {
        "count": len(numbers),
        "more": more,
        "shown": numbers[:SHOWN],
        **what_became(numbers),
        **guarded(rule, numbers),
    }


def what_became(numbers):
    """Of these comments: how many were answered, hidden, called spam, resolved, or still wait."""
    fate = case(
        (Comment.answered_at.is_not(None), "answered"),
        (or_(Comment.is_spam, Comment.state == "spam"), "spam"),
        (Comment.state == "hidden", "hidden"),
        (Comment.state != "visible", "gone"),
        (Comment.status == "done", "resolved"),
        else_="waiting",
    )
    wanted = select(fate, func.count()).where(among(Comment.id, numbers)).group_by(fate)
    return {"became": dict(db.session.execute(wanted).all())}


def guarded(rule, numbers):
    """What it asks for and will not get: how many civil comments, and the newest of them."""
    if not withholds(rule):
        return {"kept": 0, "kept_shown": []}
    seen = ("id", "author_id", "scores", "reasons", "lang", "sentiment")
    wanted = select(*(getattr(Comment, name) for name in seen))
    rows = db.session.execute(wanted.where(among(Comment.id, numbers))).all()
    with judged_by(chosen()):
        civil = [row.id for row in rows if not may_withhold(row, borne(row))]
    civil.sort(reverse=True)
    return {"kept": len(civil), "kept_shown": civil[:SHOWN]}


def comments(numbers):
    """Comments to be shown, in the order of their numbers."""
    wanted = select(Comment).where(among(Comment.id, numbers)).options(joinedload(Comment.channel))
    return db.session.scalars(wanted.order_by(Comment.id.desc())).all()
