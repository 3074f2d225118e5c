"""A lead reads what a layer would change, accepts it, and goes back."""

from app.classifier.in_force import judge
from app.classifier.learning.actions import accept
from app.classifier.learning.layer import written
from app.classifier.learning.models import Example, Layer, Rejudging
from app.classifier.learning.training import gather
from app.classifier.model import load
from app.extensions import db
from tests import cast

FIGURES = {
    "taught": 40,
    "decisions": {"toxic": [40, 21, 37]},
    "tests": {"toxic": [900, 0.91, 0.92]},
    "month": {"seen": 900, "changed": 14, "rightly": 11, "wrongly": 1, "undecided": 2},
}


def proposed(**more):
    weights = written(["toxic"], [5], [[0.5]])
    row = Layer(
        state="proposed",
        shipped=load().version,
        figures=FIGURES | more,
        weights=weights,
    )
    db.session.add(row)
    db.session.commit()
    return row


def test_a_lead_accepts_and_goes_back(app, sign_in, nadia):
    layer, client = proposed(), sign_in(nadia)
    text = client.get("/classifier").text
    assert "14 of last month's 900 comments: 11 rightly, 1 wrongly" in text

    client.post(f"/classifier/layers/{layer.id}/acceptance", data={"again": "1"})
    assert judge().model.version == f"{load().version}+{layer.id}"
    assert db.session.query(Rejudging).count() == 1
    assert "Nadia" in client.get("/classifier").text

    client.post("/classifier/layers/acceptance/undo")
    assert judge().model.version == load().version
    assert "went back to the classifier as shipped" in client.get("/classifier").text


def test_going_back_leads_to_the_version_before(app, sign_in, nadia):
    first, second, client = proposed(), proposed(), sign_in(nadia)
    for layer in (first, second):
        client.post(f"/classifier/layers/{layer.id}/acceptance")
    client.post("/classifier/layers/acceptance/undo")
    assert judge().model.version.endswith(f"+{first.id}")

    client.post("/classifier/layers/acceptance/undo")
    assert judge().model.version == load().version


def test_each_change_is_shown_with_what_the_team_said(app, sign_in, nadia, page):
    comment = cast.comment(page, "ya zarboutch")
    month = FIGURES["month"] | {
        "list": [{"id": comment.id, "gained": ["toxic"], "lost": [], "verdict": "rightly"}]
    }
    layer = proposed(month=month)
    text = sign_in(nadia).get(f"/classifier/layers/{layer.id}").text

    assert "ya zarboutch" in text and "now: Toxic" in text and "rightly" in text
    assert "92" in text


def test_declining_changes_nothing_and_is_kept(app, sign_in, nadia):
    layer, client = proposed(), sign_in(nadia)
    client.post(f"/classifier/layers/{layer.id}/refusal")

    db.session.refresh(layer)
    assert (layer.state, layer.declined_by_id) == ("declined", nadia.id)
    assert client.post(f"/classifier/layers/{layer.id}/acceptance").status_code == 409
    assert judge().model.version == load().version


def test_asking_to_learn_is_asked_once(app, sign_in, nadia, waiting):
    client = sign_in(nadia)
    client.post("/classifier/layers")
    assert client.post("/classifier/layers").status_code == 409
    assert [job for job, _ in waiting()] == ["train-team-layer"]
    assert "every 2s" in client.get("/classifier").text


def test_a_layer_in_force_is_compared_on_later_decisions_only(app, page, nadia):
    layer = proposed(newest=1)
    accept(layer, by=nadia)
    for text in ("avant", "après"):
        comment = cast.comment(page, text)
        db.session.add(
            Example(comment_id=comment.id, label="toxic", value=True, origin="correction")
        )
        db.session.flush()
    lesson, newest = gather()
    assert newest == 2 and lesson["current"]
    assert {each["text"]: each["new"] for each in lesson["decisions"]} == {
        "avant": False,
        "après": True,
    }

    # Sada was brought up to date: the layer no longer counts, and all is to be learned anew.
    layer.shipped = "an older one"
    lesson, _ = gather()
    assert lesson["current"] is None and all(each["new"] for each in lesson["decisions"])
