"""Thresholds are chosen on what came in last month, and count from then on."""

import pytest

from app.classifier.corrections.actions import correct
from app.classifier.in_force import labels_on
from app.classifier.labels import ANY, threshold
from app.classifier.learning.models import Rejudging
from app.classifier.thresholds.actions import choose
from app.classifier.thresholds.models import Threshold
from app.classifier.thresholds.past import past
from app.classifier.thresholds.queries import chosen
from app.comments.models import Prediction
from app.extensions import db
from app.lib.clock import ago
from app.lib.errors import Refused
from app.triage.judging import Judgement
from tests import cast


def scored(page, score, lang="fr", days=2, **more):
    scores = {"toxic": score / 1000}
    comment = cast.comment(
        page, f"texte {score}", lang=lang, created_at=ago(days=days), scores=scores, **more
    )
    db.session.add(Prediction(comment_id=comment.id, label="toxic", score=score))
    db.session.commit()
    return comment


def test_each_step_says_what_it_would_have_flagged_and_what_became_of_it(any_app, page, leila):
    scored(page, 950, state="hidden", status="done")
    scored(page, 900, status="done")
    said = scored(page, 820, status="done")
    correct(said, {"toxic": True}, by=leila)
    scored(page, 705)
    scored(page, 699)
    scored(page, 990, lang="ar")
    scored(page, 990, days=50)
    db.session.commit()

    steps = {one.percent: one for one in past("toxic", "fr")}
    at = steps[70]
    assert (at.flagged, at.acted, at.kept, at.waiting) == (4, 2, 1, 1)
    assert steps[65].flagged == 5 and steps[95].flagged == 1
    assert {one.percent: one for one in past("toxic", ANY)}[70].flagged == 5


def test_a_choice_counts_for_its_language_and_says_who(any_app, page, nadia):
    french, arabic = scored(page, 700), scored(page, 700, lang="ar")
    choose("toxic", "fr", 0.8, by=nadia)
    db.session.commit()

    assert "toxic" not in labels_on(french)
    assert ("toxic" in labels_on(arabic)) == (threshold("toxic", "ar") <= 0.7)
    row = db.session.query(Threshold).one()
    assert (row.by_id, row.value) == (nadia.id, 0.8)
    assert db.session.query(Rejudging).count() == 1

    choose("toxic", "fr", None, by=nadia)
    assert chosen() == {}
    assert db.session.query(Threshold).count() == 2


def test_triage_flags_by_what_the_team_chose(app, nadia):
    choose("toxic", "fr", 0.9, by=nadia)
    seen = {"scores": {"toxic": 0.85}, "thresholds": chosen()}

    assert Judgement(1, "", lang="fr", **seen).flags["toxic"] is False
    assert Judgement(1, "", lang="en", **seen).flags["toxic"] is True


@pytest.mark.parametrize("value", [0.0, 0.05, 1.0])
def test_thresholds_that_flag_everything_or_nothing_are_refused(app, nadia, value):
    with pytest.raises(Refused):
        choose("toxic", ANY, value, by=nadia)


def test_a_lead_chooses_on_the_page(app, page, nadia, sign_in):
    scored(page, 900, status="done")
    client = sign_in(nadia)
    text = client.get("/classifier/thresholds/toxic?language=fr").text
    assert "label:toxic%3E%3D0.7+lang:fr+newer:30d" in text or "label%3Atoxic" in text

    client.post("/classifier/thresholds/toxic", data={"language": "fr", "percent": "80"})
    assert chosen() == {"toxic": {"fr": 0.8}}
    page_text = client.get("/classifier/thresholds/toxic?language=fr").text
    assert "At 80% last month: 1 flagged, of which you kept 1" in page_text
    assert "Nadia" in client.get("/classifier/thresholds").text


def test_nothing_is_said_of_a_label_there_is_not(app, nadia, sign_in):
    assert sign_in(nadia).get("/classifier/thresholds/nice").status_code == 404
