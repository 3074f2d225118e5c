"""The moments that are met once, or at the end of a day: nothing yet, the first comment, nothing left."""

from datetime import timedelta

from app.comments.actions import resolve
from app.comments.undo import undo
from app.extensions import db
from app.inbox.moments import done_today, is_new_here
from app.lib.clock import now
from tests import cast


def test_a_house_that_listens_says_so_until_its_first_comment(browser, page):
    before = browser.get("/inbox").text
    cast.comment(page, "Bonjour", status="done")
    after = browser.get("/inbox").text

    assert "is listening" in before and "Page de PACT" in before
    assert "is listening" not in after and "All done" in after


def test_who_never_acted_is_shown_what_there_is_to_do(browser, page, leila, insult):
    assert "Your first comment" in browser.get("/inbox").text
    assert "Your first comment" not in browser.get(f"/inbox/{insult.id}").text

    resolve(insult, by=leila)
    db.session.commit()
    cast.comment(page, "Encore un mot")

    assert not is_new_here(leila)
    assert "Your first comment" not in browser.get("/inbox").text


def test_a_day_that_is_done_tells_what_was_done_and_nothing_that_was_taken_back(
    browser, page, leila
):
    comments = [cast.comment(page, f"Mot {number}") for number in range(3)]
    acts = [resolve(comment, by=leila) for comment in comments]
    db.session.commit()
    undo(acts[0].id, by=leila)
    acts[1].at = now() - timedelta(days=1)
    db.session.commit()

    assert done_today(leila) == {"resolved": 1}
    resolve(comments[0], by=leila)
    db.session.commit()

    text = browser.get("/inbox").text
    assert "All done" in text and "<strong>2</strong> settled" in text
    assert "All done" not in browser.get("/inbox?q=is:escalated").text
