"""What people ask for becomes one feedback from the list, goes out by mail, and each of them has the answer; a rumour's is at hand."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.extensions import db
from app.feedback.models import Feedback, Like

WATER = ["Pas d'eau à Sidi Khiar depuis lundi", "Encore une journée sans eau", "الماء مقصوص علينا"]
ANSWERS = {"fr": "L'eau est revenue.", "ar": "الماء رجع.", "tn": "الماء رجع نهار الثلاثاء."}
CLAIM = "البلدية باعت أرض السوق متاع نبر للمقاولين"
AGAIN = "9alou el baladia be3et ardh essouk mta3 nebeur lel mou9awlin"


@pytest.mark.parametrize("locale", ["fr", "ar"])
def test_from_the_list_to_an_answer_for_each(visits, town, house, office, old_system, locale):
    names = town.writes(*WATER)
    page = visits.of("Nadia", town.list, locale=locale)
    for box in range(3):
        page.locator(".pick").nth(box).check()
    page.locator(".picks__verb[value=feedback]").click()
    page.locator("#batch [name=subject]").fill(f"L'eau {town.name}")
    page.locator("#batch [name=what]").select_option("complaint")
    page.locator("#batch .ask__acts button").click()
    house.until(lambda: sizes(house, town) == [3], 20, "no feedback")

    page.goto("/feedback?kind=complaint")
    page.get_by_role("link", name=f"L'eau {town.name}").click()
    expect(page.locator(".feedback__one")).to_have_count(3)
    folded(page, "passing").locator("summary").click()
    page.locator("[name=name]").fill("SONEDE")
    page.locator("[name=email]").fill("eau@example.org")
    folded(page, "passing").locator("button").click()
    house.until(lambda: letters_of(office, town), 20, "no letter left")

    folded(page, "answer").locator("summary").click()
    for language, words in ANSWERS.items():
        page.locator(f"[name={language}]").fill(words)
    folded(page, "answer").locator("form").first.locator("button").click()
    folded(page, "answer").locator("summary").click()
    folded(page, "answer").locator(".btn--primary").click()
    # all three are by one person: the other two are left out
    expect(page.locator(".undoing")).to_contain_text("2", timeout=15_000)
    expect(page.locator(".undoing progress")).to_have_count(0, timeout=15_000)
    house.until(lambda: heard(old_system, names), 20, "no answer left")
    assert len(heard(old_system, names)) == 1


def test_a_rumours_answer_is_at_hand_where_it_is_told_in_other_letters(visits, town, house):
    (first,) = town.writes(CLAIM)
    number = town.comment(first)["id"]
    page = visits.of("Nadia", f"/feedback/new?comment={number}")
    page.locator("form:has([name=kind]) [name=subject]").fill(f"Le souk {town.name}")
    page.locator("[name=kind]").select_option("rumour")
    page.locator("form:has([name=kind]) .btn--primary").click()
    folded(page, "answer").locator("summary").click()
    page.locator("[name=tn]").fill("السوق مازال متاع البلدية.")
    folded(page, "answer").locator("form").first.locator("button").click()
    address = page.url

    (again,) = town.writes(AGAIN)
    house.until(lambda: likes(house, town.comment(again)["id"]), 20, "nobody saw that it is alike")
    page.goto(f"/inbox/{town.comment(again)['id']}")
    page.locator(".composer textarea").focus()
    offer = page.locator("[data-place]", has_text=f"Le souk {town.name}")
    offer.click()
    expect(page.locator(".composer textarea")).to_have_value("السوق مازال متاع البلدية.")

    page.goto(address)
    candidate = page.locator(".feedback__one", has_text="essouk")
    candidate.locator("button[value=yes]").click()
    expect(page.locator("button[value=yes]")).to_have_count(0)
    expect(page.locator(".feedback__one")).to_have_count(2)


def folded(page, what):
    """A part of the page that stays folded until it is wanted, by what it sends."""
    return page.locator("details", has=page.locator(f"form[action$='/{what}']"))


def sizes(house, town):
    with house.app():
        wanted = select(Feedback).where(Feedback.subject.contains(town.name))
        return [len(one.sayings) for one in db.session.scalars(wanted)]


def likes(house, number):
    with house.app():
        return db.session.scalars(select(Like).where(Like.comment_id == number)).all()


def letters_of(office, town):
    return [letter for letter in office.letters if re.search(town.name, str(letter["subject"]))]


def heard(old_system, names):
    return [one for name in names for one in old_system.heard("reply", name)]
