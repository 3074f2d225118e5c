"""Answers that wait for a lead's yes: who needs one, and that nothing leaves without it."""

import pytest

from app.comments.undo import undo
from app.extensions import db
from app.jobs import Task
from app.lib.clock import now
from app.lib.errors import Refused, TransientError
from app.replies import delivery
from app.replies.actions import propose, put_on_its_way, reply, try_again
from app.replies.alike import reply_alike
from app.replies.approval.actions import approve, send_back
from app.replies.approval.models import Approval
from app.replies.models import Reply
from app.search.query import Query
from app.search.sql import count
from app.tags.actions import tag
from tests import cast
from workers import replies, runner

WORDS = "Demain matin, promis."


@pytest.fixture
def rim(the_app):
    """Somebody who is learning."""
    return cast.person("Rim", "moderator", in_training=True)


@pytest.fixture
def run_all(the_app):
    """Do every task that waits, whenever it is due."""

    def run():
        waiting = db.session.query(Task).filter(Task.done_at.is_(None), Task.failed_at.is_(None))
        waiting.update({"due_at": now()}, synchronize_session=False)
        db.session.commit()
        while runner.run_tasks():
            pass
        db.session.expire_all()

    return run


@pytest.fixture
def held(question, rim, nadia):
    """What Rim answered, kept from leaving."""
    reply(question, WORDS, by=rim)
    db.session.commit()
    return the_reply()


def the_reply():
    return db.session.query(Reply).one()


def sensitive(comment, by):
    tag(comment, ["justice"], by=by)
    comment.taggings[0].tag.needs_yes = True
    db.session.commit()


def test_who_is_in_training_waits_for_a_yes(held, question, run_all, village, nadia):
    run_all()

    assert (held.state, question.status) == ("held", "done")
    assert question.activities[-1].kind == "reply-held"
    assert held.approvals[0].to == nadia
    assert village.done == []


def test_a_tag_that_asks_for_a_yes_holds_everybody_but_a_lead(question, leila, nadia, village):
    sensitive(question, leila)
    reply(question, WORDS, by=leila)
    approval = db.session.query(Approval).one()

    assert (the_reply().state, approval.why, approval.tags) == ("held", "tag", ["justice"])
    reply(question, "De ma part.", by=nadia)
    assert [one.state for one in db.session.query(Reply).order_by(Reply.id)] == ["held", "waiting"]


def test_nobody_is_not_enough_to_answer(question, nadia):
    reply(question, WORDS, by=None, rule="Bonjour")
    assert the_reply().state == "held"


def test_a_trained_moderator_answers_alone(question, leila, nadia):
    reply(question, WORDS, by=leila)
    assert the_reply().state == "waiting"


def test_a_yes_lets_it_leave_after_the_undo_window(held, nadia, run_all, village, question):
    approve(held, by=nadia)
    assert (held.state, held.leaves_in > 0) == ("waiting", True)
    run_all()

    assert [done[2] for done in village.done] == [WORDS]
    assert held.approvals[0].answered_by == nadia
    assert question.status == "done"


def test_a_lead_sends_their_own_words(held, nadia, run_all, village):
    approve(held, by=nadia, text="Jeudi à 9 h.")
    run_all()

    assert [done[2] for done in village.done] == ["Jeudi à 9 h."]
    assert (held.approvals[0].answer, held.approvals[0].word) == ("changed", WORDS)


def test_what_is_sent_back_is_its_writers_again(held, nadia, rim, question, run_all, village):
    send_back(held, by=nadia, word="Pas de promesse, s'il te plaît.")
    run_all()

    assert (held.state, question.status, question.assignee) == ("draft", "open", rim)
    assert "Pas de promesse" in held.reason
    assert question.activities[-1].details["reason"] == "Pas de promesse, s'il te plaît."
    assert village.done == []
    # Sent once more, it waits once more.
    reply(question, "Nous vérifions.", by=rim, draft=held)
    assert (held.state, len(held.approvals)) == ("held", 2)


def test_sending_back_needs_a_word(held, nadia):
    with pytest.raises(Refused):
        send_back(held, by=nadia, word="  ")
    assert held.state == "held"


@pytest.mark.parametrize("act", [approve, lambda answer, by: send_back(answer, by=by, word="Non")])
def test_only_a_lead_decides(held, leila, rim, act):
    for somebody in (leila, rim):
        with pytest.raises(Refused):
            act(held, by=somebody)
    assert held.state == "held"


def test_a_yes_is_said_once(held, nadia, amel, run_all, village):
    approve(held, by=nadia)
    with pytest.raises(Refused):
        approve(held, by=amel)
    run_all()
    assert len(village.done) == 1


def test_who_asked_can_take_it_back(held, rim, question, run_all, village):
    undo(question.activities[-1].id, by=rim)
    run_all()

    assert (held.state, question.status) == ("taken-back", "open")
    assert held.approvals[0].answer == "taken-back"
    assert village.done == []


def test_a_yes_taken_back_waits_again_in_the_writers_words(held, nadia, question, run_all, village):
    activity = approve(held, by=nadia, text="Jeudi.")
    undo(activity.id, by=nadia)
    run_all()

    assert (held.state, held.text, held.approvals[0].is_open) == ("held", WORDS, True)
    assert village.done == []
    approve(held, by=nadia)
    run_all()
    assert [done[2] for done in village.done] == [WORDS]


class TestNothingLeavesWithoutAYes:
    """Every way on which an answer can reach a platform, while it is held."""

    def test_trying_again(self, held, rim, run_all, village):
        with pytest.raises(Refused):
            try_again(held, by=rim)
        run_all()
        assert village.done == []

    def test_trying_again_what_failed_before_somebody_was_in_training(
        self, question, leila, nadia, run_all, village
    ):
        reply(question, WORDS, by=leila)
        delivery.failed(the_reply().id, "No.")
        leila.in_training = True
        try_again(the_reply(), by=leila)
        run_all()
        assert (the_reply().state, village.done) == ("held", [])

    def test_trying_again_what_had_its_yes(self, held, nadia, rim, run_all, village):
        approve(held, by=nadia)
        village.fails[:] = [Refused("No.")]
        run_all()
        assert held.state == "failed"
        try_again(held, by=rim)
        run_all()
        assert [done[2] for done in village.done] == [WORDS]

    def test_many_at_once(self, question, rim, nadia, run_all, village):
        reply_alike(question, WORDS, by=rim)
        run_all()
        assert (the_reply().state, village.done) == ("held", [])

    def test_a_proposal_sent_as_it_is(self, question, rim, nadia, run_all, village):
        draft = propose(question, WORDS, by=nadia)
        reply(question, WORDS, by=rim, draft=draft)
        run_all()
        assert (draft.state, village.done) == ("held", [])

    def test_a_task_that_still_waits(self, held, village):
        replies.deliver_reply(held.id)
        db.session.expire_all()
        assert (held.state, village.done) == ("held", [])

    def test_a_worker_that_died(self, held, run_all, village):
        delivery.broken_off(held.id)
        delivery.gave_up(held.id, "No more tries.")
        delivery.stays(held.id, TransientError("Later."))
        run_all()
        assert (held.state, village.done) == ("held", [])

    def test_a_state_that_lies(self, held, village):
        # However it came about: while the question is open, the last step looks too.
        held.state = "waiting"
        db.session.commit()
        replies.deliver_reply(held.id)
        db.session.expire_all()
        assert village.done == []

    def test_a_yes_that_was_taken_back_in_time(self, held, nadia, rim, run_all, village):
        activity = approve(held, by=nadia)
        task = held.task
        undo(activity.id, by=nadia)
        assert task.done_at
        replies.deliver_reply(held.id)
        run_all()
        assert (held.state, village.done) == ("held", [])

    def test_on_its_way_again(self, held, rim, run_all, village, question):
        held.state = "failed"
        held.approvals[0].answer = "sent-back"
        put_on_its_way(question, held, by=rim)
        run_all()
        assert (held.state, village.done) == ("held", [])


def test_a_lead_finds_what_waits(any_app, village, nadia):
    channel = cast.channel("village")
    first, other = cast.comment(channel), cast.comment(channel)
    rim = cast.person("Rim", "moderator", in_training=True)
    reply(first, WORDS, by=rim)
    reply(other, WORDS, by=nadia)
    db.session.commit()

    for words in ("is:to-approve", "is:held", "est:à-approuver"):
        assert count(Query.of(words), nadia) == 1


class TestOnTheScreen:
    def test_the_writer_is_told(self, sign_in, rim, question, nadia):
        browser = sign_in(rim, htmx=True)
        page = browser.get(f"/comments/{question.id}/reply").text
        token = page.split('name="token"')[1].split('value="')[1].split('"')[0]
        form = {"version": question.version, "token": token, "text": WORDS}
        answer = browser.post(f"/comments/{question.id}/reply", **form)

        assert answer.status_code == 200
        assert "waits for a yes" in answer.text and "Nadia was asked" in answer.text
        assert "Yes, send it" not in answer.text

    def test_a_lead_says_yes(self, sign_in, nadia, held, question):
        browser = sign_in(nadia, htmx=True)
        assert "Yes, send it" in browser.get(f"/inbox/{question.id}").text
        answer = browser.post(f"/replies/{held.id}/approval", version=question.version)
        db.session.refresh(held)
        assert (answer.status_code, held.state) == (200, "waiting")

    def test_a_lead_changes_it_in_the_composer(self, sign_in, nadia, held, question):
        browser = sign_in(nadia, htmx=True)
        page = browser.get(f"/comments/{question.id}/reply?draft={held.id}").text
        assert WORDS in page
        token = page.split('name="token"')[1].split('value="')[1].split('"')[0]
        form = {"version": question.version, "token": token, "draft": held.id, "text": "Jeudi."}
        assert browser.post(f"/comments/{question.id}/reply", **form).status_code == 200
        db.session.refresh(held)
        assert (held.state, held.text) == ("waiting", "Jeudi.")

    def test_a_moderator_cannot_through_the_composer(self, sign_in, leila, held, question):
        browser = sign_in(leila, htmx=True)
        page = browser.get(f"/comments/{question.id}/reply?draft={held.id}").text
        token = page.split('name="token"')[1].split('value="')[1].split('"')[0]
        form = {"version": question.version, "token": token, "draft": held.id, "text": "Jeudi."}
        assert browser.post(f"/comments/{question.id}/reply", **form).status_code == 409
        db.session.refresh(held)
        assert (held.state, held.text) == ("held", WORDS)

    def test_a_lead_sends_it_back_with_a_word(self, sign_in, nadia, held, question):
        browser = sign_in(nadia, htmx=True)
        url, version = f"/replies/{held.id}/approval/return", question.version
        assert browser.post(url, version=version, word="").status_code == 409
        answer = browser.post(url, version=version, word="Trop sûr de nous.")
        assert answer.status_code == 200
        assert "Trop sûr de nous." in answer.text

    def test_the_view_of_leads_counts_it(self, sign_in, nadia, leila, held):
        assert "To approve" in sign_in(nadia).get("/inbox/counts").text
        assert "To approve" not in sign_in(leila).get("/inbox/counts").text

    def test_a_lead_says_who_is_in_training(self, sign_in, nadia, leila):
        url = f"/users/{leila.id}/training"
        sign_in(nadia).post(url, data={"in_training": "1"})
        db.session.refresh(leila)
        assert leila.in_training
        assert "In training" in sign_in(nadia).get("/users").text
        sign_in(nadia).post(url)
        db.session.refresh(leila)
        assert not leila.in_training
        assert sign_in(leila).post(url, data={"in_training": "1"}).status_code == 403

    def test_a_lead_says_which_tags_need_a_yes(self, sign_in, nadia, leila, question):
        tag(question, ["justice"], by=leila)
        db.session.commit()
        kept = question.taggings[0].tag
        sign_in(nadia).post(f"/tags/{kept.id}/approval", data={"needs_yes": "1"})
        db.session.refresh(kept)
        assert kept.needs_yes
        assert "Waits for a yes" in sign_in(nadia).get("/tags").text
