"""What the search box proposes while somebody types."""

import re

import pytest

from app.extensions import db
from app.lib.text import normalise
from app.search.asking import ask
from app.search.query import Query
from app.search.suggest import suggestions
from app.tags.models import Tag
from app.territories.models import Territory
from tests import cast


def offered(text, at=None, user=None):
    return [each.term for each in suggestions(text, at, ask(Query(), user))]


@pytest.fixture
def names(any_app):
    """Names that begin alike, in three spellings."""
    for name in ("eau potable", "École", "ماء", "écran"):
        db.session.add(Tag(name=name, key=normalise(name)))
    db.session.add(
        Territory(
            code="42", kind="governorate", name_fr="Kasserine", name_ar="القصرين", key="kasserine"
        )
    )
    page = cast.channel(name="Page de PACT")
    cast.author(page, "Samira")
    cast.person("Leila", "moderator")
    db.session.commit()


def test_nothing_typed_offers_the_filters(names):
    assert offered("")[:3] == ["is:", "platform:", "channel:"]


def test_a_word_that_begins_a_filter_in_any_language_offers_it(names):
    assert "territory:" in offered("lieu")
    assert "tag:" in offered("وسم")
    assert "is:open" in offered("ouv")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("is:tox", ["is:toxic"]),
        ("est:tox", ["is:toxic"]),
        ("-is:sp", ["-is:spam"]),
        ("tag:eco", ["tag:École"]),
        ('tag:"eau p', ['tag:"eau potable"']),
        ("#ماء", ["tag:ماء"]),
        ("lang:fren", ["lang:fr"]),
        ("lang:fr", []),
        ("territory:kass", ["territory:Kasserine"]),
        ("territory:القص", ["territory:Kasserine"]),
        ("channel:pact", ['channel:"Page de PACT"']),
        ("assignee:lei", ["assignee:Leila"]),
        ("assignee:m", ["assignee:me"]),
        ("label:tox", ["label:toxic"]),
        ("tag:nothing-so-called", []),
        ("foo:ba", []),
    ],
)
def test_values_are_offered_by_how_they_begin(names, typed, expected):
    assert offered(typed) == expected


def test_an_author_is_offered_by_name_or_handle_once_two_letters_say_who(names):
    (by_name,), (by_handle,) = offered("@Sam"), offered("author:samir")
    assert by_name == by_handle and by_name.startswith("author:samira")
    assert offered("@S") == []


def test_a_taken_suggestion_stands_where_the_caret_was(names):
    (taken,) = suggestions("is:open tag:eco route", 15, ask(Query()))
    assert taken.text == "is:open tag:École route"
    assert taken.text[: taken.caret] == "is:open tag:École "


def test_the_caret_between_two_words_offers_filters(names):
    first = suggestions("is:open  route", 8, ask(Query()))[0]
    assert (first.term, first.text) == ("is:", "is:open is: route")


def test_letters_that_mean_something_to_a_pattern_are_only_letters(names):
    assert offered("tag:%") == []
    assert offered("territory:_asserine") == []


def test_the_box_gets_a_listbox_whose_options_say_what_they_write(browser):
    db.session.add(Tag(name='<b>"eau"</b>', key='<b>"eau"</b>'))
    db.session.commit()

    answer = browser.get("/search/suggest?q=tag:%3Cb&at=6")

    assert '<ul role="listbox" id="suggestions"' in answer.text
    assert "<b>" not in answer.text
    assert re.search(r'role="option"[^>]+aria-selected="false" data-value="tag:', answer.text)


def test_nobody_who_is_not_signed_in_learns_any_name(client):
    assert client.get("/search/suggest?q=tag:").status_code == 302
