"""Lists as a moderator counts on them: what they show, in which order, at what cost."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import event, text

from app.classifier.in_force import judged_by
from app.comments.models import Prediction
from app.extensions import db
from app.lib.clock import now
from app.lib.database import reads_only
from app.search.asking import ask, problems_of
from app.search.matches import matches
from app.search.plan import plan
from app.search.query import Query
from app.search.sql import count, select_ids, statements
from app.territories.actions import load_gazetteer, note_places
from tests import cast
from tests.search.house import House


def found(typed, user=None, **more):
    return select_ids(Query.of(typed), user, **more)


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("الماء مقطوع", "ماء"),
        ("وين مَاء", "الماء"),
        ("بالماء وللماء", "والماء"),
        ("École fermée", "ecole"),
        ("ecole", "ÉCOLE"),
        ("l'eau potable", '"eau potable"'),
        ("مـــاء", "ماء"),
        ("رقم ١٢٣", "123"),
        ("l'Œuvre", "oeuvre"),
        ("9asrine 3aslema", "9asrine"),
        ("snake_case", "snake"),
        ("version 2.5e10 ok", '"2.5e10"'),
        ("a@b.example.org", "example"),
    ],
)
def test_spellings_meet(any_app, kept, typed):
    row = cast.comment(cast.channel(), kept)
    assert found(typed) == [row.id]
    assert found(f"is:open {typed}") == [row.id]
    assert found(f"-{typed}") == []


def test_words_are_whole_and_in_any_order_phrases_are_not(any_app):
    row = cast.comment(cast.channel(), "eau potable coupée")
    assert found("coupée eau") == [row.id]
    assert found("po") == found('"coupée eau"') == found('"eau coupée"') == []


def test_lists_leave_out_our_words_spam_and_what_is_gone_until_asked(any_app):
    page = cast.channel()
    seen = cast.comment(page)
    ours = cast.comment(page, by_us=True)
    spam = cast.comment(page, is_spam=True)
    held = cast.comment(page, state="spam")
    gone = cast.comment(page, state="deleted")
    hidden = cast.comment(page, state="hidden")

    assert found("") == [hidden.id, seen.id]
    assert found("is:ours") == [ours.id]
    assert found("is:spam") == [held.id, spam.id]
    assert found("is:deleted") == [gone.id]
    assert found("is:hidden") == [hidden.id]


def test_days_begin_where_the_team_lives(any_app):
    """Tunis is an hour ahead: its 3 March begins when UTC still has the 2nd."""
    page = cast.channel()
    late = cast.comment(page, created_at=datetime(2026, 3, 2, 22, 59, tzinfo=UTC))
    early = cast.comment(page, created_at=datetime(2026, 3, 2, 23, 1, tzinfo=UTC))

    assert found("before:2026-03-03") == [late.id]
    assert found("after:2026-03-03") == [early.id]
    assert found("after:2026-03 before:2026-04") == [early.id, late.id]


def test_pages_go_on_where_the_last_one_ended(any_app):
    page = cast.channel()
    ids = [cast.comment(page, "eau").id for _each in range(9)][::-1]

    for typed in ("", "eau", "is:open", "is:open OR is:done", "channel:pact eau"):
        pages, before = [], None
        while rows := found(typed, before=before, limit=4):
            pages += rows
            before = rows[-1]
        assert pages == ids, typed


def test_counts_stop_at_their_cap(any_app):
    page = cast.channel()
    for _each in range(6):
        cast.comment(page, "eau")

    assert count(Query.of("eau"), cap=5) == count(Query.of("is:open OR eau"), cap=5) == 6
    assert count(Query.of("eau"), cap=3) == 4


def test_names_that_nobody_has_are_named_and_find_nothing(any_app):
    cast.comment(cast.channel())
    for typed in ("tag:x", "channel:x", "author:x", "assignee:x", "territory:x"):
        query = Query.of(typed)
        (problem,) = problems_of(query, ask(query))
        assert (problem.kind, problem.value) == (typed[:-2], "x")
        assert count(query) == 0


def test_mine_is_whoever_asks(any_app, leila, nadia):
    row = cast.comment(cast.channel(), assignee_id=leila.id)
    assert found("is:mine", leila) == found("assignee:me", leila) == [row.id]
    assert found("is:mine", nadia) == found("is:mine") == found("assignee:me") == []


def test_a_label_counts_from_the_threshold_of_the_comments_own_language(any_app):
    channel, sure, rows = cast.channel(), {"toxic": 0.6, "question": 0.6}, {}
    for lang in ("fr", "ar", ""):
        rows[lang] = cast.comment(channel, lang=lang, triaged_at=now(), scores=sure)
        db.session.add_all(
            Prediction(label=name, comment_id=rows[lang].id, score=600) for name in sure
        )
    db.session.commit()
    with judged_by({name: {"*": 0.7, "fr": 0.5, "ar": 0.8} for name in sure}):
        for typed in ("label:toxic", "is:question", "label:toxic is:question"):
            assert found(typed) == [rows["fr"].id]
            assert [matches(Query.of(typed), row) for row in rows.values()] == [True, False, False]
        assert found("label:toxic>=0.6") == sorted((r.id for r in rows.values()), reverse=True)


SIDES = (
    "is:open", "is:open assignee:me", "is:open is:priority", "is:open is:toxic", "is:escalated",
    "is:snoozed", "is:done", "is:answered", "is:spam", "is:hidden", "is:ours", "is:edited", "is:new",
    "is:assigned", "is:toxic", "tag:eau", "lang:fr", "channel:pact", "author:Sami", "label:toxic>0.8", "label:toxic",
    "territory:siliana", "has:tag", "has:note", "eau", "eau OR ماء", "tag:eau OR is:toxic",
    "is:open eau", "before:2026", "",
)  # fmt: skip


@pytest.mark.parametrize("typed", SIDES)
def test_no_list_sorts_or_looks_at_every_comment(app, typed):
    """A million comments must cost no more than a hundred thousand."""
    house = House(size=3)
    query = Query.of(typed)
    wanted = plan(query, ask(query, house.people[0]), before=10**15)
    for statement in statements(wanted):
        compiled = statement.limit(51).compile(db.engine, compile_kwargs={"literal_binds": True})
        steps = [row[-1] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {compiled}"))]
        assert not [step for step in steps if "TEMP B-TREE" in step], steps
        allowed = ("SCAN comments_fts VIRTUAL",)
        assert not [s for s in steps if s.startswith("SCAN") and not s.startswith(allowed)], steps


def test_a_list_costs_a_fixed_number_of_statements(any_app):
    leila, seen = House(size=30).people[0].id, []
    event.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    costs = set()
    for limit in (1, 5, 30):
        seen.clear()
        with reads_only():
            found("is:open tag:eau lang:fr eau territory:siliana", leila, limit=limit)
        costs.add(len([s for s in seen if s.startswith("SELECT")]))
    assert len(costs) == 1 and costs.pop() <= 12


@pytest.mark.parametrize("typed", ["kef", "Le Kef", "الكاف", "كاف", "elkef", "g23"])
def test_a_territory_is_found_in_any_spelling(app, typed):
    load_gazetteer()
    row = cast.comment(cast.channel(), "الماء مقطوع في سيدي خيار")
    note_places([(row.id, row.text)])

    assert found(f"territory:{typed!r}".replace("'", '"')) == [row.id]
    assert found("territory:siliana") == []
