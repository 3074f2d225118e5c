"""The verbs of every comment, as a moderator's browser asks for them."""

import pytest

from app.comments.actions import mark_spam, resolve, snooze
from app.extensions import db
from app.lib.clock import later, now
from tests import cast

SINGLE = ["resolution", "spam"]


def at(comment, noun):
    return f"/comments/{comment.id}/{noun}"


def test_done_redraws_the_comment_with_a_way_back(browser, insult):
    response = browser.post(at(insult, "resolution"), version=1)

    db.session.refresh(insult)
    activity = insult.activities[-1]
    assert response.status_code == 200
    assert f'id="comment-{insult.id}"' in response.text
    assert f"/activities/{activity.id}/undo" in response.text
    assert "comment-changed" in response.headers["HX-Trigger"]
    assert (insult.status, activity.kind, activity.by.name) == ("done", "resolved", "Leila")


def test_the_way_back_redraws_the_comment_as_it_was(browser, insult):
    browser.post(at(insult, "resolution"), version=1)
    response = browser.post(f"/activities/{insult.activities[-1].id}/undo")

    db.session.refresh(insult)
    assert response.status_code == 200
    assert f'id="comment-{insult.id}"' in response.text
    assert insult.status == "open"


@pytest.mark.parametrize("noun", SINGLE)
def test_a_button_pressed_twice_acts_once(browser, insult, noun):
    assert browser.post(at(insult, noun), version=1).status_code == 200
    assert browser.post(at(insult, noun), version=1).status_code == 409

    db.session.refresh(insult)
    assert len(insult.activities) == 1


@pytest.mark.parametrize("noun", [*SINGLE, "assignment", "snooze"])
def test_what_a_colleague_changed_meanwhile_is_not_overwritten(
    browser, sign_in, insult, nadia, noun
):
    sign_in(nadia).post(at(insult, "assignment"), data={"version": 1, "to": nadia.id})
    form = {"to": nadia.id, "choice": "tomorrow"}
    response = browser.post(at(insult, noun), version=1, **form)

    db.session.refresh(insult)
    assert response.status_code == 409
    assert "changed" in response.text
    assert [row.kind for row in insult.activities] == ["assigned"]


@pytest.mark.parametrize("noun", SINGLE)
def test_a_button_without_a_version_changes_nothing(browser, insult, noun):
    assert browser.post(at(insult, noun)).status_code == 400
    assert browser.post(at(insult, noun), version="x").status_code == 400

    db.session.refresh(insult)
    assert insult.activities == []


@pytest.mark.parametrize("method", ["post", "delete"])
def test_a_comment_is_reopened_by_a_form_and_by_delete(browser, insult, leila, method):
    resolve(insult, by=leila)
    db.session.commit()
    url = at(insult, "resolution") + ("/undo" if method == "post" else "")
    response = getattr(browser, method)(url, version=insult.version)

    db.session.refresh(insult)
    assert (response.status_code, insult.status) == (200, "open")


def test_what_is_no_spam_comes_back(browser, insult, leila):
    mark_spam(insult, by=leila)
    db.session.commit()
    response = browser.post(at(insult, "spam/undo"), version=insult.version)

    db.session.refresh(insult)
    assert (response.status_code, insult.is_spam, insult.status) == (200, False, "open")


def test_assigning_offers_oneself_first_and_no_one_who_only_reads(browser, insult, nadia, victor):
    form = browser.get(at(insult, "assignment")).text

    assert "Me (Leila)" in form and "Nadia" in form
    assert "Victor" not in form


def test_a_comment_is_given_to_a_colleague(browser, insult, nadia):
    response = browser.post(at(insult, "assignment"), version=1, to=nadia.id)

    db.session.refresh(insult)
    assert "Assigned to Nadia" in response.text
    assert insult.assignee == nadia


def test_a_form_that_names_nobody_we_know_comes_back_and_changes_nothing(browser, insult, victor):
    for to in ("99", "x", victor.id):
        response = browser.post(at(insult, "assignment"), version=1, to=to)
        assert response.status_code == 422
        assert "<form" in response.text

    db.session.refresh(insult)
    assert insult.assignee is None


def test_a_comment_is_given_back_to_nobody(browser, insult, leila):
    insult.assignee_id = leila.id
    db.session.commit()
    response = browser.post(at(insult, "assignment"), version=1, to="")

    db.session.refresh(insult)
    assert (response.status_code, insult.assignee) == (200, None)


def test_later_puts_a_comment_off(browser, insult):
    assert "tomorrow" in browser.get(at(insult, "snooze")).text
    response = browser.post(at(insult, "snooze"), version=1, choice="tomorrow")

    db.session.refresh(insult)
    assert response.status_code == 200
    assert (insult.status, insult.activities[-1].kind) == ("snoozed", "snoozed")
    assert now() < insult.snoozed_until < later(hours=34)


def test_a_moment_of_ones_own_is_meant_as_people_here_say_it(browser, insult):
    day = later(days=3).strftime("%Y-%m-%d")
    browser.post(at(insult, "snooze"), version=1, choice="own", own=f"{day}T09:30")

    db.session.refresh(insult)
    # Tunis is an hour ahead of UTC.
    assert insult.snoozed_until.strftime("%Y-%m-%d %H:%M") == f"{day} 08:30"


@pytest.mark.parametrize(
    "form", [{}, {"choice": "own"}, {"choice": "own", "own": "2001-01-01T10:00"}, {"choice": "x"},
             {"choice": "own", "own": "9999-12-31T23:59"}, {"choice": "own", "own": "soon"}]
)  # fmt: skip
def test_a_snooze_without_a_usable_moment_comes_back_and_changes_nothing(browser, insult, form):
    response = browser.post(at(insult, "snooze"), version=1, **form)

    db.session.refresh(insult)
    assert response.status_code == 422
    assert "<form" in response.text
    assert insult.status == "open"


def test_a_snoozed_comment_is_had_back(browser, insult, leila):
    snooze(insult, by=leila, until=later(days=1))
    db.session.commit()
    response = browser.post(at(insult, "snooze/undo"), version=insult.version)

    db.session.refresh(insult)
    assert (response.status_code, insult.status) == (200, "open")


def test_without_javascript_a_form_is_a_page_and_a_write_leads_back(sign_in, insult, leila):
    client = sign_in(leila)
    page = client.get(at(insult, "snooze"))
    assert "<html" in page.text and insult.text in page.text

    response = client.post(at(insult, "resolution"), data={"version": 1})
    assert response.status_code == 303
    assert response.location.startswith(f"/inbox/{insult.id}")


@pytest.mark.parametrize("noun", ["resolution", "spam", "assignment", "snooze", "assignment/undo"])
def test_who_only_reads_changes_nothing(sign_in, insult, victor, noun):
    response = sign_in(victor, htmx=True).post(at(insult, noun), version=1, choice="tomorrow")

    db.session.refresh(insult)
    assert response.status_code == 403
    assert insult.activities == []


def test_nobody_takes_back_what_a_colleague_did(browser, insult, sign_in):
    moncef = cast.person("Moncef", "moderator")
    sign_in(moncef).post(at(insult, "resolution"), data={"version": 1})
    db.session.refresh(insult)
    response = browser.post(f"/activities/{insult.activities[-1].id}/undo")

    db.session.refresh(insult)
    assert (response.status_code, insult.status) == (409, "done")


def test_what_is_not_there_cannot_be_acted_on(browser, app):
    assert browser.post("/comments/12/resolution", version=1).status_code == 404
    assert browser.post("/activities/12/undo").status_code == 404


def test_who_fills_in_a_moment_means_it(browser, insult):
    day = later(days=3).strftime("%Y-%m-%d")
    browser.post(at(insult, "snooze"), version=1, choice="tomorrow", own=f"{day}T09:30")

    db.session.refresh(insult)
    assert insult.snoozed_until.strftime("%Y-%m-%d %H:%M") == f"{day} 08:30"
