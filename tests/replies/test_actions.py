"""Public answers, until they leave."""

import pytest

from app.comments.actions import reopen
from app.comments.undo import undo
from app.extensions import db
from app.lib.errors import Refused
from app.replies.actions import propose, reply, say_sent, set_aside, try_again
from app.replies.models import Reply
from app.replies.queries import replies_to, reply_of_form


def the_reply():
    return db.session.query(Reply).one()


def test_a_reply_waits_for_its_undo_window_and_the_comment_leaves_the_queue(
    any_app, question, leila, waiting
):
    reply(question, "Demain matin.", by=leila)
    db.session.commit()

    answer = the_reply()
    assert (answer.state, answer.by, answer.text) == ("waiting", leila, "Demain matin.")
    assert 0 < answer.leaves_in <= 10
    assert question.status == "done"
    assert waiting() == [("deliver-reply", answer.id)]


def test_a_reply_that_waits_can_be_taken_back(any_app, question, leila, waiting):
    activity = reply(question, "Demain matin.", by=leila)
    db.session.commit()

    undo(activity.id, by=leila)
    db.session.commit()
    assert the_reply().state == "taken-back"
    assert question.status == "open"
    assert waiting() == []
    assert replies_to(question) == []
    assert question.activities[-1].kind == "reply-taken-back"


@pytest.mark.parametrize("state", ["sending", "sent", "failed", "unsure"])
def test_a_reply_that_left_is_not_taken_back(app, question, leila, state):
    activity = reply(question, "Demain matin.", by=leila)
    the_reply().state = state
    db.session.commit()

    with pytest.raises(Refused, match="already left"):
        undo(activity.id, by=leila)
    assert the_reply().state == state


def test_taking_back_a_reply_keeps_what_a_colleague_did_with_the_comment(
    app, question, leila, nadia
):
    activity = reply(question, "Demain matin.", by=leila)
    reopen(question, by=nadia)

    undo(activity.id, by=leila)
    assert (the_reply().state, question.status) == ("taken-back", "open")


@pytest.mark.parametrize("text", ["", "  \n", "\u202e\u202d", "x" * 301])
def test_an_empty_or_too_long_reply_is_refused(app, question, leila, waiting, text):
    with pytest.raises(Refused):
        reply(question, text, by=leila)
    assert (question.status, waiting()) == ("open", [])


def test_direction_overrides_do_not_leave_the_house(app, question, leila):
    reply(question, "Voir \u202efdp.exe", by=leila)

    assert the_reply().text == "Voir fdp.exe"


def test_a_channel_that_only_listens_is_not_answered(app, notice, leila, waiting):
    with pytest.raises(Refused, match="cannot be answered"):
        reply(notice, "Bonjour", by=leila)
    assert waiting() == []


@pytest.mark.parametrize("gone", [{"state": "deleted"}, {"can_reply": False}])
def test_what_is_gone_or_closed_is_not_answered(app, question, leila, gone):
    for name, value in gone.items():
        setattr(question, name, value)

    with pytest.raises(Refused):
        reply(question, "Bonjour", by=leila)


def test_the_same_form_sent_twice_is_known_by_its_mark(any_app, question, leila):
    reply(question, "Demain.", by=leila, token="mark")
    db.session.commit()

    assert reply_of_form("mark", question) == the_reply()
    assert reply_of_form("another", question) is None
    assert reply_of_form("", question) is None


def test_the_database_refuses_a_second_reply_of_one_form(any_app, question, leila):
    from sqlalchemy.exc import IntegrityError

    reply(question, "Demain.", by=leila, token="mark")
    db.session.commit()

    with pytest.raises(IntegrityError):
        reply(question, "Demain.", by=leila, token="mark")
    db.session.rollback()
    assert db.session.query(Reply).count() == 1


def test_a_proposal_waits_for_a_yes(any_app, question, nadia, leila, waiting):
    draft = propose(question, "Demain à 9 h.", by=nadia)
    db.session.commit()
    assert (draft.state, question.status, waiting()) == ("draft", "open", [])

    reply(question, "Demain à 9 h précises.", by=leila, draft=draft)
    db.session.commit()
    assert the_reply().text == "Demain à 9 h précises."
    assert (the_reply().state, the_reply().by) == ("waiting", leila)


def test_a_proposal_is_sent_once(app, question, nadia, leila):
    draft = propose(question, "Demain.", by=nadia)
    reply(question, "Demain.", by=leila, draft=draft)

    with pytest.raises(Refused):
        reply(question, "Demain.", by=leila, draft=draft)


def test_taking_back_a_sent_proposal_makes_it_a_proposal_again(app, question, nadia, leila):
    draft = propose(question, "Demain.", by=nadia)
    undo(reply(question, "Demain.", by=leila, draft=draft).id, by=leila)

    assert draft.state == "draft"


def test_a_proposal_is_set_aside(app, question, nadia, leila, waiting):
    draft = propose(question, "Demain.", by=nadia)
    set_aside(draft, by=leila)

    assert (draft.state, waiting()) == ("taken-back", [])
    with pytest.raises(Refused):
        set_aside(draft, by=leila)


@pytest.mark.parametrize("state", ["failed", "unsure"])
def test_a_person_tries_again_and_can_take_that_back(app, question, leila, waiting, state):
    reply(question, "Demain.", by=leila)
    answer = the_reply()
    answer.task.done_at, answer.state, question.status = answer.made_at, state, "open"

    activity = try_again(answer, by=leila)
    assert (answer.state, question.status) == ("waiting", "done")
    assert waiting() == [("deliver-reply", answer.id)]

    undo(activity.id, by=leila)
    assert (answer.state, question.status, waiting()) == (state, "open", [])


@pytest.mark.parametrize("state", ["waiting", "sending", "sent", "taken-back", "draft"])
def test_only_what_did_not_arrive_is_tried_again(app, question, leila, state):
    reply(question, "Demain.", by=leila)
    the_reply().state = state

    with pytest.raises(Refused):
        try_again(the_reply(), by=leila)


def test_a_person_looks_and_says_that_it_is_there(app, question, leila):
    reply(question, "Demain.", by=leila)
    answer = the_reply()
    answer.state, question.status = "unsure", "open"

    say_sent(answer, by=leila)
    assert (answer.state, question.status) == ("sent", "done")
    assert question.answered_at == answer.sent_at is not None
    assert question.activities[-1].by == leila
