"""A wave on the screen: the chip, the panel, the form, the list, and who may act."""

import re

from sqlalchemy import event

from app.extensions import db
from app.search.query import Query
from app.search.sql import select_ids
from app.waves.models import WaveAct
from tests import cast


def number_of(comments):
    return comments[0].waving.wave_id


def test_the_row_and_the_pane_say_how_many_are_alike(any_app, sign_in, leila, wave):
    page = sign_in(leila).get(f"/inbox/{wave[0].id}").text

    assert page.count("×5 alike") == 6  # each row, and the pane
    assert "5 comments say nearly the same" in page
    assert f'href="/inbox?q=wave:{number_of(wave)}"' in page


def test_who_is_alone_has_neither(app, sign_in, leila, arrive):
    (alone,) = arrive("Le maire a inauguré la nouvelle bibliothèque ce matin")
    page = sign_in(leila).get(f"/inbox/{alone.id}").text

    assert "alike" not in page and "nearly the same" not in page
    assert sign_in(leila, htmx=True).get(f"/comments/{alone.id}/wave").status_code == 409


def test_a_wave_opens_as_a_list(any_app, page, wave):
    cast.comment(page, "autre chose")
    wanted = sorted((comment.id for comment in wave), reverse=True)

    assert select_ids(Query.of(f"wave:{number_of(wave)}")) == wanted
    assert select_ids(Query.of("vague:toute")) == wanted
    assert select_ids(Query.of(f"موجة:{number_of(wave)}")) == wanted
    assert Query.of("wave:beaucoup").problems


def test_the_form_acts_on_all_and_the_toast_takes_it_back(any_app, browser, wave):
    form = browser.get(f"/comments/{wave[0].id}/wave").text
    assert "Hide all" in form and "Later ones too, for a day" in form

    answer = browser.post(
        f"/comments/{wave[0].id}/wave",
        kind="hide",
        reason="Arnaque",
        lasting="0",
        version=wave[0].version,
    )
    assert answer.status_code == 200
    assert "Done to all 5 alike." in answer.text
    undo = re.search(rf"/comments/{wave[0].id}/wave/\d+/undo", answer.text)[0]
    db.session.expire_all()
    assert {comment.state for comment in wave} == {"hidden"}

    assert "Taken back, for all of them." in browser.post(undo).text
    db.session.expire_all()
    assert {comment.state for comment in wave} == {"visible"}


def test_later_ones_are_shown_and_stopped(any_app, browser, wave):
    answer = browser.post(
        f"/comments/{wave[0].id}/wave", kind="spam", lasting="3", version=wave[0].version
    )
    assert "and later ones until" in answer.text
    act = db.session.query(WaveAct).one()

    answer = browser.post(f"/comments/{wave[0].id}/wave/{act.id}/end")
    assert "Later ones are left alone." in answer.text
    assert "and later ones until" not in answer.text


def test_a_form_without_what_it_needs_comes_back_and_changes_nothing(app, browser, wave):
    url, seen = f"/comments/{wave[0].id}/wave", wave[0].version

    assert browser.post(url, lasting="0", version=seen).status_code == 422
    answer = browser.post(url, kind="tag", names=" , ", lasting="0", version=seen)
    assert answer.status_code == 422 and "Type a tag." in answer.text
    assert browser.post(url, kind="burn", lasting="0", version=seen).status_code == 422
    assert db.session.query(WaveAct).count() == 0


def test_who_saw_an_older_comment_is_asked_again(app, browser, wave):
    url = f"/comments/{wave[0].id}/wave"
    answer = browser.post(url, kind="spam", lasting="0", version=wave[0].version - 1)

    assert answer.status_code == 409
    assert db.session.query(WaveAct).count() == 0


def test_without_javascript_the_panel_has_the_way_back(app, sign_in, leila, wave):
    client, url = sign_in(leila), f"/comments/{wave[0].id}/wave"
    assert "Act on all alike" in client.get(url).text
    version = wave[0].version
    answer = client.post(
        url, data={"kind": "done", "lasting": "0", "version": version}, follow_redirects=True
    )

    assert "Done to all 5 alike." in answer.text
    assert "Take it back for all" in answer.text


def test_an_act_is_taken_back_from_a_comment_of_its_wave_only(app, browser, wave, page):
    browser.post(f"/comments/{wave[0].id}/wave", kind="done", lasting="0", version=wave[0].version)
    act, other = db.session.query(WaveAct).one().id, cast.comment(page)

    assert browser.post(f"/comments/{other.id}/wave/{act}/undo").status_code == 404


def test_the_page_of_waves_lists_them(app, sign_in, victor, wave):
    page = sign_in(victor).get("/waves").text

    assert "×5 alike" in page and "Gagnez 500 DT" in page


def test_a_list_asks_no_more_for_many_waves_than_for_one(app, sign_in, leila, arrive):
    client = sign_in(leila)

    def asked():
        statements = []
        event.listen(
            db.engine, "before_cursor_execute", listen := lambda *a: statements.append(a[2])
        )
        client.get("/inbox")
        event.remove(db.engine, "before_cursor_execute", listen)
        return len(statements)

    arrive(
        "Gagnez de l'argent sans bouger avec mon lien",
        "Gagnez de l'argent sans bouger avec mon lien !",
    )
    client.get("/inbox")
    few = asked()
    for place in ("Nebeur", "Siliana", "Kasserine", "Makthar"):
        arrive(*[f"À {place} la route du marché est coupée depuis lundi, que fait {place}"] * 3)
    assert asked() == few
