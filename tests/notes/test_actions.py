"""Words among moderators that never leave."""

import pytest

from app.comments.undo import undo
from app.extensions import db
from app.lib.errors import Refused
from app.notes.actions import note
from app.notes.queries import notes_of


def test_a_note_stays_with_the_comment_and_its_writer(any_app, insult, leila):
    note(insult, "Demander à la municipalité.", by=leila)
    db.session.commit()

    (kept,) = notes_of(insult)
    assert (kept.text, kept.by) == ("Demander à la municipalité.", leila)
    assert insult.activities[-1].details == {"note_id": kept.id}


def test_a_note_leaves_the_comment_in_the_queue(app, insult, leila, waiting):
    note(insult, "à voir", by=leila)

    assert insult.status == "open"
    assert waiting() == []


@pytest.mark.parametrize("nothing", ["", " \n ", "\u202e", "x" * 8001])
def test_an_empty_or_endless_note_is_refused(app, insult, leila, nothing):
    with pytest.raises(Refused):
        note(insult, nothing, by=leila)
    assert notes_of(insult) == []


def test_a_note_that_is_taken_back_is_gone_and_the_trail_says_so(any_app, insult, leila):
    activity = note(insult, "pas ici", by=leila)
    db.session.commit()

    undo(activity.id, by=leila)
    db.session.commit()
    assert notes_of(insult) == []
    assert [row.kind for row in insult.activities] == ["noted", "note-taken-back"]


def test_direction_overrides_do_not_survive_in_a_note(app, insult, leila):
    note(insult, "\u202eabc", by=leila)

    assert notes_of(insult)[0].text == "abc"
