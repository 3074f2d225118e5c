"""Deleting, liking and banning: offered where the platform, our permissions and the comment allow it."""

import pytest

from app.comments.undo import undo
from app.connectors.contract import Can
from app.connectors.failures import gone, permission_missing
from app.extensions import db
from app.lib.errors import Refused
from app.moderation.actions import hide
from app.moderation.acts import act
from app.moderation.models import Measure
from app.moderation.offering import elsewhere, offered
from app.moderation.queries import measure_on
from tests import cast
from workers import moderation, runner  # noqa: F401


@pytest.fixture
def at_once(the_app):
    the_app.config["UNDO_SECONDS"] = 0


def do(comment, kind, by):
    activity = act(comment, kind, by=by)
    db.session.commit()
    runner.run_tasks()
    return activity


def test_only_what_can_be_done_here_and_now_is_offered(app, nuisance, question, notice):
    assert offered(nuisance) == {Can.DELETE, Can.BAN}
    assert offered(question) == offered(notice) == set()

    nuisance.can_delete = False
    assert offered(nuisance) == {Can.BAN}
    nuisance.extra = {"cannot": ["ban"]}
    assert offered(nuisance) == set()


def test_an_act_whose_permission_was_not_granted_is_not_offered(app, nuisance, leila):
    nuisance.channel.granted = ["deletes"]
    assert offered(nuisance) == {Can.DELETE}
    with pytest.raises(Refused):
        act(nuisance, Can.BAN, by=leila)

    nuisance.channel.granted = ["bans"]
    assert Can.BAN in offered(nuisance)


def test_deleting_leaves_the_queue_now_and_the_platform_after_the_undo_window(
    any_app, nuisance, leila, village, at_once
):
    do(nuisance, Can.DELETE, leila)

    assert village.done == [("delete", nuisance.platform_id)]
    assert (nuisance.state, nuisance.status) == ("deleted", "done")
    assert [row.kind for row in nuisance.activities] == ["removed", "measure-done"]
    assert offered(nuisance) == {Can.BAN}


def test_a_deletion_is_taken_back_in_time(any_app, nuisance, leila, village, waiting):
    activity = act(nuisance, Can.DELETE, by=leila)
    db.session.commit()
    undo(activity.id, by=leila)
    db.session.commit()

    assert (nuisance.state, nuisance.status, waiting()) == ("visible", "open", [])
    assert village.done == []


def test_what_is_gone_already_need_not_be_deleted(any_app, nuisance, leila, village, at_once):
    village.fails.append(gone())
    do(nuisance, Can.DELETE, leila)

    assert (measure_on(nuisance).state, nuisance.state) == ("done", "gone")


def test_a_deletion_that_failed_brings_the_comment_back_as_it_stood(
    any_app, nuisance, leila, village, at_once
):
    nuisance.state = "pending"
    db.session.commit()
    village.fails.append(permission_missing("deletes"))
    do(nuisance, Can.DELETE, leila)

    assert (nuisance.state, nuisance.status) == ("pending", "open")
    assert measure_on(nuisance).state == "failed"
    assert nuisance.channel.last_error


def test_a_ban_is_of_the_author_and_is_lifted_from_any_comment_of_theirs(
    any_app, nuisance, leila, village, at_once
):
    other = cast.comment(nuisance.channel, "Encore !", author=nuisance.author)
    do(nuisance, Can.BAN, leila)
    assert offered(other) == {Can.DELETE, Can.UNBAN}

    do(other, Can.UNBAN, leila)
    who = nuisance.author.platform_id
    assert village.done == [("ban", who), ("unban", who)]
    assert offered(nuisance) == {Can.DELETE, Can.BAN}


def test_a_like_or_a_ban_does_not_stand_in_the_way_of_hiding(
    any_app, nuisance, leila, village, at_once
):
    hide(nuisance, by=leila)
    act(nuisance, Can.BAN, by=leila)
    db.session.commit()
    while runner.run_tasks():
        pass

    assert sorted(done[0] for done in village.done) == ["ban", "hide"]
    assert {row.state for row in db.session.query(Measure)} == {"done"}


def test_our_own_words_are_deleted_and_nobody_is_banned_for_them(app, nuisance):
    nuisance.by_us = True
    assert offered(nuisance) == {Can.DELETE}


def test_what_is_held_back_by_the_platform_can_be_shown(any_app, question, leila, village, at_once):
    from app.moderation.actions import unhide

    question.state = "pending"
    db.session.commit()
    unhide(question, by=leila)
    db.session.commit()
    runner.run_tasks()

    assert village.done == [("unhide", question.platform_id)]
    assert (question.state, question.author.hidden) == ("visible", 0)


def test_what_cannot_be_taken_back_asks_and_says_so(browser, nuisance, village, waiting):
    form = browser.get(f"/comments/{nuisance.id}/measures/delete").text
    assert "cannot be taken back" in form and "rejected for good" in form

    answer = browser.post(f"/comments/{nuisance.id}/measures/delete", version=1, reason="spam")
    db.session.refresh(nuisance)
    assert answer.status_code == 200 and "Deleted." in answer.text
    assert waiting() == [("deliver-measure", measure_on(nuisance).id)]
    assert f"/activities/{nuisance.activities[-1].id}/undo" in answer.text


def test_the_bar_offers_what_can_be_done_and_a_way_to_the_platforms_own_page(
    browser, nuisance, question
):
    bar = browser.get(f"/inbox/{nuisance.id}").text
    assert "measures/ban" in bar and "measures/delete" in bar and "measures/like" not in bar
    assert "https://town.example/c/1" in bar and "measures/elsewhere" in bar
    assert elsewhere(nuisance) == {Can.LIKE} and not elsewhere(question)

    assert "measures/" not in browser.get(f"/inbox/{question.id}").text


def test_what_was_done_there_is_marked_as_done_here(browser, nuisance, waiting):
    answer = browser.post(f"/comments/{nuisance.id}/measures/elsewhere", version=1)

    db.session.refresh(nuisance)
    assert answer.status_code == 200 and nuisance.status == "done" and waiting() == []
    assert nuisance.activities[-1].kind == "done-there"


def test_what_is_not_offered_cannot_be_asked_for(browser, question, village):
    assert browser.get(f"/comments/{question.id}/measures/delete").status_code == 404
    assert browser.post(f"/comments/{question.id}/measures/ban", version=1).status_code == 409
    assert browser.post(f"/comments/{question.id}/measures/hide", version=1).status_code == 404


def test_two_who_ban_at_once_ban_once(browser, nuisance, waiting):
    assert browser.post(f"/comments/{nuisance.id}/measures/ban", version=1).status_code == 200
    assert browser.post(f"/comments/{nuisance.id}/measures/ban", version=1).status_code == 409
    assert len(waiting()) == 1
