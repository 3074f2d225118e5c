"""Rules look at what arrives, in their order, and do what they ask for once."""

import pytest

from app.comments.models import Activity
from app.comments.undo import undo
from app.extensions import db
from app.lib.clock import ago, later
from app.rules.models import DONE, KEPT, RuleAct, RuleDay
from app.search.matches import matches
from app.search.query import Query
from app.search.sql import select_ids
from app.triage import running
from app.triage.effects import EFFECTS
from tests import cast
from tests.triage.conftest import ABUSE, CRITICISM, WATER, look, tag, tags_on


def acts(rule):
    return db.session.query(RuleAct).filter_by(rule_id=rule.id).order_by(RuleAct.id).all()


def day(rule):
    row = db.session.query(RuleDay).filter_by(rule_id=rule.id).one_or_none()
    return (row.hits, row.kept, row.reversed) if row else (0, 0, 0)


def found(text):
    return select_ids(Query.of(text))


def test_what_a_rule_finds_is_tagged_and_the_trail_names_the_rule(any_app, rule, arrive):
    water = rule("Eau", "eau", tag("eau", "réseau"))
    met, other = arrive(WATER, "Bravo pour l'atelier")

    assert (tags_on(met), tags_on(other)) == ({"eau", "réseau"}, set())
    (activity,) = met.activities
    assert (activity.rule, activity.by_id) == ("Eau", None)
    assert activity.details["rule_id"] == water.id
    assert day(water) == (1, 0, 0)
    assert found("rule:eau") == found("rule:any") == [met.id]
    assert found("-rule:any is:open") == [other.id]


def test_rules_look_in_their_order_and_one_that_stops_is_the_last(any_app, rule, arrive):
    rule("Après", "tag:un", tag("trois"), place=2)
    rule("Avant", "eau", tag("un"), place=1)
    rule("Jamais", "eau", tag("quatre"), place=4)
    rule("Arrêt", "eau", tag("deux"), place=3, stop=True)
    arrive("eau claire")  # the first makes the tag, which no query knew yet
    comment = arrive(WATER)

    assert tags_on(comment) == {"un", "deux", "trois"}


def test_a_rule_that_is_off_put_away_or_expired_looks_at_nothing(any_app, rule, arrive):
    rule("Éteinte", "eau", tag("a"), on=False)
    rule("Passée", "eau", tag("b"), expires_at=ago(minutes=1))
    rule("Rangée", "eau", tag("c"), removed_at=ago(minutes=1))
    rule("Encore", "eau", tag("d"), expires_at=later(minutes=5))

    assert tags_on(arrive(WATER)) == {"d"}


def test_our_own_answers_are_no_business_of_rules(any_app, rule, arrive):
    rule("Tout", "is:open OR is:done OR is:ours", tag("vu"))
    assert tags_on(arrive(WATER, by_us=True)) == set()


def test_every_effect_does_what_a_moderator_would(any_app, rule, arrive, leila, nadia, waiting):
    rule("Musée", "musée", {"do": "priority"}, {"do": "assign", "to": leila.id},
         {"do": "escalate", "to": nadia.id}, {"do": "notify", "to": nadia.id})  # fmt: skip
    rule("Plus tard", "merci", {"do": "snooze", "until": "week"})
    museum, thanks = arrive("le musée", "merci")

    assert museum.priority and museum.assignee_id == leila.id
    assert [each.to_id for each in museum.escalations] == [nadia.id]
    assert (thanks.status, thanks.snoozed_until > later(days=6)) == ("snoozed", True)
    kinds = {activity.kind for activity in museum.activities}
    assert kinds == {"raised", "assigned", "escalated", "told"}
    assert {job for job, _ in waiting()} == {"tell-of-notices", "send-escalation"}


def test_a_priority_that_a_rule_gave_can_be_taken_away_by_a_person(any_app, rule, arrive, leila):
    rule("Maire", "maire", {"do": "priority"})
    comment = arrive("le maire est passé")
    assert found("is:priority") == [comment.id]

    undo(comment.activities[0].id, by=leila)
    db.session.commit()
    assert found("is:priority") == []
    assert "priority" not in comment.reasons["said"]


def test_what_is_held_back_is_in_no_queue_and_in_one_place(any_app, rule, arrive, leila):
    rule("Retenir", "label:toxic", {"do": "hold"})
    rule("Masquer", "kalb -7mar", {"do": "hide"})
    held, fine = arrive(ABUSE, "merci")

    assert held.status == "held"
    assert (found("is:open"), found("is:held-back")) == ([fine.id], [held.id])
    assert matches(Query.of("is:held-back"), held) and not matches(Query.of("is:held-back"), fine)

    undo(held.activities[0].id, by=leila)
    db.session.commit()
    assert held.status == "open" and found("is:held-back") == []


def test_who_looks_at_what_was_hidden_takes_it_off_the_list(any_app, rule, arrive, leila):
    from app.comments.apart import leave_apart

    hides = rule("Masquer", "label:toxic", {"do": "hide"})
    comment = arrive(ABUSE)
    assert comment.state == "hidden" and found("is:held-back is:hidden") == [comment.id]

    leave_apart(comment, by=leila)
    db.session.commit()
    assert found("is:held-back") == [] and found("is:hidden") == [comment.id]
    assert day(hides) == (1, 0, 0)


def test_what_a_rule_calls_spam_waits_in_the_same_place(any_app, rule, arrive, leila):
    from app.comments.actions import unmark_spam

    calls = rule("Pub", "kalb", {"do": "spam"})
    comment = arrive(ABUSE)
    assert found("is:held-back") == [comment.id] and matches(Query.of("is:held-back"), comment)

    unmark_spam(comment, by=leila)
    db.session.commit()
    assert found("is:held-back") == [] and day(calls) == (1, 0, 1)


@pytest.mark.parametrize("effect", ["hide", "hold", "spam"])
def test_nothing_negative_but_civil_is_withheld_by_a_rule(any_app, rule, arrive, effect):
    asks = rule("Trop large", "honte OR kalb", {"do": effect}, tag("vu"))
    civil, abuse = arrive(CRITICISM, ABUSE)

    assert (civil.state, civil.status, civil.is_spam) == ("visible", "open", False)
    assert tags_on(civil) == {"vu"}
    outcomes = {(act.comment_id, act.effect): act.outcome for act in acts(asks)}
    assert outcomes[civil.id, effect] == KEPT and outcomes[abuse.id, effect] == DONE
    assert day(asks) == (2, 1, 0)


def test_what_a_person_said_of_a_comment_binds_the_guard(any_app, rule, page):
    rule("Large", "kalb", {"do": "hide"})
    comment = cast.comment(page, ABUSE, reasons={"said": {"toxic": False}})
    look()
    assert comment.state == "hidden"  # judged anew: the word was on another text


def test_a_rule_that_fails_is_set_aside_for_that_comment_and_the_rest_go_on(
    any_app, rule, arrive, monkeypatch
):
    broken = rule("Cassée", "eau", tag("a"), {"do": "priority"}, place=1, stop=True)
    rule("Saine", "eau", tag("b"), place=2)
    real = EFFECTS["priority"]

    def breaks(comment, rule):
        raise ValueError("no")

    monkeypatch.setitem(EFFECTS, "priority", type(real)(real.name, real.title, breaks, real.said))
    comment = arrive(WATER)

    assert tags_on(comment) == {"b"} and comment.triaged_at
    assert (broken.error, broken.error_comment_id) == ("ValueError", comment.id)
    assert day(broken) == (0, 0, 0)


def test_nothing_is_done_twice_when_a_worker_dies_midway(any_app, rule, page, monkeypatch):
    water = rule("Eau", "eau", tag("eau"))
    comment = cast.comment(page, WATER)
    real = running.Look.write_down

    def dies(self):
        real(self)
        raise KeyboardInterrupt

    monkeypatch.setattr(running.Look, "write_down", dies)
    with pytest.raises(KeyboardInterrupt):
        look()
    db.session.rollback()
    assert db.session.query(Activity).count() == 0
    monkeypatch.setattr(running.Look, "write_down", real)
    look()

    assert len(comment.activities) == 1 and len(acts(water)) == 1
    assert day(water) == (1, 0, 0)


def test_an_edited_comment_is_not_done_to_twice(any_app, rule, arrive, leila):
    water = rule("Eau", "eau", tag("eau"))
    comment = arrive(WATER)
    undo(comment.activities[0].id, by=leila)
    comment.triaged_at = None
    db.session.commit()
    look()

    assert tags_on(comment) == set()
    assert day(water) == (1, 0, 1)


def test_an_archive_that_is_brought_in_disturbs_nobody(any_app, rule, arrive, nadia, waiting):
    rule("Eau", "eau", tag("eau"), {"do": "notify", "to": nadia.id})
    comment = arrive(WATER, created_at=ago(days=400))

    assert tags_on(comment) == {"eau"} and waiting() == []


def test_many_comments_cost_no_question_each(any_app, rule, page):
    from sqlalchemy import event

    for number in range(5):
        rule(
            f"R{number}", "label:toxic>0.999 tag:rien territory:Kef has:note is:escalated", tag("x")
        )

    def statements(count):
        for _each in range(count):
            cast.comment(page, "bonjour à tous")
        db.session.commit()
        seen = []
        listen = lambda *told: seen.append(told[2])  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listen)
        look()
        event.remove(db.engine, "before_cursor_execute", listen)
        return len(seen)

    statements(1)
    assert statements(30) <= statements(3) + 1
