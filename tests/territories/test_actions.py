"""The gazetteer loads again and again, and a comment carries its places with their parents."""

from app.extensions import db
from app.territories.actions import load_gazetteer, load_missing, note_places
from app.territories.models import Place, Territory
from tests import cast


def test_loading_twice_changes_nothing(any_app):
    assert load_gazetteer() == load_gazetteer() == db.session.query(Territory).count()


def test_a_comment_carries_its_place_and_the_places_it_lies_in(any_app, page):
    load_gazetteer()
    thirsty = cast.comment(page, "علاش الماء مقصوص على سيدي خيار؟")

    note_places([(thirsty.id, thirsty.text)])
    note_places([(thirsty.id, thirsty.text)])

    places = {place.territory.name_fr: place.named for place in db.session.query(Place)}
    assert places == {"Sidi Khiar": True, "Nebeur": False, "Le Kef": False}


def test_the_first_start_loads_the_gazetteer_and_later_ones_leave_it(any_app):
    load_missing()
    known = db.session.query(Territory).count()
    kef = db.session.query(Territory).filter_by(name_fr="Le Kef", kind="governorate").one()
    kef.name_ar = "بتصحيح الفريق"

    load_missing()

    assert known == db.session.query(Territory).count() > 800
    assert kef.name_ar == "بتصحيح الفريق"
