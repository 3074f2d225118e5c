"""A layer is learned from decisions, accepted by a lead, and taken back."""

import subprocess
import sys

import pytest

from app.classifier.in_force import judge
from app.classifier.learning.actions import accept, ask_to_learn, decline, go_back, rejudge
from app.classifier.learning.models import Example, Layer, Rejudging
from app.classifier.learning.training import ask_when_due
from app.classifier.model import load
from app.extensions import db
from app.lib.errors import Refused
from app.triage.actions import triage
from bench.coded import ABUSE, COINED, DOUBLE, PLAIN, corrections, texts
from config import ROOT
from tests import cast
from workers import learning, runner  # noqa: F401


def teach(page, by, count=80):
    """So many decisions on a kind of abuse that nobody knew."""
    for each in corrections(COINED, count):
        comment = cast.comment(page, each["text"])
        for label, (value, weight) in each["said"].items():
            db.session.add(
                Example(
                    comment_id=comment.id, label=label, value=value, weight=weight,
                    origin="correction", by_id=by.id,
                )
            )  # fmt: skip
    db.session.commit()


def learn(by):
    layer = ask_to_learn(by=by)
    db.session.commit()
    while runner.run_tasks():
        pass
    db.session.expire_all()
    return db.session.get(Layer, layer.id)


@pytest.fixture
def proposed(the_app, page, nadia):
    teach(page, nadia)
    return learn(nadia)


def test_a_layer_is_learned_judged_and_proposed(proposed):
    month, decisions = proposed.figures["month"], proposed.figures["decisions"]

    assert proposed.state == "proposed"
    assert proposed.shipped == load().version
    assert month["seen"] == 80
    assert month["changed"] == month["rightly"] + month["wrongly"] + month["undecided"]
    assert month["rightly"] > month["wrongly"]
    asked, before, after = decisions["toxic"]
    assert asked == 80 and after > before
    assert all(old - new <= 0.01 for _, old, new in proposed.figures["tests"].values())


def test_only_what_a_lead_accepted_judges_and_one_click_goes_back(app, proposed, nadia, page):
    unseen = texts(ABUSE, COINED, "try")[:40]
    before = sum(scores["toxic"] for scores in load().score(unseen))
    assert judge().model.version == load().version

    accept(proposed, by=nadia)
    db.session.commit()
    some = [cast.comment(page, text) for text in unseen]
    while triage():
        pass
    db.session.expire_all()
    assert {comment.model for comment in some} == {f"{load().version}+{proposed.id}"}
    assert sum(comment.scores["toxic"] for comment in some) > 1.5 * before

    go_back(by=nadia)
    db.session.commit()
    assert judge().model.version == load().version
    with pytest.raises(Refused):
        accept(Layer(state="too-few"), by=nadia)


def test_what_was_declined_cannot_be_accepted(proposed, nadia):
    decline(proposed, by=nadia)
    with pytest.raises(Refused):
        accept(proposed, by=nadia)


def test_a_layer_learned_for_another_shipped_model_is_not_used(proposed, nadia):
    accept(proposed, by=nadia)
    db.session.commit()
    proposed.shipped = "another"
    proposed.id += 100
    from app.classifier.in_force import under

    assert under(load(), proposed) is load()


def test_few_decisions_propose_nothing(app, page, nadia):
    teach(page, nadia, 8)
    layer = learn(nadia)

    assert layer.state == "too-few"
    with pytest.raises(Refused):
        accept(layer, by=nadia)


def test_two_do_not_learn_at_once(app, nadia):
    ask_to_learn(by=nadia)
    with pytest.raises(Refused):
        ask_to_learn(by=nadia)


def test_it_learns_unasked_once_enough_was_decided(app, page, nadia):
    teach(page, nadia, 10)
    ask_when_due()
    assert db.session.query(Layer).count() == 0

    teach(page, nadia, 40)
    ask_when_due()
    ask_when_due()
    assert [layer.asked_by_id for layer in db.session.query(Layer)] == [None]


def test_the_worker_never_loads_what_learns():
    asked = (
        "import sys; import workers.learning, workers.triage;"
        "from app.classifier.in_force import judge; from app.classifier.model import load; load();"
        "print([m for m in ('sklearn', 'scipy') if m in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True)
    assert answer.stdout.strip() == "[]", answer.stderr[-500:]


def test_open_comments_are_seen_anew_and_what_people_said_holds(
    any_app, proposed, nadia, leila, page
):
    from app.classifier.corrections.actions import correct

    unseen = texts(ABUSE, COINED, "try")[:30]
    some = [cast.comment(page, text) for text in unseen]
    while triage():
        pass
    done = cast.comment(page, unseen[0], status="done")
    correct(db.session.get(type(done), some[0].id), {"toxic": False, "insult": False}, by=leila)
    accept(proposed, by=nadia)
    rejudge(by=nadia)
    db.session.commit()
    before = sum(comment.toxic for comment in some)
    while runner.run_tasks():
        pass
    db.session.expire_all()

    row = db.session.query(Rejudging).one()
    assert row.finished_at and row.seen == 110 and row.changed > 0
    assert sum(comment.toxic for comment in some) > before
    assert some[0].toxic is False and some[0].reasons["said"]["toxic"] is False
    assert some[1].model.endswith(f"+{proposed.id}")
    assert done.model is None


def test_plain_texts_are_not_what_it_was_taught_to_flag():
    assert not set(texts(PLAIN, DOUBLE, "try")) & {one["text"] for one in corrections(COINED)}
