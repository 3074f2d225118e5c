"""What decisions teach, and that taking one back takes back what it taught."""

from app.classifier.corrections.actions import correct
from app.classifier.learning.examples import decided
from app.classifier.learning.models import Example
from app.comments.actions import mark_spam, resolve, unmark_spam
from app.comments.activity import Kind, record
from app.comments.undo import undo
from app.escalations.actions import escalate
from app.extensions import db
from app.lib.clock import later
from app.moderation.actions import hide, unhide
from tests import cast


def taught(comment):
    """{label: (value, weight)} of what still holds."""
    db.session.commit()
    return next((one.said for one in decided() if one.comment_id == comment.id), {})


def test_hiding_for_a_reason_teaches_that_reason(any_app, insult, leila):
    hide(insult, by=leila, why="hate")

    assert taught(insult) == {"toxic": (True, 1.0), "hate": (True, 1.0)}


def test_a_reason_in_words_is_understood_where_it_names_a_label(app, page, leila):
    named, other, bare = (cast.comment(page, text) for text in ("a", "b", "c"))
    hide(named, by=leila, reason="Insulte envers l'agent")
    hide(other, by=leila, reason="en double")
    hide(bare, by=leila)

    assert taught(named) == {"toxic": (True, 1.0), "insult": (True, 1.0)}
    assert taught(other) == {}
    assert taught(bare) == {"toxic": (True, 0.5)}


def test_what_a_rule_did_teaches_nothing(app, insult, leila):
    hide(insult, by=None, rule="Hide insults")
    mark_spam(insult, by=leila, rule="Spam")

    assert taught(insult) == {}


def test_done_alone_says_nothing_of_what_the_comment_is(app, insult, leila):
    resolve(insult, by=leila)

    assert taught(insult) == {}


def test_undo_withdraws_and_undoing_the_undo_restores(any_app, insult, leila):
    marking = mark_spam(insult, by=leila)
    assert taught(insult) == {"spam": (True, 1.0)}

    back = undo(marking.id, by=leila)
    assert taught(insult) == {}
    assert db.session.query(Example).count() == 1

    undo(back.id, by=leila)
    assert taught(insult) == {"spam": (True, 1.0)}


def test_the_latest_word_counts_and_its_undo_brings_the_earlier_back(app, insult, leila, nadia):
    mark_spam(insult, by=leila)
    second = unmark_spam(insult, by=nadia)
    assert taught(insult) == {"spam": (False, 1.0)}

    undo(second.id, by=nadia)
    assert taught(insult) == {"spam": (True, 1.0)}


def test_showing_again_says_that_none_of_it_was_so(app, insult, leila):
    hide(insult, by=leila)
    unhide(insult, by=leila)

    assert taught(insult)["toxic"] == (False, 0.7)
    assert taught(insult)["hate"] == (False, 0.7)


def test_answering_a_flagged_question_confirms_it_lightly(app, page, leila):
    scores = {"question": 0.99, "complaint": 0.01}
    asked = cast.comment(page, "Où ?", scores=scores, lang="fr", priority=True)
    record(asked, Kind.REPLIED, by=leila)

    assert taught(asked) == {"question": (True, 0.3)}


def test_an_escalation_for_now_says_urgent(app, insult, leila, nadia):
    escalate(insult, by=leila, to=nadia, reason="Danger", urgency="now")

    assert taught(insult) == {"urgent": (True, 0.5)}


def test_a_hint_never_outweighs_what_was_said(app, page, leila):
    asked = cast.comment(page, "Où ?", scores={"question": 0.99}, lang="fr")
    correct(asked, {"question": False}, by=leila)
    db.session.add(
        Example(comment_id=asked.id, label="question", value=True, weight=0.3, origin="priority")
    )

    assert taught(asked) == {"question": (False, 1.0)}


def test_what_was_said_of_another_text_does_not_teach(app, insult, leila):
    mark_spam(insult, by=leila)
    insult.edited_at = later(minutes=1)
    assert taught(insult) == {}
