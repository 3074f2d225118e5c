"""What a report says of feedback is what a slow and obviously right counter says, and what its lists show."""

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from app.comments.models import Comment
from app.extensions import db
from app.feedback.actions import add, move, numbers_of, take_out
from app.feedback.models import Feedback, Saying
from app.feedback.queries import held
from app.lib.errors import Refused
from app.lib.transaction import transaction
from app.reports.counts import Counts
from app.reports.parts import Told
from app.reports.ready.ledger import asked_and_done
from app.search.matches import matches
from app.search.query import Query
from app.search.sql import count
from tests.reports.test_daybooks import some_days
from tests.search.house import House
from tests.search.test_agreement import texts

ACTS = some.lists(
    some.tuples(some.sampled_from(["add", "take out", "passed-on", "done", "heard"]), some.integers(0, 99)),
    max_size=3,
)  # fmt: skip


def test_every_figure_is_that_of_a_slow_counter_after_whatever_was_done(any_app):
    leila, period = House(size=60).people[0], some_days()

    @settings(
        max_examples=10,
        derandomize=True,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(some.one_of(some.just(""), texts), ACTS)
    def agree(text, acts):
        for what, seed in acts:
            do(what, random.Random(seed), leila)
        query = Query.of(text)
        if query.problems:
            return
        told = Told(Counts(query, period, leila), Counts(query, period.before, leila))
        figures = asked_and_done(told).figures
        expected = slowly(f"({text}) {period.query}" if text else period.query, leila)
        assert [one.value for one in figures] == (expected if figures else [])
        for one in figures:
            assert count(Query.of(one.query), leila) == one.value, one.query

    agree()


def do(what, dice, by):
    numbers = [row.id for row in db.session.query(Feedback.id)]
    comments = [row.id for row in db.session.query(Comment.id).order_by(Comment.id)]
    db.session.rollback()
    try:
        with transaction():
            feedback = held(dice.choice(numbers))
            if what == "add":
                add(feedback, dice.sample(comments, 3), by=by)
            elif what == "take out":
                take_out(feedback, dice.choice(numbers_of(feedback) or comments), by=by)
            else:
                move(feedback, what, by=by, outcome="Fait")
    except Refused:
        pass
    db.session.expire_all()


def slowly(text, user):
    """Every comment is looked at, one after the other."""
    query, found = Query.of(text), [0, 0, 0, 0]
    for comment in db.session.query(Comment):
        states = [
            db.session.get(Feedback, saying.feedback_id).state
            for saying in db.session.query(Saying).filter_by(comment_id=comment.id)
        ]
        if states and matches(query, comment, user):
            so = (True, "passed-on" in states, bool(comment.answered_at), "done" in states)
            found = [many + yes for many, yes in zip(found, so, strict=True)]
    return found
