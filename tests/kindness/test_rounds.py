"""Half an hour of what matters most, calm rounds, and words that do one good."""

from datetime import timedelta

import pytest

from app.comments.models import Comment
from app.extensions import db
from app.kindness import choosing, kind_words, rounds
from app.kindness.models import KeptWord, Kindness, Round
from app.kindness.visits import stamp
from app.kindness.weights import weight
from app.lib.clock import ago, now
from tests import cast


@pytest.fixture
def abuse(page):
    def write(text="Je vais te trouver", score=0.95):
        scores = {"toxic": score, "threat": score}
        return cast.comment(page, text, toxic=True, scores=scores, lang="fr")

    return write


def kind_one(page, text, **more):
    return cast.comment(page, text, sentiment="pos", created_at=ago(hours=5), scores={}, **more)


def test_harm_weighs_more_than_reach_and_reach_more_than_age():
    assert weight(["threat"], 1, 0) > weight(["question"], 50, 200)
    assert weight(["insult"], 60, 0) > weight(["insult"], 1, 168)
    assert weight([], 1, 400) == weight([], 1, 168) > weight([], 1, 0)


def test_a_session_takes_the_threat_first_and_no_colleagues_comment(app, page, leila, nadia, abuse):
    question = cast.comment(page, "Quand ?", priority=True, scores={"question": 0.99}, lang="fr")
    chat = cast.comment(page, "Bonjour")
    cast.comment(page, "Pris", assignee_id=nadia.id)
    threat = abuse()

    assert choosing.session_for(leila) == [threat.id, question.id, chat.id]


def test_a_session_is_thirty_at_most(app, page, leila):
    for number in range(34):
        cast.comment(page, f"Bonjour {number}")

    assert len(choosing.session_for(leila)) == 30


def test_one_goes_through_a_session_by_single_acts_and_back(sign_in, leila, page):
    comments = [cast.comment(page, f"Numéro {n}") for n in range(4)]
    client = sign_in(leila)
    at = client.post("/session").headers["Location"]

    def standing():
        return db.session.get(Round, int(at.rsplit("/", 1)[1]), populate_existing=True)

    for verb in ("done", "hide", "later", "next"):
        place = standing()
        number = place.comment_ids[place.place]
        assert client.post(f"{at}/{verb}", data={"comment": number}).status_code == 303
    assert "That was the last one" in client.get(at).text
    assert sorted(db.session.get(Comment, c.id).status for c in comments) == [
        "done", "done", "open", "snoozed",
    ]  # fmt: skip

    client.post(f"{at}/back")
    client.post(f"{at}/back")
    assert standing().place == 2


def test_going_back_takes_back_what_was_done(sign_in, leila, page):
    comment = cast.comment(page, "Numéro")
    client = sign_in(leila)
    at = client.post("/session").headers["Location"]
    client.post(f"{at}/done", data={"comment": comment.id})
    client.post(f"{at}/back")

    assert db.session.get(Comment, comment.id, populate_existing=True).status == "open"


def test_a_round_is_nobody_elses(sign_in, leila, nadia, page):
    cast.comment(page, "Numéro")
    at = sign_in(leila).post("/session").headers["Location"]

    assert sign_in(nadia).get(at).status_code == 404


def test_that_was_enough_at_any_time(sign_in, leila, page):
    cast.comment(page, "Numéro")
    client = sign_in(leila)
    at = client.post("/session").headers["Location"]
    client.post(f"{at}/end")

    assert "That was the last one" in client.get(at).text


def test_a_calm_round_is_five_hard_then_three_kind(app, page, leila, abuse):
    hard = [abuse(score=0.99 - n / 100).id for n in range(7)]
    kind = [
        kind_one(page, f"Merci à toute l'équipe, semaine {n}, c'est très utile pour nous.").id
        for n in "abcd"
    ]
    ids = rounds.calm_ids(leila)

    assert ids[:5] == hard[:5] and ids[8:10] == hard[5:]
    assert set(ids[5:8]) | set(ids[10:]) == set(kind)


def test_kind_words_are_glad_civil_and_differ(app, page):
    sami = cast.author(page)
    thanks = kind_one(page, "Merci, la piste est enfin propre !", author=sami)
    kind_one(page, "Merci encore pour la piste, vraiment.", author=sami)
    kind_one(page, "Merci bande d'idiots", toxic=True)
    kind_one(page, "Gagnez au loto, merci", is_spam=True)
    plain = kind_one(page, "Quelle belle journée au marché")
    cast.comment(page, "Triste", sentiment="neg")
    old = cast.comment(page, "Merci d'hier", sentiment="pos", created_at=ago(days=9))

    found = kind_words.of_the_week()
    assert [comment.id for comment in found][1:] == [plain.id]
    assert found[0].author_id == thanks.author_id and old not in found


def test_a_heart_keeps_a_comment_for_one_person(sign_in, leila, nadia, page):
    old = cast.comment(page, "Merci d'hier", sentiment="pos", created_at=ago(days=9))
    client = sign_in(leila)
    client.post(f"/comments/{old.id}/heart")

    assert "Merci d&#39;hier" in client.get("/kind").text
    assert "Merci d&#39;hier" not in sign_in(nadia).get("/kind").text
    client.post(f"/comments/{old.id}/heart")
    assert db.session.query(KeptWord).count() == 0


def test_a_visit_is_kept_to_the_hour_and_says_when_one_left(app, leila):
    tuesday = now() - timedelta(days=3)
    number = leila.id
    db.session.rollback()
    for at in (tuesday, tuesday + timedelta(minutes=59), tuesday + timedelta(hours=2)):
        stamp(number, at)
    kept = db.session.get(Kindness, number, populate_existing=True)
    assert (kept.here_at, kept.left_at) == (tuesday + timedelta(hours=2), None)

    db.session.rollback()
    stamp(number, now())
    kept = db.session.get(Kindness, number, populate_existing=True)
    assert kept.left_at == tuesday + timedelta(hours=2)


def test_the_page_says_since_when_and_what_came(sign_in, leila, page):
    db.session.add(Kindness(user_id=leila.id, here_at=now(), left_at=ago(days=2)))
    cast.comment(page, "Nouveau", received_at=ago(hours=3))
    cast.comment(page, "Ancien", received_at=ago(days=4))

    shown = sign_in(leila).get("/session").text
    assert "Since you left" in shown and "1 comment arrived" in shown


def test_the_rest_is_put_off_in_one_act_but_not_what_is_urgent(sign_in, leila, page):
    rest = cast.comment(page, "Bonjour")
    urgent = cast.comment(
        page, "Feu !", priority=True, scores={"urgent": 0.99}, lang="fr", triaged_at=now()
    )
    from app.comments.models import Prediction

    db.session.add(Prediction(comment_id=urgent.id, label="urgent", score=990))
    db.session.commit()
    client = sign_in(leila)
    form = {"query": choosing.PARKED["unclaimed"], "all": "1", "kind": "snooze"}
    batch = client.post("/batches", data=form).headers["Location"]
    client.post(batch, data={"kind": "snooze", "sent": "1", "choice": "tomorrow"})

    assert db.session.get(Comment, rest.id, populate_existing=True).status == "snoozed"
    assert db.session.get(Comment, urgent.id, populate_existing=True).status == "open"
