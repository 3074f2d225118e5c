"""Leads write rules, see what they would have done, switch them on and take back what they did."""

import pytest

from app.comments.actions import resolve
from app.comments.models import Comment
from app.extensions import db
from app.lib.clock import ago
from app.lib.transaction import transaction
from app.rules.models import Rule, RuleAct, RuleUndoing
from app.search.query import Query
from app.search.sql import select_ids
from app.tags.models import Tag
from app.triage import trying, undoing
from tests import cast
from tests.triage.conftest import ABUSE, CRITICISM, WATER, look, tag
from workers import rules as work


@pytest.fixture
def lead(sign_in, nadia):
    return sign_in(nadia)


def sent(**more):
    return {"name": "Eau", "query": "eau", "chosen": ["tag"], "tags": "eau, réseau"} | more


def only_rule():
    db.session.expire_all()
    return db.session.query(Rule).one()


def write(lead, **more):
    answer = lead.post("/rules", data=sent(**more))
    assert answer.status_code == 303, answer.text
    return only_rule()


def test_a_rule_is_written_off_and_its_tags_exist_from_then_on(lead, nadia):
    rule = write(lead, stop="y", last_day="2099-01-31")

    assert (rule.name, rule.query, rule.on, rule.stop) == ("Eau", "eau", False, True)
    assert rule.effects == [{"do": "tag", "tags": ["eau", "réseau"]}]
    assert rule.owner_id == nadia.id and rule.expires_at.year == 2099
    assert {row.name for row in db.session.query(Tag)} == {"eau", "réseau"}
    assert "tag #eau #réseau" in lead.get(f"/rules/{rule.id}").text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "field__error"),
        ({"query": ""}, "Say what the rule looks for"),
        ({"query": "colour:red"}, "There is no filter called"),
        ({"query": "tag:nowhere"}, "There is no tag called"),
        ({"chosen": []}, "Choose at least one thing"),
        ({"tags": ""}, "Write at least one tag"),
        ({"last_day": "2020-01-01"}, "That day is over"),
    ],
)
def test_what_cannot_be_a_rule_comes_back_and_is_not_kept(lead, wrong, words):
    answer = lead.post("/rules", data=sent(**wrong))
    assert answer.status_code == 422 and words in answer.text
    assert db.session.query(Rule).count() == 0


def test_no_two_rules_have_had_the_same_name(lead):
    rule = write(lead)
    lead.post(f"/rules/{rule.id}/removal")
    answer = lead.post("/rules", data=sent(name="EAU"))
    assert answer.status_code == 422 and "had, this name" in answer.text


def test_words_and_choices_say_the_same_search(lead, page):
    choices = {"label": "", "lang": "", "channel": "", "tag": "", "territory": ""}
    built = lead.post("/rules/search", data={"query": "", "shown": "", **choices, "label": "toxic",
                                             "channel": "Page de PACT"})  # fmt: skip
    assert 'value="label:toxic channel:&#34;Page de PACT&#34;"' in built.text

    typed = lead.post("/rules/search", data={"query": "lang:fr eau", "shown": "", **choices})
    assert '<option selected value="fr">' in typed.text

    both = lead.post("/rules/search", data={"query": "lang:fr eau", "shown": "lang:fr eau",
                                            **choices, "lang": "ar"})  # fmt: skip
    assert 'value="eau lang:ar"' in both.text


def test_what_a_rule_would_have_caught_is_told_with_what_became_of_it(any_app, rule, page, leila):
    seen = [cast.comment(page, WATER, created_at=ago(days=2)) for _each in range(4)]
    cast.comment(page, WATER, created_at=ago(days=40))
    cast.comment(page, "merci", created_at=ago(days=2))
    resolve(seen[0], by=leila)
    seen[1].answered_at = seen[2].answered_at = ago(days=1)
    seen[3].is_spam = True
    db.session.commit()
    water = rule("Eau", "eau is:open", tag("eau"), on=False)

    past = trying.past_of(water)
    assert past["count"] == 4 and not past["more"]
    assert past["became"] == {"resolved": 1, "answered": 2, "spam": 1}
    assert set(past["shown"]) == {comment.id for comment in seen}
    assert trying.link_to(water).startswith("eau is:open after:")
    assert not Query.of(trying.link_to(water)).problems
    assert trying.looked_back(water) == past


def test_a_rule_that_would_hide_criticism_is_warned_about(lead, rule, arrive):
    abuse, civil = arrive(ABUSE, CRITICISM, created_at=ago(days=1))
    wide = rule("Large", "honte OR kalb", {"do": "hide"}, on=False)

    past = trying.past_of(wide)
    assert (past["count"], past["kept"], past["kept_shown"]) == (2, 1, [civil.id])
    answer = lead.get(f"/rules/{wide.id}/past")
    assert "1 of these is civil: it would not be hidden" in answer.text
    assert "past__guard" in answer.text and CRITICISM.replace("'", "&#39;") in answer.text


def test_what_takes_too_long_for_a_page_is_a_workers(lead, rule, arrive, monkeypatch, waiting):
    arrive(WATER)
    water = rule("Eau", "eau", tag("eau"), on=False)
    monkeypatch.setattr(trying, "looked_up", too_long)
    assert trying.past_of(water) is None
    lead.post(f"/rules/{water.id}/past")
    lead.post(f"/rules/{water.id}/past")
    assert waiting() == [("try-rule", water.id)]

    work.look_at_the_past(water.id)
    db.session.expire_all()
    assert trying.past_of(water)["count"] == 1


def too_long(rule, milliseconds):
    raise trying.TooLong


def test_a_rule_that_would_do_otherwise_is_off_until_it_was_looked_at(lead):
    rule = write(lead)
    lead.post(f"/rules/{rule.id}/turn", data={"on": "1"})
    lead.post(f"/rules/{rule.id}", data=sent(name="L'eau"))
    assert (only_rule().on, only_rule().name) == (True, "L'eau")

    lead.post(f"/rules/{rule.id}", data=sent(query="eau OR ماء"))
    assert only_rule().on is False


def test_rules_are_moved_up_and_down(lead, rule):
    names = ("Un", "Deux", "Trois")
    some = [rule(name, "eau", tag("x"), place=place) for place, name in enumerate(names, 1)]
    lead.post(f"/rules/{some[2].id}/place", data={"up": "1"})
    lead.post(f"/rules/{some[0].id}/place", data={"up": "1"})

    db.session.expire_all()
    order = db.session.query(Rule).order_by(Rule.place)
    assert [row.name for row in order] == ["Un", "Trois", "Deux"]


def test_a_moderator_reads_the_rules_and_changes_none(sign_in, leila, rule):
    water, browser = rule("Eau", "eau", tag("eau")), sign_in(leila)
    assert "Eau" in browser.get("/rules").text
    assert "Switch off" not in browser.get(f"/rules/{water.id}").text
    assert browser.post(f"/rules/{water.id}/turn").status_code == 403


def test_an_hours_work_of_a_wrong_rule_is_taken_back(any_app, rule, page, nadia, leila, waiting):
    wrong = rule("Tout", "merci", {"do": "snooze", "until": "week"})
    some = [cast.comment(page, "merci") for _each in range(300)]
    look()
    assert db.session.query(RuleAct).filter_by(outcome="done").count() == 300
    touched = some[0]
    resolve(touched, by=leila)
    db.session.commit()

    with transaction():
        job = undoing.begin_undoing(wrong, "hour", by=nadia)
        number = job.id
    assert ("undo-rule-acts", number) in waiting()
    while True:
        with transaction():
            if not work.undo_rule_acts(number):
                break
    db.session.expire_all()
    job = db.session.get(RuleUndoing, number)

    assert (job.total, job.undone, job.left) == (300, 299, 1) and job.finished_at
    assert wrong.on is False
    standing = {comment.status for comment in db.session.query(Comment) if comment.id != touched.id}
    assert standing == {"open"} and touched.status == "done"


def test_what_was_hidden_there_already_is_shown_again_and_teaches_nothing(
    any_app, rule, arrive, nadia
):
    from app.classifier.learning.models import Example
    from app.moderation.models import Measure

    hides = rule("Masquer", "label:toxic", {"do": "hide"})
    comment = arrive(ABUSE)
    db.session.query(Measure).update({"state": "done"})
    db.session.commit()
    with transaction():
        undoing.begin_undoing(hides, "hour", by=nadia)
    db.session.expire_all()

    assert (comment.state, comment.status) == ("visible", "open")
    assert [measure.kind for measure in comment.measures] == ["hide", "unhide"]
    assert db.session.query(Example).count() == 0


def test_the_bell_and_one_letter_tell_of_all_that_a_rule_found(
    any_app, rule, arrive, nadia, waiting
):
    from app.letters.models import Letter
    from app.notices.queries import notices_of
    from app.notices.words import leads_to, sentence
    from workers.notices import tell_of_notices

    rule("Eau", "eau", {"do": "notify", "to": nadia.id})
    met = arrive(*[WATER] * 3)
    (line,) = notices_of(nadia).rows
    assert sentence(line) == "The rule “Eau” found 3 comments for you"
    assert select_ids(Query.of(leads_to(line)["q"])) == sorted((c.id for c in met), reverse=True)
    assert waiting() == [("tell-of-notices", nadia.id)]
    with transaction():
        tell_of_notices(nadia.id)
        tell_of_notices(nadia.id)

    (letter,) = db.session.query(Letter)
    assert letter.to == nadia.email and "3 comments" in letter.text and WATER not in letter.text


def test_who_wishes_no_letter_from_rules_has_the_bell_alone(app, rule, arrive, nadia, waiting):
    from app.notices.queries import how_many_unread
    from app.notices.wishing import change_wishes

    change_wishes(nadia, mail_found=False)
    rule("Eau", "eau", {"do": "notify", "to": nadia.id})
    arrive(WATER)
    assert (how_many_unread(nadia), waiting()) == (1, [])


def test_a_rule_proposes_a_reply_in_the_language_of_the_comment(
    any_app, rule, arrive, page, nadia, leila
):
    from app.comments.undo import undo
    from app.replies.templates.actions import make_template

    texts = {"fr": "Bonjour, l'eau revient ce soir.", "ar": "الماء يرجع الليلة."}
    page.settings = {"base_url": "https://site.example.org/answers"}
    template = make_template(by=nadia, name="Eau", code="eau", texts=texts)
    db.session.commit()
    rule("Eau", "eau OR الماء", {"do": "draft", "template": template.id})
    french, arabic = arrive(WATER, "متى يرجع الماء إلى الحي؟")

    assert [(each.text, each.state) for each in french.replies] == [(texts["fr"], "draft")]
    assert arabic.replies[0].text == texts["ar"] and arabic.status == "open"
    undo(french.activities[0].id, by=leila)
    db.session.commit()
    assert french.replies[0].state == "taken-back"
