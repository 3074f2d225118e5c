"""What a list shows and what a rule thinks of one comment are the same thing, on both engines."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from app.comments.models import Comment
from app.extensions import db
from app.search.grammar import QUALIFIERS
from app.search.matches import matches
from app.search.query import Query
from app.search.sql import among, count, select_ids
from tests.search.house import TAGS, WORDS, House

VALUES = {
    "is": sorted(
        "open done snoozed escalated answered unanswered assigned unassigned mine toxic priority "
        "question urgent spam hidden deleted edited new ours reply held-back late to-approve shown corrected muted".split()
    ),
    "label": [
        "toxic", "question>0.5", "urgent>=0.612", "toxic<0.3", "toxic<=0.1", "toxic>0", "toxic>=0",
        "toxic<1", "toxic<=1", "toxic=0.5", "urgent>1", "question<0",
    ],
    "platform": ["webhook", "importer"],
    "channel": ["pact", "Mairie", "Page de PACT", "page", "a", "nowhere"],
    "tag": [*TAGS, "EAU", "مدرسه", "inconnue"],
    "author": ["Sami", "Olfa B", "sami", "nobody-here"],
    "assignee": ["me", "nobody", "leila", "Nadia", "nadia@example.org", "ghost"],
    "lang": ["fr", "ar", "tn", "mixed", "unknown"],
    "script": ["arab", "latn", "mixed", "none"],
    "sentiment": ["neg", "neu", "positive"],
    "territory": ["Le Kef", "الكاف", "24", "siliana", "Atlantis"],
    "before": ["today", "2026", "7d", "2020-01"],
    "after": ["yesterday", "2020-01-31", "14d"],
    "during": ["today", "this-week", "last-week", "last-month", "2026", "2020-01-31"],
    "older": ["24h", "2w", "10min"],
    "newer": ["3d", "24h", "1y"],
    "person": ["1", "2", "77"],
    "post": ["1", "2", "Réunion publique", "nulle part"],
    "acted-by": ["me", "anyone", "rule", "nadia", "Cacher le spam", "ghost"],
    "hidden-by": ["me", "anyone", "rule", "nadia", "Cacher le spam", "ghost"],
    "answered-by": ["me", "anyone", "rule", "nadia", "ghost"],
    "hour": ["0", "9h", "14", "23"],
    "rule": ["any", "Masquer", "eau", "nulle part"],
    "due": ["<4h", ">4h", "<2d", "any", ">0h"],
    "feedback": ["any", "open", "done", "rumour", "answered", "1", "2", "77"],
    "wave": ["any", "1", "2", "77"],
    "has": ["tag", "note", "reply", "territory", "post", "author"],
}  # fmt: skip


def term(name):
    values = some.sampled_from(VALUES[name])
    return values.map(lambda value: f'{name}:"{value}"')


words = some.lists(some.sampled_from(WORDS), min_size=1, max_size=2).map(
    lambda w: f'"{" ".join(w)}"'
)
leaf = some.one_of(some.sampled_from(sorted(VALUES)).flatmap(term), words)


def joined(parts):
    several = some.lists(parts, min_size=1, max_size=3)
    return some.one_of(
        parts.map(lambda part: f"-({part})"),
        several.map(lambda some_parts: f"({' '.join(some_parts)})"),
        several.map(lambda some_parts: f"({' OR '.join(some_parts)})"),
    )


texts = some.lists(some.recursive(leaf, joined, max_leaves=6), min_size=0, max_size=4).map(" ".join)


@pytest.fixture
def house(any_app):
    return House()


def test_every_qualifier_takes_part():
    assert set(VALUES) == set(QUALIFIERS)
    assert set(VALUES["is"]) == {value for value, _about in QUALIFIERS["is"].offer("", None)}


def test_lists_and_rules_agree_on_every_comment(house):
    leila = house.people[0]
    everything = db.session.query(Comment).order_by(Comment.id.desc()).all()
    ids = [row.id for row in everything]

    @settings(
        max_examples=50, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(texts, some.integers(0, len(ids) - 1))
    def agree(text, place):
        query = Query.of(text)
        expected = [row.id for row in everything if matches(query, row, leila)]
        assert Query.of(str(query)) == query
        assert select_ids(query, leila, limit=500) == expected
        assert count(query, leila) == len(expected)
        assert among(query, ids[::2], leila) == set(expected) & set(ids[::2])
        later = [number for number in expected if number < ids[place]]
        assert select_ids(query, leila, before=ids[place], limit=7) == later[:7]

    agree()


def test_each_value_alone_and_refused_finds_the_same(house):
    leila = house.people[0]
    everything = db.session.query(Comment).order_by(Comment.id.desc()).all()
    terms = [f'{name}:"{value}"' for name, values in VALUES.items() for value in values]
    for text in (shape.format(each) for each in terms for shape in ("{}", "-{}", "{} is:done")):
        query = Query.of(text)
        expected = [row.id for row in everything if matches(query, row, leila)]
        assert select_ids(query, leila, limit=500) == expected, text
