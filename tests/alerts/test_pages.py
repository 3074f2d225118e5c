"""The pages of what is heard: alerts, watches, the press of a day, trends; and who may act."""

import pytest

from app.alerts import press, trends
from app.alerts.models import Alert, Watch
from app.alerts.tiles import PLACES
from app.extensions import db
from app.lib.clock import ago, now
from app.territories.models import Place, Territory
from tests import cast
from tests.alerts.conftest import AT
from tests.alerts.test_looking import BURST


@pytest.fixture
def alert(quiet_town, crowd, watch, looked, alerts):
    crowd(BURST, AT)
    looked(watch)
    one = alerts()[0]
    one.told_at = now()
    db.session.commit()
    return one


def test_an_alert_is_counted_until_somebody_reviews_it(app, browser, alert):
    page = browser.get("/alerts").text
    assert "barrage" in page and "70 comments" in page
    assert "1" in browser.get("/alerts/count").text
    answer = browser.post(f"/alerts/{alert.id}/review", useful="no")
    assert "will need more before it speaks" in answer.text
    assert ">1<" not in browser.get("/alerts/count").text
    assert browser.post(f"/alerts/{alert.id}/review", useful="maybe").status_code == 400


def test_a_snoozed_alert_is_not_counted(app, browser, alert):
    assert browser.post(f"/alerts/{alert.id}/snooze", hours="8").status_code == 200
    db.session.expire_all()
    assert db.session.get(Alert, alert.id).snoozed
    assert browser.post(f"/alerts/{alert.id}/wake").status_code == 200
    assert browser.post(f"/alerts/{alert.id}/snooze", hours="3").status_code == 400


def test_a_lead_switches_a_ready_watch_on_once(app, sign_in, nadia):
    client = sign_in(nadia)
    assert client.post("/watches/offers/danger").status_code == 303
    assert client.post("/watches/offers/danger").status_code == 409
    (watch,) = db.session.query(Watch)
    assert watch.urgent and watch.readers == [nadia]
    assert "Danger words" in client.get("/alerts").text


def test_a_watch_that_is_not_understood_comes_back(app, sign_in, nadia):
    client = sign_in(nadia)
    given = {"name": "Eau", "kinds": ["volume"], "quiet_from": 21, "quiet_to": 7}
    assert client.post("/watches", data=given | {"query": "colour:red"}).status_code == 422
    assert client.post("/watches", data=given | {"kinds": []}).status_code == 422
    assert client.post("/watches", data=given | {"query": "eau"}).status_code == 303
    (watch,) = db.session.query(Watch)
    assert client.get(f"/watches/{watch.id}").status_code == 200
    assert client.post(f"/watches/{watch.id}/letters", data={"wanted": "0"}).status_code == 303
    assert watch.readers == []
    assert client.post(f"/watches/{watch.id}/deletion").status_code == 303
    assert db.session.query(Watch).count() == 0


def test_the_same_story_of_several_media_stands_once(any_app, sign_in, leila):
    titles = (
        "Le barrage de Mellègue sera élargi en 2027",
        "Barrage de Mellègue : il sera élargi dès 2027",
        "سد ملاق سيتم توسيعه سنة 2027",
        "Le festival de Dougga ouvre ses portes",
    )
    for number, title in enumerate(titles):
        feed = cast.channel("feed", f"Journal {number}")
        cast.comment(feed, f"{title}\n\nTexte.", created_at=ago(minutes=5 - number))
    told = press.stories(press.today(ago(minutes=5)))
    assert [(one["media"], one["source"]) for one in told][:1] == [(2, "Journal 0")]
    assert len(told) == 3
    assert titles[0] in sign_in(leila).get("/alerts/press").text


def test_trends_say_only_what_is_more_than_chance(any_app, page, sign_in, leila):
    from app.tags.models import Tag, Tagging
    from workers.alerts import count_trends

    sure, chance = (Tag(name=name, key=name) for name in ("eau", "route"))
    kef = Territory(code="g23", kind="governorate", name_fr="Le Kef", name_ar="الكاف", key="kef")
    db.session.add_all((sure, chance, kef))
    db.session.flush()
    for number in range(30):
        comment = cast.comment(
            page, "pas d'eau", created_at=ago(days=2, minutes=number), sentiment="neg"
        )
        db.session.add(Tagging(tag_id=sure.id, comment_id=comment.id))
        db.session.add(Place(territory_id=kef.id, comment_id=comment.id))
    for days, times in ((3, 4), (9, 3)):
        for number in range(times):
            comment = cast.comment(page, "la route", created_at=ago(days=days, minutes=number))
            db.session.add(Tagging(tag_id=chance.id, comment_id=comment.id))
    db.session.commit()
    while count_trends():
        pass

    data = trends.kept(7).data
    assert [tag["name"] for tag in data["tags"]] == ["eau"]
    assert data["tags"][0]["low"] > 1
    assert data["places"]["g23"]["count"] == 30 and data["places"]["g23"]["low"] > 0.8
    drawn = sign_in(leila).get("/trends").text
    assert "Le Kef" in drawn and "tile--worse" in drawn


def test_every_governorate_has_a_tile_of_its_own(app):
    from app.territories.gazetteer import entries

    known = {code for code, entry in entries().items() if entry.kind == "governorate"}
    assert set(PLACES) == known and len(set(PLACES.values())) == 24


def test_a_question_answered_in_another_place_is_not_open(app, page):
    from app.comments.models import Prediction
    from app.waves.models import Wave, WaveComment

    asked = [
        cast.comment(page, "C'est quand la réunion ?", created_at=ago(hours=n)) for n in (1, 2, 3)
    ]
    db.session.add_all(Prediction(label="question", comment_id=one.id, score=990) for one in asked)
    wave = Wave(count=2, first_id=asked[1].id, last_id=asked[0].id)
    db.session.add(wave)
    db.session.flush()
    db.session.add_all(WaveComment(comment_id=one.id, wave_id=wave.id) for one in asked[:2])
    db.session.commit()
    assert trends.questions(0) == [[asked[1].id, 2], [asked[2].id, 1]]

    asked[0].answered_at = now()
    db.session.commit()
    assert trends.questions(0) == [[asked[2].id, 1]]


def test_few_comments_say_little():
    wide, narrow = trends.share(3, 6), trends.share(300, 600)
    assert wide["high"] - wide["low"] > 4 * (narrow["high"] - narrow["low"])
