"""Words people put on comments."""

import pytest

from app.comments.models import Activity
from app.comments.undo import undo
from app.extensions import db
from app.lib.errors import Refused
from app.tags.actions import tag, untag
from app.tags.keeping import Taken, delete_tag, merge, rename
from app.tags.models import Tag
from app.tags.names import split
from app.tags.queries import counted_tags, suggest, tags_of
from tests import cast


def names(comment):
    return [row.name for row in tags_of(comment)]


def one(name):
    return db.session.query(Tag).filter_by(name=name).one()


def kinds(comment):
    rows = db.session.query(Activity).filter_by(comment_id=comment.id).order_by(Activity.id)
    return [(row.kind, row.details["tags"]) for row in rows]


def test_several_tags_are_put_at_once_and_made_on_the_way(any_app, insult, leila):
    activity = tag(insult, ["eau", "Siliana"], by=leila)
    db.session.commit()

    assert names(insult) == ["eau", "Siliana"]
    assert activity.details["tags"] == ["eau", "Siliana"]
    assert one("eau").by_id == leila.id


@pytest.mark.parametrize("same", ["ecole", "ÉCOLE", " #École ", "e\u0301cole"])
def test_one_tag_whatever_its_case_and_accents(any_app, page, leila, same):
    first, second = cast.comment(page), cast.comment(page)
    tag(first, ["École"], by=leila)
    tag(second, [same], by=leila)
    db.session.commit()

    assert names(second) == ["École"]
    assert db.session.query(Tag).count() == 1


def test_one_tag_whatever_its_arabic_letters(app, page, leila):
    tag(cast.comment(page), ["مدرسة"], by=leila)
    tag(cast.comment(page), ["مَدرسه"], by=leila)

    assert db.session.query(Tag).count() == 1


def test_what_is_typed_is_cut_at_commas_of_every_script():
    assert split("eau, Routes ;#santé،ماء, eau,,") == ["eau", "Routes", "santé", "ماء"]
    assert split('"eau potable"') == ["eau potable"]


@pytest.mark.parametrize("bad", ["\u200b", "x" * 61, "ﷺ" * 10])
def test_a_name_that_cannot_be_found_or_shown_is_refused(app, insult, leila, bad):
    with pytest.raises(Refused):
        tag(insult, [bad], by=leila)
    assert db.session.query(Tag).count() == 0


def test_a_tag_that_is_there_is_not_put_twice(app, insult, leila):
    tag(insult, ["eau"], by=leila)

    with pytest.raises(Refused, match="already"):
        tag(insult, ["Eau"], by=leila)
    assert kinds(insult) == [("tagged", ["eau"])]


def test_a_tag_is_taken_off(any_app, insult, leila):
    tag(insult, ["eau", "Siliana"], by=leila)
    untag(insult, [one("eau")], by=leila)
    db.session.commit()

    assert names(insult) == ["Siliana"]
    with pytest.raises(Refused):
        untag(insult, [one("eau")], by=leila)


def test_taking_back_removes_only_what_was_put(any_app, insult, leila):
    tag(insult, ["eau"], by=leila)
    activity = tag(insult, ["eau", "routes"], by=leila)
    db.session.commit()

    undo(activity.id, by=leila)
    db.session.commit()
    assert names(insult) == ["eau"]
    assert kinds(insult)[-1] == ("untagged", ["routes"])


def test_taking_back_puts_the_tag_on_again(any_app, insult, leila):
    tag(insult, ["eau"], by=leila)
    activity = untag(insult, [one("eau")], by=leila)

    undo(activity.id, by=leila)
    db.session.commit()
    assert names(insult) == ["eau"]


def test_a_tag_that_somebody_took_off_cannot_be_taken_back(app, insult, leila):
    activity = tag(insult, ["eau"], by=leila)
    untag(insult, [one("eau")], by=leila)

    with pytest.raises(Refused, match="already took"):
        undo(activity.id, by=leila)


def test_suggestions_begin_with_what_was_typed_whatever_its_accents(any_app, page, leila):
    tag(cast.comment(page), ["routes", "Électricité", "panne d'electricite", "eau"], by=leila)

    assert [row.name for row in suggest("éle")] == ["Électricité", "panne d'electricite"]
    assert suggest("%") == []


def test_a_tag_that_is_already_there_is_not_suggested(app, insult, leila):
    tag(insult, ["eau"], by=leila)

    assert suggest("ea", comment_id=insult.id) == []
    assert [row.name for row in suggest("")] == ["eau"]


def test_the_tags_page_counts_comments(any_app, page, leila):
    for _ in range(3):
        tag(cast.comment(page), ["eau"], by=leila)
    tag(cast.comment(page), ["routes"], by=leila)

    assert [(row.Tag.name, row.used) for row in counted_tags()] == [("eau", 3), ("routes", 1)]


def test_a_renamed_tag_is_found_by_its_new_name(any_app, insult, nadia):
    tag(insult, ["eua"], by=nadia)
    rename(one("eua"), "Eau potable", by=nadia)
    db.session.commit()

    assert names(insult) == ["Eau potable"]
    assert [row.name for row in suggest("eau")] == ["Eau potable"]


def test_a_name_that_another_tag_has_is_offered_as_a_merge(app, insult, nadia):
    tag(insult, ["eau", "eua"], by=nadia)

    with pytest.raises(Taken) as refusal:
        rename(one("eua"), "EAU", by=nadia)
    assert refusal.value.other == one("eau")


def test_two_tags_become_one_and_the_trail_says_so(any_app, page, nadia):
    both, first = cast.comment(page), cast.comment(page)
    tag(both, ["eau", "l'eau"], by=nadia)
    tag(first, ["l'eau"], by=nadia)
    db.session.commit()
    seen = first.version

    merge(one("l'eau"), one("eau"), by=nadia)
    db.session.commit()
    assert (names(both), names(first)) == (["eau"], ["eau"])
    assert kinds(first)[1:] == [("tagged", ["eau"]), ("untagged", ["l'eau"])]
    assert kinds(both)[1:] == [("untagged", ["l'eau"])]
    assert first.version == seen + 1


def test_a_deleted_tag_leaves_every_comment_and_its_trail(any_app, insult, nadia):
    tag(insult, ["eau"], by=nadia)
    db.session.commit()

    delete_tag(one("eau"), by=nadia)
    db.session.commit()
    assert names(insult) == []
    assert kinds(insult) == [("tagged", ["eau"]), ("untagged", ["eau"])]
    assert insult.activities[-1].by == nadia
