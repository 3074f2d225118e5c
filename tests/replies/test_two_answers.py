"""Two answers to one comment cannot happen by accident: alone, held back, or to many at once."""

import re

import pytest

from app.comments.many import VERBS
from app.extensions import db
from app.lib.errors import Refused
from app.replies.models import Reply
from tests import cast


def form_in(text):
    """What the form of an answer carries, as it is drawn."""
    names = ("version", "token")
    return {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', text)[1] for name in names}


def drawn_for(client, comment):
    return form_in(client.get(f"/comments/{comment.id}/reply").text)


def send(client, comment, form, text):
    return client.post(f"/comments/{comment.id}/reply", data={**form, "text": text})


def answers(comment):
    return db.session.query(Reply).filter_by(comment_id=comment.id).count()


def test_without_a_script_the_second_answer_is_asked_about_and_names_the_first(
    app, sign_in, leila, nadia, question
):
    seen, first = drawn_for(sign_in(leila), question), drawn_for(sign_in(nadia), question)
    send(sign_in(nadia), question, first, "Demain matin.")

    met = send(sign_in(leila), question, seen, "Ce soir.")
    assert met.status_code == 409
    assert "Nadia answered this comment meanwhile" in met.text and "Ce soir." in met.text
    assert answers(question) == 1

    assert send(sign_in(leila), question, form_in(met.text), "Ce soir.").status_code == 303
    assert answers(question) == 2


def test_an_answer_that_waits_for_a_yes_is_met_too(app, sign_in, leila, nadia, question):
    sarra = cast.person("Sarra", "moderator", in_training=True)
    seen, first = drawn_for(sign_in(leila), question), drawn_for(sign_in(sarra), question)
    send(sign_in(sarra), question, first, "Demain.")

    met = send(sign_in(leila), question, seen, "Ce soir.")
    assert met.status_code == 409 and "Sarra answered" in met.text


def test_an_answer_to_many_leaves_out_what_is_answered_already(
    app, sign_in, leila, nadia, question
):
    first = drawn_for(sign_in(nadia), question)
    send(sign_in(nadia), question, first, "Demain matin.")
    with pytest.raises(Refused):
        VERBS["reply"].do(question, "Merci.", by=leila)
    assert answers(question) == 1
