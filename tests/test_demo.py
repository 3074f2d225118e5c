"""The demo: a lively inbox made by the same doors and the same acts as the real one, once."""

from collections import Counter

import pytest

from app import jobs
from app.channels.models import Channel
from app.comments.models import Activity, Comment
from app.connectors.registry import all_connectors
from app.demo.filling import fill
from app.demo.people import let_in
from app.demo.texts import rows
from app.escalations.models import Escalation
from app.extensions import db
from app.ingest.queries import ledger
from app.jobs import Task
from app.lib.clock import ago, now
from app.replies.models import Reply


@pytest.fixture
def filled(the_app):
    return fill()


def texts():
    return [row["text"] for name in ("page", "videos", "form") for row in rows(name)]


def test_every_comment_comes_in_through_its_door_and_every_ledger_adds_up(any_app, filled):
    comments, deeds = filled
    ledgers = [ledger(channel) for channel in db.session.query(Channel)]

    assert comments == len(texts()) == db.session.query(Comment).count() > 400
    assert deeds == len(rows("deeds"))
    assert {channel.platform for channel in db.session.query(Channel)} == {
        "demo", "webhook", "website", "import",
    }  # fmt: skip
    assert all(each.adds_up and not each.refused and not each.waiting for each in ledgers)
    assert sum(each.new for each in ledgers) == comments


def test_it_happened_in_the_last_month_and_nothing_before_its_comment(filled):
    times = [comment.created_at for comment in db.session.query(Comment)]
    assert min(times) > ago(days=31) and max(times) <= now()
    assert sum(time > ago(days=10) for time in times) > len(times) / 3

    for activity in db.session.query(Activity):
        assert activity.comment.created_at < activity.at <= now()
    for reply in db.session.query(Reply).filter_by(state="sent"):
        assert reply.comment.created_at < reply.made_at <= reply.sent_at <= now()
        assert abs((reply.comment.answered_at - reply.sent_at).total_seconds()) < 5


def test_the_team_did_what_a_moderator_does(filled):
    kinds = Counter(activity.kind for activity in db.session.query(Activity))
    expected = "replied reply-sent tagged noted assigned escalated taken settled snoozed resolved hidden marked-spam"
    assert set(expected.split()) <= set(kinds)

    states = Counter(reply.state for reply in db.session.query(Reply))
    assert set(states) == {"sent"} and states["sent"] >= 30
    waiting = db.session.query(Task).filter(Task.done_at.is_(None), Task.failed_at.is_(None))
    handed = {each.id for each in db.session.query(Escalation) if each.settled_at is None}
    assert {(t.job, t.subject_id) for t in waiting if t.job != jobs.IMPORT_FILE.name} == {
        ("send-escalation", n) for n in handed
    }


def test_filling_again_adds_nothing_and_does_nothing_twice(filled):
    before = db.session.query(Activity).count()
    db.session.rollback()

    assert fill() == (filled[0], 0)
    assert db.session.query(Activity).count() == before
    assert db.session.query(Channel).count() == 4


def test_a_filling_that_was_cut_short_is_finished_by_the_next(app, monkeypatch):
    def power_cut(*told):
        raise KeyboardInterrupt

    with monkeypatch.context() as moment:
        moment.setattr("app.demo.filling.finish", power_cut)
        with pytest.raises(KeyboardInterrupt):
            fill()
    comments, deeds = fill()

    assert comments == len(texts()) == db.session.query(Comment).count()
    assert deeds == len(rows("deeds")) == len(set(map(str, rows("deeds"))))


def test_nobody_of_the_demo_can_sign_in_unless_somebody_asked_for_it(app, filled, client):
    from app.accounts.models import User

    assert {user.password for user in db.session.query(User)} == {None}

    people, password = let_in()
    db.session.commit()
    assert dict(people)["nadia@demo.example"] == "lead" and len(password) == 19
    answer = client.post("/login", data={"email": "leila@demo.example", "password": password})
    assert answer.status_code in (302, 303)
    assert let_in()[1] == password


def test_an_administrator_asks_for_it_with_one_click_and_a_worker_brings_it(sign_in, amel, waiting):
    answer = sign_in(amel).post("/demo")

    assert answer.status_code == 303
    assert waiting() == [(jobs.LOAD_DEMO.name, amel.id)]


def test_only_the_product_makes_channels_of_the_made_up_platform(sign_in, nadia):
    assert all_connectors()["demo"].offered is False
    assert sign_in(nadia).get("/channels/new/demo").status_code == 404
    assert "/channels/new/demo" not in sign_in(nadia).get("/channels/new").text


def test_its_words_are_many_tongues_and_each_its_own():
    import re

    said = texts()
    arabic = [text for text in said if re.search("[\u0600-\u06ff]{3}", text)]
    arabizi = [text for text in said if re.search(r"\b\w*[a-z][3795]\w*|\b[3795][a-z]\w*", text)]

    assert len(set(said)) == len(said)
    assert len(arabic) > 130 and len(arabizi) > 40
    assert {row["comment"] for row in rows("deeds")} <= {
        row["id"] for name in ("page", "videos", "form") for row in rows(name)
    }
