"""Every act on a comment can be taken back, as long as nobody built on it since."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from app.comments.actions import assign, mark_spam, reopen, resolve, snooze, unmark_spam
from app.comments.undo import can_undo, undo
from app.extensions import db
from app.lib.clock import later
from app.lib.errors import Changed, Refused
from tests import cast

FIELDS = ("status", "snoozed_until", "resolved_at", "assignee_id", "is_spam")


def standing(comment):
    return {name: getattr(comment, name) for name in FIELDS}


def tomorrow(comment, by):
    return snooze(comment, by=by, until=later(days=1))


def tomorrow_over_there(comment, by):
    """The same moment, as the clock of the team's town says it."""
    return snooze(comment, by=by, until=later(days=1).astimezone(ZoneInfo("Africa/Tunis")))


def to_herself(comment, by):
    return assign(comment, by=by, to=by)


@pytest.mark.parametrize("act", [resolve, tomorrow, tomorrow_over_there, to_herself, mark_spam])
def test_taking_back_leaves_the_comment_as_it_stood(any_app, insult, leila, act):
    stood = standing(insult)
    activity = act(insult, by=leila)
    db.session.commit()
    assert standing(insult) != stood

    reversal = undo(activity.id, by=leila)
    db.session.commit()
    assert standing(insult) == stood
    assert activity.undone_at is not None
    assert reversal.details["undo_of"] == activity.id


def test_taking_back_a_reopening_snoozes_until_the_same_moment(any_app, insult, leila):
    moment = later(days=2)
    snooze(insult, by=leila, until=moment)
    activity = reopen(insult, by=leila)
    db.session.commit()

    assert undo(activity.id, by=leila).kind == "snoozed"
    db.session.commit()
    assert abs(insult.snoozed_until - moment) < timedelta(milliseconds=1)


def test_taking_back_a_change_of_hands_gives_it_to_who_had_it(app, insult, leila, nadia):
    assign(insult, by=leila, to=nadia)
    activity = assign(insult, by=leila, to=leila)
    db.session.commit()

    assert undo(activity.id, by=leila).details["to"] == "Nadia"
    assert insult.assignee_id == nadia.id


def test_taking_back_no_spam_marks_it_again(app, insult, leila):
    mark_spam(insult, by=leila)
    activity = unmark_spam(insult, by=leila)

    undo(activity.id, by=leila)
    assert (insult.is_spam, insult.status) == (True, "done")


def test_what_was_taken_back_can_be_done_again_by_another_undo(app, insult, leila):
    reversal = undo(resolve(insult, by=leila).id, by=leila)

    undo(reversal.id, by=leila)
    assert insult.status == "done"


def test_nothing_is_taken_back_twice(app, insult, leila):
    activity = resolve(insult, by=leila)
    undo(activity.id, by=leila)

    with pytest.raises(Refused, match="already taken back"):
        undo(activity.id, by=leila)
    assert insult.status == "open"


def test_what_somebody_changed_since_is_not_taken_back(any_app, insult, leila, nadia):
    activity = resolve(insult, by=leila)
    reopen(insult, by=nadia)
    tomorrow(insult, by=nadia)
    db.session.commit()

    with pytest.raises(Changed):
        undo(activity.id, by=leila)
    assert insult.status == "snoozed"


def test_a_change_of_something_else_does_not_stand_in_the_way(app, insult, leila, nadia):
    activity = resolve(insult, by=leila)
    assign(insult, by=nadia, to=nadia)

    undo(activity.id, by=leila)
    assert (insult.status, insult.assignee_id) == ("open", nadia.id)


def test_only_who_did_it_or_a_lead_takes_it_back(app, insult, leila, nadia):
    other = cast.person("Moncef", "moderator")
    activity = resolve(insult, by=leila)

    assert not can_undo(activity, other)
    with pytest.raises(Refused):
        undo(activity.id, by=other)
    assert can_undo(activity, nadia)
    undo(activity.id, by=nadia)
    assert insult.status == "open"


def test_what_a_rule_did_any_moderator_takes_back(app, insult, leila):
    activity = mark_spam(insult, by=None, rule="Promotions")

    undo(activity.id, by=leila)
    assert not insult.is_spam
