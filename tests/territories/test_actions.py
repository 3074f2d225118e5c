"""The gazetteer loads again and again, and a comment carries its places with their parents."""

from app.extensions import db
from app.search.query import Query
from app.search.sql import select_ids
from app.territories.actions import load_gazetteer, load_missing, note_places
from app.territories.models import Place, Territory
from tests import cast


def found(typed):
    return select_ids(Query.of(typed), None)


def test_loading_twice_changes_nothing(any_app):
    assert load_gazetteer() == load_gazetteer() == db.session.query(Territory).count()


def test_a_comment_carries_its_place_and_the_places_it_lies_in(any_app, page):
    load_gazetteer()
    thirsty = cast.comment(page, "علاش الماء مقصوص على سيدي خيار؟")

    note_places([(thirsty.id, thirsty.text)])
    note_places([(thirsty.id, thirsty.text)])

    places = {place.territory.name_fr: place.named for place in db.session.query(Place)}
    assert places.pop("Sidi Khiar") is True
    assert places == dict.fromkeys(("Nebeur", "Le Kef", "Nord-Ouest", "Cycle 1"), False)


def test_a_grouping_finds_the_comments_of_its_members(any_app, page):
    load_gazetteer()
    kef, gafsa = cast.comment(page, "nes el kef 3atchana"), cast.comment(page, "سوق قفصة")
    note_places([(kef.id, kef.text), (gafsa.id, gafsa.text)])

    assert found('territory:"cycle 1"') == [kef.id]
    assert found("territory:cycle-2") == [gafsa.id]
    assert found('territory:"الدورة 2"') == [gafsa.id]


def test_a_grouping_made_later_gathers_the_comments_that_are_there(any_app, page):
    load_gazetteer()
    kef = cast.comment(page, "radio kef, sbitar el kef")
    note_places([(kef.id, kef.text)])
    db.session.query(Place).filter(Place.territory.has(kind="grouping")).delete()

    load_gazetteer()

    assert found('territory:"cycle 1"') == [kef.id]


def test_the_first_start_loads_the_gazetteer_and_later_ones_leave_it(any_app):
    load_missing()
    known = db.session.query(Territory).count()
    kef = db.session.query(Territory).filter_by(name_fr="Le Kef", kind="governorate").one()
    kef.name_ar = "بتصحيح الفريق"

    load_missing()

    assert known == db.session.query(Territory).count() > 800
    assert kef.name_ar == "بتصحيح الفريق"
