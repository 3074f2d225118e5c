"""Who is told of what: mentions, gifts, and what happens to followed comments; never of one's own acts, and once for one act on many."""

import pytest

from app.comments.actions import assign, resolve
from app.comments.hooks import tell_arrivals
from app.comments.lots import Lot
from app.comments.many import VERBS
from app.comments.undo import undo
from app.extensions import db
from app.lib.errors import Refused
from app.lib.transaction import transaction
from app.notes.actions import note
from app.notices.actions import read_all
from app.notices.following import follow, unfollow
from app.notices.models import Notice
from app.notices.queries import follows, how_many_unread, notices_of
from tests import cast


def lines(user):
    return [(one.why, one.what, one.count) for one in notices_of(user).rows]


@pytest.fixture
def karim(the_app):
    return cast.person("Karim Ben Salah", "moderator", email="karim@example.org")


def test_a_mention_tells_whom_it_names_and_is_kept_by_who_they_are(
    any_app, page, leila, nadia, karim
):
    comment = cast.comment(page)
    with transaction():
        note(
            comment,
            'Pour @nadia, et @"Karim Ben Salah": qui répond ? écrire à x@leila.tn',
            by=leila,
        )

    assert lines(nadia) == lines(karim) == [("mentioned", "noted", 1)]
    assert lines(leila) == []
    (kept,) = comment.notes
    assert [(kept.text[m.start : m.start + m.length], m.user_id) for m in kept.mentions] == [
        ("@nadia", nadia.id),
        ('@"Karim Ben Salah"', karim.id),
    ]
    nadia.name = "Nadia Trabelsi"
    db.session.commit()
    assert kept.mentions[0].user_id == nadia.id
    assert all(follows(comment, one) for one in (leila, nadia, karim))


def test_a_note_taken_back_unread_takes_its_notice_along(app, page, leila, nadia):
    comment = cast.comment(page)
    with transaction():
        activity = note(comment, "@Nadia regarde", by=leila)
    with transaction():
        undo(activity.id, by=leila)
    assert lines(nadia) == []


def test_two_of_one_name_are_asked_apart(app, page, leila):
    cast.person("Sami Alaya", "moderator", email="a@example.org")
    cast.person("Sami Zidi", "moderator", email="z@example.org")
    comment = cast.comment(page)
    with pytest.raises(Refused):
        note(comment, "@Sami regarde", by=leila)
    note(comment, "@Sami Zidi regarde", by=leila)


def test_what_happens_to_a_followed_comment_stays_one_line_until_it_is_read(
    any_app, page, leila, nadia
):
    comment = cast.comment(page)
    with transaction():
        follow(comment, nadia)
        note(comment, "un", by=leila)
        resolve(comment, by=leila)
    assert lines(nadia) == [("followed", "resolved", 2)]
    with transaction():
        read_all(nadia)
    assert how_many_unread(nadia) == 0
    with transaction():
        note(comment, "deux", by=leila)
    assert lines(nadia) == [("followed", "noted", 1), ("followed", "resolved", 2)]


def test_who_said_no_is_not_made_to_follow_again(app, page, leila, nadia):
    comment = cast.comment(page)
    with transaction():
        note(comment, "un", by=leila)
        unfollow(comment, leila)
        note(comment, "deux", by=leila)
        resolve(comment, by=nadia)
    assert lines(leila) == []


def test_nobody_is_told_of_what_they_gave_themselves(app, page, leila, nadia):
    comment = cast.comment(page)
    with transaction():
        assign(comment, by=leila, to=leila)
    assert lines(leila) == []
    with transaction():
        assign(comment, by=leila, to=nadia)
    assert lines(nadia) == [("assigned", "assigned", 1)]


def test_three_hundred_at_once_are_one_line(any_app, page, leila, nadia):
    comments = [cast.comment(page) for _ in range(12)]
    numbers = [comment.id for comment in comments]
    with transaction():
        for comment in comments[:5]:
            follow(comment, leila)
    with transaction():
        VERBS["assign"].lot(Lot(numbers, by=leila), to_id=nadia.id)
    assert lines(nadia) == [("assigned", "assigned", 12)]
    with transaction():
        VERBS["done"].lot(Lot(numbers, by=nadia))
    assert lines(leila) == [("many", "resolved", 5)]
    assert db.session.query(Notice).count() == 2


def test_a_new_answer_in_a_followed_thread_is_told(any_app, page, leila):
    first = cast.comment(page)
    with transaction():
        follow(first, leila)
    more = [cast.comment(page, thread=first.thread) for _ in range(3)]
    with transaction():
        tell_arrivals([each.id for each in more])
    assert lines(leila) == [("followed", "arrived", 3)]
