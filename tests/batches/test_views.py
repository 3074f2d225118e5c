"""The bar under the list, the set that is written down, and its pages: with htmx and without."""

import re

from app.batches.models import Batch, BatchComment
from app.extensions import db
from app.lib.clock import ago
from tests import cast
from tests.batches.conftest import do


def chosen(comments):
    return {"comment": [comment.id for comment in comments], "query": "is:open"}


def test_a_verb_that_asks_for_nothing_is_done_to_what_was_chosen(browser, some):
    answer = browser.post("/batches", **chosen(some[:3]), kind="done")
    db.session.expire_all()

    assert [comment.status for comment in some] == ["done"] * 3 + ["open"] * 2
    assert answer.headers["HX-Trigger"] == '{"comment-changed": {}}'
    assert re.search(r'hx-post="/batches/\d+/undo"', answer.text)


def test_a_verb_that_asks_writes_the_set_down_and_changes_nothing_yet(browser, some):
    answer = browser.post("/batches", **chosen(some), kind="tag")
    batch = db.session.query(Batch).one()
    assert (batch.count, batch.kind, 'name="names"' in answer.text) == (5, None, True)

    wrong = browser.post(f"/batches/{batch.id}", kind="tag", sent="1", names="")
    assert (wrong.status_code, "Type a tag." in wrong.text) == (422, True)
    browser.post(f"/batches/{batch.id}", kind="tag", sent="1", names="eau, piste")
    db.session.expire_all()
    assert [len(comment.taggings) for comment in some] == [2] * 5


def test_all_that_match_are_chosen_and_what_the_list_leaves_out_is_not(browser, some, page, leila):
    cast.comment(page, "Déjà fait", status="done")
    answer = browser.post("/batches", query="is:open", all="1")

    assert "5 comments chosen" in answer.text
    assert "what arrives from here on is not among them" in answer.text
    assert db.session.query(BatchComment).count() == 5


def test_the_button_says_how_many_match(browser, some):
    assert "Select all 5 matching" in browser.get("/batches/matching?q=is:open").text


def test_each_verb_has_a_form_that_is_understood(browser, some, nadia, leila):
    sent = {
        "assign": {"to": nadia.id}, "snooze": {"choice": "tomorrow"}, "hide": {"why": "insult"},
        "escalate": {"to": nadia.id, "urgency": "now", "reason": "Accusations"}, "spam": {},
    }  # fmt: skip
    for comment, (kind, form) in zip(some, sent.items(), strict=True):
        browser.post("/batches", **chosen([comment]), kind=kind, sent="1", **form)
    db.session.expire_all()

    assert (some[0].assignee, some[1].status) == (nadia, "snoozed")
    assert (some[2].state, some[2].activities[-1].details["why"]) == ("hidden", "insult")
    assert (some[3].escalations[0].urgency, some[4].is_spam) == ("now", True)


def test_what_was_left_as_it_is_says_why(browser, some, leila):
    do(some[:1], "spam", leila)
    batch = do(some, "spam", leila)
    answer = browser.get(f"/batches/{batch.id}")

    assert "1 comment was left as it is" in answer.text
    assert "This comment is already marked as spam." in answer.text
    assert f"/inbox/{some[0].id}" in answer.text


def test_without_javascript_it_is_a_page_with_a_form_and_a_way_back(sign_in, leila, some):
    client = sign_in(leila)
    asked = client.post("/batches", data={**chosen(some), "kind": "assign"})
    assert asked.status_code == 303
    assert 'name="to"' in client.get(asked.location).text

    number = db.session.query(Batch.id).scalar()
    form = {"kind": "assign", "sent": "1", "to": leila.id}
    done = client.post(f"/batches/{number}", data=form)
    assert f"/batches/{number}/undo" in client.get(done.location).text
    client.post(f"/batches/{number}/undo")
    db.session.expire_all()
    assert {comment.assignee for comment in some} == {None}


def test_the_page_of_bulk_acts_lists_them_with_their_way_back(sign_in, leila, some, nadia):
    mine, hers = do(some, "done", leila), do(some, "spam", nadia)
    text = sign_in(leila).get("/batches").text

    assert f"/batches/{mine.id}/undo" in text
    assert f"/batches/{hers.id}/undo" not in text
    assert f"/batches/{hers.id}/undo" in sign_in(nadia).get("/batches").text


def test_what_somebody_chose_is_theirs_until_something_is_done(browser, sign_in, nadia, some):
    browser.post("/batches", **chosen(some))
    number = db.session.query(Batch.id).scalar()

    assert browser.get(f"/batches/{number}").status_code == 200
    assert sign_in(nadia).get(f"/batches/{number}").status_code == 404


def test_who_only_looks_gets_no_boxes(sign_in, victor, some):
    text = sign_in(victor).get("/inbox").text
    assert 'class="pick"' not in text
    assert 'id="selection"' not in text


def test_the_pane_says_where_one_is_in_the_list(browser, some, leila):
    newest = max(some, key=lambda comment: comment.id)
    at = lambda: browser.get(f"/inbox/{newest.id}/place?q=is:open").text  # noqa: E731
    assert "1 / 5" in at()
    do([newest], "done", leila)
    assert "/ 4" not in at()


def test_many_rows_are_drawn_anew_by_one_question(browser, some):
    ids = "&".join(f"id={comment.id}" for comment in some)
    answer = browser.get(f"/inbox/rows/now?{ids}&q=is:open")
    assert answer.text.count("<hx-partial") == 5


def test_the_history_offers_to_take_back_what_can_be(browser, some, leila, village):
    (one,) = [cast.comment(cast.channel("village"), "Villageois")]
    do([one], "hide", leila)
    answer = browser.get(f"/inbox/{one.id}")
    (undo,) = re.findall(r'hx-post="(/activities/\d+/undo)"', answer.text)
    assert browser.post(undo).status_code == 200
    db.session.expire_all()
    assert one.state == "visible"


def test_a_reply_that_has_left_is_not_offered_to_be_taken_back(browser, question, leila):
    batch = do([question], "reply", leila, text="Merci.")
    address = f"/inbox/{question.id}"
    assert "timeline__back" in browser.get(address).text
    question.activities[0].at = ago(minutes=5)
    db.session.commit()
    assert "timeline__back" not in browser.get(address).text
    assert batch.done == 1
