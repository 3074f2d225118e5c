"""Looking at what arrived."""

import pytest
from sqlalchemy import event, text

from app.classifier.in_force import Judge
from app.classifier.lists.queries import NONE
from app.classifier.model import Look, load
from app.comments.actions import snooze
from app.comments.models import Comment, Prediction
from app.extensions import db
from app.jobs import TRIAGE_COMMENTS
from app.lib.clock import ago, later
from app.lib.transaction import transaction
from app.territories.actions import load_gazetteer
from app.triage import actions
from app.triage.actions import ring_for_untriaged, triage
from app.triage.judging import Judgement
from tests import cast
from workers import comments, sweep


def look_at_everything():
    while triage():
        pass
    db.session.expire_all()


def scores_of(comment):
    rows = db.session.query(Prediction).filter_by(comment_id=comment.id)
    return {row.label: row.score for row in rows}


def test_what_arrives_is_scored_and_flagged(any_app, page):
    insult = cast.comment(page, "ya 7mar enti w project mte3ek lkol sorra9")
    question = cast.comment(page, "Où sont publiés les critères de sélection ?")
    look_at_everything()

    assert insult.toxic and not insult.priority
    assert question.priority and not question.toxic
    assert insult.scores["toxic"] > 0.6
    assert scores_of(insult)["toxic"] == round(1000 * insult.scores["toxic"])
    assert insult.reasons["toxic"]
    assert (question.lang, question.model) == ("fr", load().version)
    assert insult.triaged_at is not None


def test_the_mood_of_what_arrives_is_kept_and_found(any_app, page):
    happy = cast.comment(page, "Merci beaucoup, bravo à toute l'équipe !")
    angry = cast.comment(page, "C'est une honte, trois jours sans eau et personne ne répond")
    look_at_everything()

    assert (happy.sentiment, angry.sentiment) == ("pos", "neg")
    found = Comment.query.filter(Comment.sentiment.is_not_distinct_from("pos")).all()
    assert found == [happy]


def test_labels_the_model_hardly_believes_leave_no_row(any_app, page):
    comment = cast.comment(page, "Bravo à toute l'équipe !")
    look_at_everything()

    assert all(score >= 100 for score in scores_of(comment).values())
    assert set(comment.scores) >= set(scores_of(comment))


def test_places_that_a_comment_names_are_written_down(any_app, page):
    load_gazetteer()
    comment = cast.comment(page, "Pas d'eau à Siliana depuis trois jours")
    db.session.commit()
    look_at_everything()

    assert "Siliana" in {place.territory.name_fr for place in comment.places}


def test_triage_does_not_stand_in_a_moderators_way(any_app, page):
    comment = cast.comment(page)
    seen = comment.version
    look_at_everything()

    assert comment.version == seen
    assert comment.status == "open"
    assert comment.activities == []


def test_the_open_screens_are_told(app, page):
    comment = cast.comment(page)
    look_at_everything()

    told = app.extensions["sada-bell"].told[-1]
    assert (told["kind"], told["ids"]) == ("comment-changed", [comment.id])


def test_the_newest_are_looked_at_first_and_the_rest_after(any_app, page):
    some = [cast.comment(page, f"commentaire {number}") for number in range(5)]
    newest = max(some, key=lambda comment: comment.id)

    assert triage(limit=2) is True
    db.session.expire_all()
    looked_at = [comment for comment in some if comment.triaged_at]
    assert len(looked_at) == 2 and newest in looked_at
    look_at_everything()
    assert all(comment.triaged_at for comment in some)


class Fragile:
    """A model that one word breaks."""

    version = "fragile"

    def look(self, texts):
        if any("BOOM" in text for text in texts):
            raise ValueError("cannot read this")
        moods = {"neg": 0.2, "neu": 0.7, "pos": 0.1}
        return [Look({"toxic": 0.9}, moods, "", "latn") for _ in texts]

    def reasons(self, texts, scores, **how):
        return [{} for _ in texts]


def judges(model):
    return lambda: Judge(model(), {}, NONE)


@pytest.fixture
def fragile(monkeypatch):
    monkeypatch.setattr(actions, "judge", judges(Fragile))


def test_one_text_that_breaks_the_model_is_set_aside_and_the_rest_go_on(any_app, page, fragile):
    some = [cast.comment(page, "bon") for _ in range(6)]
    broken = cast.comment(page, "BOOM")
    look_at_everything()

    assert (broken.triage_error, broken.scores, broken.toxic) == ("ValueError", None, False)
    assert broken.triaged_at is not None and broken.status == "open"
    assert all(comment.toxic and not comment.triage_error for comment in some)


def test_a_comment_that_was_edited_is_looked_at_anew(any_app, page, fragile):
    comment = cast.comment(page, "BOOM")
    look_at_everything()
    comment.text, comment.triaged_at = "calme", None
    db.session.commit()
    look_at_everything()

    assert (comment.triage_error, comment.toxic) == (None, True)
    assert scores_of(comment) == {"toxic": 900}


def test_an_edit_that_comes_while_the_model_reads_is_not_overwritten(app, page, monkeypatch):
    comment = cast.comment(page, "avant")

    class Slow(Fragile):
        def look(self, texts):
            # Its author edits it while the model is reading; SQLite lets them write meanwhile.
            if "avant" in texts:
                with transaction():
                    db.session.get(Comment, comment.id).text = "après"
            return super().look(texts)

    monkeypatch.setattr(actions, "judge", judges(Slow))
    triage()
    db.session.expire_all()
    assert comment.triaged_at is None

    look_at_everything()
    assert comment.triaged_at is not None


def test_what_another_worker_was_faster_with_is_left_alone(app, page, fragile):
    comment = cast.comment(page, "bon")
    look_at_everything()
    comment.toxic = False
    db.session.commit()

    assert actions.still_so([Judgement(comment.id, "bon", scores={"toxic": 0.9})]) == []


@pytest.mark.parametrize("any_app", ["postgres"], indirect=True)
def test_several_workers_share_the_work(any_app, page):
    some = [cast.comment(page, f"texte {number}") for number in range(4)]
    taken = max(comment.id for comment in some)
    with db.engine.begin() as another_worker:
        another_worker.execute(text(f"SELECT 1 FROM comments WHERE id = {taken} FOR UPDATE"))
        triage()
    db.session.expire_all()

    assert [comment.id for comment in some if not comment.triaged_at] == [taken]


def test_our_own_answers_are_not_judged(any_app, page):
    ours = cast.comment(page, "ya 7mar", by_us=True)
    look_at_everything()

    assert (ours.toxic, ours.scores, ours.triage_error) == (False, None, None)
    assert ours.triaged_at is not None


def test_a_language_that_the_platform_told_stays_when_nothing_else_is_found(any_app, page):
    comment = cast.comment(page, "👍", lang="fr")
    look_at_everything()

    assert comment.lang == "fr"


def test_the_sweep_rings_only_when_something_waits(any_app, page):
    bell = any_app.extensions["sada-bell"]
    ring_for_untriaged()
    db.session.commit()
    assert TRIAGE_COMMENTS.name not in bell.rung

    cast.comment(page)
    ring_for_untriaged()
    db.session.commit()
    assert TRIAGE_COMMENTS.name in bell.rung


def test_a_batch_takes_few_statements_whatever_its_size(app, page):
    for number in range(60):
        cast.comment(page, f"Où est l'eau de la rue {number} ? C'est urgent")
    statements = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    triage()

    assert len(statements) <= 14, statements


def test_snoozes_wake_by_the_sweep(app, insult, leila):
    snooze(insult, by=leila, until=later(hours=1))
    insult.snoozed_until = ago(seconds=1)
    db.session.commit()
    comments_that_wake = [look for look in sweep.LOOKS if look is comments.wake_due]

    for look in comments_that_wake:
        with transaction():
            look()
    assert insult.status == "open"
