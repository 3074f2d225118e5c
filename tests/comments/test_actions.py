"""Where a comment stands in the inbox, and with whom."""

import pytest

from app.comments.actions import (
    assign,
    mark_spam,
    reopen,
    resolve,
    snooze,
    unmark_spam,
)
from app.comments.models import Activity
from app.comments.queries import hold
from app.comments.snoozes import due, wake_due
from app.comments.versions import expect
from app.extensions import db
from app.lib.clock import ago, later
from app.lib.errors import Changed, Refused
from tests import cast


def kinds(comment):
    rows = db.session.query(Activity).filter_by(comment_id=comment.id).order_by(Activity.id)
    return [row.kind for row in rows]


def test_a_resolved_comment_leaves_the_queue_and_says_by_whom(any_app, insult, leila):
    activity = resolve(insult, by=leila)
    db.session.commit()

    assert insult.status == "done"
    assert insult.resolved_at is not None
    assert (activity.kind, activity.by) == ("resolved", leila)


def test_a_comment_is_resolved_once(app, insult, leila):
    resolve(insult, by=leila)

    with pytest.raises(Refused, match="already resolved"):
        resolve(insult, by=leila)
    assert kinds(insult) == ["resolved"]


def test_reopening_puts_a_comment_back_in_the_queue(app, insult, leila):
    resolve(insult, by=leila)
    reopen(insult, by=leila)

    assert (insult.status, insult.resolved_at) == ("open", None)
    with pytest.raises(Refused, match="already open"):
        reopen(insult, by=leila)


def test_every_act_makes_the_version_new_and_tells_the_screens(app, insult, leila):
    seen = insult.version
    resolve(insult, by=leila)
    db.session.commit()

    assert insult.version == seen + 1
    assert app.extensions["sada-bell"].told == [
        {"kind": "comment-changed", "ids": [insult.id], "count": 1, "version": seen + 1}
    ]


def test_what_somebody_else_changed_is_not_overwritten(any_app, insult, leila):
    seen = insult.version
    assign(insult, by=leila, to=leila)
    db.session.commit()

    with pytest.raises(Changed):
        expect(hold(insult.id), seen)


def test_a_comment_is_given_to_a_colleague_and_to_nobody(any_app, insult, leila, nadia):
    assert assign(insult, by=leila, to=nadia).details["to"] == "Nadia"
    db.session.commit()
    assert insult.assignee == nadia

    assign(insult, by=leila, to=None)
    db.session.commit()
    assert insult.assignee is None


def test_who_only_reads_is_given_no_comment(app, insult, leila, victor):
    with pytest.raises(Refused, match="Victor"):
        assign(insult, by=leila, to=victor)
    assert insult.assignee_id is None


def test_giving_a_comment_to_whose_it_is_changes_nothing(app, insult, leila):
    assign(insult, by=leila, to=leila)

    with pytest.raises(Refused):
        assign(insult, by=leila, to=leila)
    assert kinds(insult) == ["assigned"]


def test_a_snoozed_comment_wakes_when_its_moment_is_there(any_app, page, leila):
    soon, much_later = cast.comment(page), cast.comment(page)
    snooze(soon, by=leila, until=later(hours=1))
    snooze(much_later, by=leila, until=later(days=3))
    assert wake_due() == 0
    soon.snoozed_until = ago(seconds=1)
    db.session.commit()
    seen = soon.version

    assert wake_due() == 1
    db.session.commit()
    assert wake_due() == 0
    assert (soon.status, soon.snoozed_until, soon.version) == ("open", None, seen + 1)
    assert much_later.status == "snoozed"
    assert kinds(soon) == ["snoozed", "woken"]


def test_a_snooze_into_the_past_is_refused(app, insult, leila):
    with pytest.raises(Refused, match="passed"):
        snooze(insult, by=leila, until=ago(minutes=1))
    assert insult.status == "open"


def test_looking_for_snoozes_that_are_due_reads_only_what_is_snoozed(app):
    assert explain(due(500)).startswith("SEARCH comments USING INDEX ix_comments_s")


def explain(query):
    """How SQLite would find it, asked with parameters as the product asks."""
    compiled = query.compile(db.engine)
    values = tuple(str(compiled.params[name]) for name in compiled.positiontup)
    rows = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", values)
    return " ".join(row.detail for row in rows)


def test_spam_leaves_the_queue(app, insult, leila):
    mark_spam(insult, by=leila)

    assert (insult.is_spam, insult.status) == (True, "done")
    with pytest.raises(Refused, match="already marked"):
        mark_spam(insult, by=leila)


def test_what_is_no_spam_after_all_is_in_the_queue_again(app, insult, leila):
    mark_spam(insult, by=leila)
    unmark_spam(insult, by=leila)

    assert (insult.is_spam, insult.status) == (False, "open")
    with pytest.raises(Refused):
        unmark_spam(insult, by=leila)


def test_a_rule_acts_in_nobodys_name_and_its_own(app, insult):
    activity = resolve(insult, by=None, rule="Eau et assainissement")

    assert (activity.by_id, activity.rule) == (None, "Eau et assainissement")
