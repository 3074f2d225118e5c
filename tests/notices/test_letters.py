"""Letters about notices: at once or as a digest, never in quiet hours, never twice, rude words masked, and ended by a signed link and a click."""

from datetime import UTC, datetime, timedelta

import pytest

from app.comments.actions import assign
from app.extensions import db
from app.letters.models import Letter
from app.lib.clock import now
from app.lib.transaction import transaction
from app.notes.actions import note
from app.notices.digests import write_next
from app.notices.following import follow
from app.notices.letters import write_at_once
from app.notices.models import plain
from app.notices.queries import wishes_of
from app.notices.quiet import letters_leave_at
from app.notices.wishing import change_wishes, next_digest
from tests import cast


def letters():
    return db.session.query(Letter).order_by(Letter.id).all()


def test_a_mention_is_written_of_once_with_rude_words_masked_in_the_readers_language(
    any_app, insult, leila, nadia, waiting
):
    nadia.locale = "ar"
    db.session.commit()
    with transaction():
        note(insult, "@Nadia regarde", by=leila)
        note(insult, "@Nadia encore", by=leila)
    assert [job for job in waiting() if job[0] == "tell-of-notices"] == [
        ("tell-of-notices", nadia.id)
    ]

    for _ in range(2):
        with transaction():
            write_at_once(nadia.id)
    (letter,) = letters()
    assert letter.to == nadia.email and letter.locale == "ar" and 'dir="rtl"' in letter.html
    assert "7mar" not in letter.text + letter.html and "7•••" in letter.text
    assert f"/inbox/{insult.id}" in letter.text


def test_a_gift_is_written_of_only_to_who_wishes_it(app, page, leila, nadia, waiting):
    one, two = cast.comment(page), cast.comment(page)
    with transaction():
        assign(one, by=leila, to=nadia)
    assert waiting() == []
    with transaction():
        change_wishes(nadia, mail_assigned=True)
        assign(two, by=leila, to=nadia)
    assert waiting() == [("tell-of-notices", nadia.id)]


def test_a_worker_that_dies_writes_no_second_letter_and_loses_none(any_app, page, leila, nadia):
    comment = cast.comment(page)
    with transaction():
        follow(comment, nadia)
        change_wishes(nadia, digest="daily", quiet_from=0, quiet_to=0)
        note(comment, "Vu.", by=leila)
    due = wishes_of(nadia.id).digest_at + timedelta(minutes=1)
    with pytest.raises(KeyboardInterrupt), transaction():
        assert write_next(due)
        raise KeyboardInterrupt
    assert letters() == []

    for _ in range(3):
        with transaction():
            write_next(due)
    assert len(letters()) == 1
    # the next day nothing is new, so nothing is written
    with transaction():
        assert write_next(due + timedelta(days=1))
    assert len(letters()) == 1


@pytest.mark.parametrize(
    ("at", "leaves"),
    [
        ("2026-11-25T09:00", "2026-11-25T09:02"),
        ("2026-11-25T22:00", "2026-11-26T07:00"),
        ("2026-11-26T05:00", "2026-11-26T07:00"),
        ("2026-11-27T22:00", "2026-11-30T07:00"),
        ("2026-11-28T12:00", "2026-11-30T07:00"),
    ],
)
def test_letters_wait_for_the_end_of_quiet_hours_and_weekends(app, at, leaves):
    """The team's clock is Tunis, an hour before UTC."""
    wishes = plain(1)
    wishes.quiet_weekends = True
    moments = [
        datetime.fromisoformat(one).replace(tzinfo=UTC) - timedelta(hours=1) for one in (at, leaves)
    ]
    assert letters_leave_at(wishes, moments[0]) == moments[1]


def test_a_weekly_digest_comes_on_monday_morning(app):
    wishes = plain(1)
    wishes.digest = "weekly"
    monday = next_digest(wishes, datetime(2026, 11, 25, 9, tzinfo=UTC))
    assert monday.weekday() == 0 and monday.hour == 8
    wishes.digest = "daily"
    assert next_digest(wishes, now()) > now()


def test_the_way_out_is_signed_and_needs_a_click(app, client, insult, leila, nadia):
    with transaction():
        note(insult, "@Nadia regarde", by=leila)
        letter = write_at_once(nadia.id)
    path = letter.text[letter.text.index("/n/") :].split()[0]
    assert client.get(path).status_code == 200
    assert wishes_of(nadia.id).mail_mentioned
    assert client.post(path).status_code == 200
    db.session.expire_all()
    assert not wishes_of(nadia.id).mail_mentioned
    assert client.get("/n/forged").status_code == 404
