"""What people type, and what Sada makes of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.search.query import Query
from app.search.tree import Either, Filter, Not, Words


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("  is:open   eau ", "is:open eau"),
        ("IS:Open", "is:open"),
        ("est:ouvert étiquette:eau langue:arabe", "is:open tag:eau lang:ar"),
        ("حالة:مفتوح وسم:ماء قبل:اليوم", "is:open tag:ماء before:today"),
        ('"eau potable"', '"eau potable"'),
        ("« eau potable » “route coupée”", '"eau potable" "route coupée"'),
        ('tag:"eau potable" -tag:route', 'tag:"eau potable" -tag:route'),
        ("#eau @sami", "tag:eau author:sami"),
        ("label:toxic>80%", "label:toxic>0.8"),
        ("label:Toxic>=.50", "label:toxic>=0.5"),
        ("a b OR c", "a b OR c"),
        ("(a b) OR -(c OR d e)", "(a b) OR -(c OR d e)"),
        ("((a))", "a"),
        ("a OR", "a"),
        ("OR a", "a"),
        ("(a OR b", "a OR b"),
        ("a) b", "a b"),
        ("bravo :)", "bravo"),
        ("a AND b", "a b"),
        ("http://example.org 10:30 urgent: eau", '"http://example.org" 10:30 urgent: eau'),
        ('"is:open" "OR" "-eau"', '"is:open" "OR" "-eau"'),
        ("before:1/3/2026 after:2026-2 older:3J newer:12 h", None),
        ("before:1/3/2026 after:2026-2 older:3J", "before:2026-03-01 after:2026-02 older:3d"),
        ('tag:"5\\" pipe" "a\\b c"', 'tag:"5\\" pipe" "a\\\\b c"'),
        ('tag:"open end', 'tag:"open end"'),
        ('tag:"a\\', "tag:a\\"),
        ("before:٢٠٢٦-٠١-٠٢", "before:2026-01-02"),
    ],
)
def test_a_query_is_kept_in_one_way(typed, kept):
    query = Query.of(typed)
    if kept is None:
        assert query.problems
    else:
        assert (str(query), query.problems) == (kept, ())
        assert Query.of(kept) == query


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("foo:bar", ["qualifier"]),
        ("tga:eau", ["qualifier", "tag:"]),
        ("is:opn", ["value", "is:open"]),
        ("lang:frnch", ["value", "lang:fr"]),
        ("label:toxik>0.5", ["value", "label:toxic"]),
        ("label:toxic>2", ["value", "label:toxic>0.8"]),
        ("before:soon", ["date"]),
        ("before:2026-13", ["date"]),
        ("older:2026-01-01", ["age"]),
        ("tag: eau", ["empty"]),
        ('is:""', ["empty"]),
        ("😀", ["words"]),
        ("a " * 70, ["long"]),
        ("x" * 3000, ["long"]),
        ("(" * 1000 + "a", ["long"]),
    ],
)
def test_what_is_not_understood_is_named(app, typed, said):
    (problem,) = Query.of(typed).problems
    assert problem.kind == said[0]
    assert list(problem.near) == said[1:]
    assert str(problem)


def test_a_problem_keeps_what_was_typed_in_the_box():
    query = Query.of("is:opn  eau")
    assert str(query) == "is:opn  eau"
    assert Query.of(str(query)) == query


def test_a_query_with_a_problem_finds_nothing_even_when_the_odd_word_was_a_no(app):
    from app.search.sql import count
    from tests import cast

    cast.comment(cast.channel())
    assert count(Query.of("")) == 1
    assert count(Query.of("-foo:bar")) == 0


@given(some.text(alphabet="ab é ماء:-()\"'\\|#@.<>=0189ORAND\n\t«»", max_size=60))
def test_anything_typed_is_kept_in_one_way(typed):
    query = Query.of(typed)
    assert Query.of(str(query)) == query


def test_parts_can_be_added_taken_out_and_replaced():
    query = Query.of("is:open eau -tag:route")

    assert query.parts == (Filter("is", "open"), Words("eau"), Not(Filter("tag", "route")))
    assert str(query.plus("lang:fr eau")) == "is:open eau -tag:route lang:fr"
    assert str(query.minus("eau")) == "is:open -tag:route"
    assert str(query.minus(query.parts[2])) == "is:open eau"
    assert str(query.instead("is", "done")) == "eau -tag:route is:done"
    assert str(query.instead("is")) == "eau -tag:route"
    assert query.filters("is") == ("open",)
    assert query.args == {"q": "is:open eau -tag:route"}
    assert Query.of("").args == {}


def test_or_joins_the_two_parts_beside_it():
    assert Query.of("is:open eau OR ماء").parts == (
        Filter("is", "open"),
        Either((Words("eau"), Words("ماء"))),
    )
