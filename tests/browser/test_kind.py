"""On a phone, one-handed: abuse stays covered until asked for, and half an hour goes by thumb and swipe."""

import re

import pytest
from playwright.sync_api import expect

from app.comments.models import Comment
from app.extensions import db
from app.lib.transaction import transaction
from tests.browser.axe import faults
from tests.browser.visits import PHONE

WORDS = "Espèce de chien, on va te retrouver"


@pytest.fixture
def abuse(house, town):
    """One abusive comment, as the classifier would judge it, and three that are not."""
    town.names = town.writes(WORDS, "Quand arrive l'eau ?", "Bonjour à tous", "À demain")
    with house.app() as app, app.test_request_context(), transaction():
        row = db.session.scalar(db.select(Comment).filter_by(platform_id=town.names[0]))
        row.toxic, row.lang = True, "fr"
        row.scores = {"toxic": 0.97, "insult": 0.95, "threat": 0.9}
        return row.id


@pytest.mark.parametrize("locale", ["fr", "ar"])
def test_covered_until_asked_for_then_half_an_hour_by_thumb(visits, town, abuse, locale):
    look = {"viewport": PHONE, "locale": locale, "has_touch": True}
    page = visits.of("Leila", f"{town.list}", **look)
    row = page.locator(f"#row-{abuse}")
    expect(row.locator(".veil__shape")).to_be_visible()
    assert WORDS not in page.content()

    row.locator(".row__link").tap()
    expect(page.locator("#case .veil")).to_be_visible()
    page.keyboard.press("v")
    expect(page.locator("#case .said--here .said__text")).to_have_text(WORDS)
    page.keyboard.press("v")
    expect(page.locator("#case .veil")).to_be_visible()
    assert WORDS not in page.content()

    page.goto("/session")
    page.locator("form[action='/session'] button").tap()
    page.wait_for_url(re.compile(r"/rounds/\d+$"))
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert faults(page) == []
    first = page.locator("article.one").get_attribute("data-comment")
    page.locator("[data-swipe-act=done]").tap()
    expect(page.locator(f"article.one:not([data-comment='{first}'])")).to_be_visible()
    second = page.locator("article.one").get_attribute("data-comment")
    swipe(page, towards_end=True)
    expect(page.locator(f"article.one:not([data-comment='{second}'])")).to_be_visible()
    page.locator("form[action$='/back'] button").tap()
    expect(page.locator(f"article.one[data-comment='{second}']")).to_be_visible()


def swipe(page, *, towards_end):
    """A finger pulls the card along the line."""
    page.locator("article.one").evaluate(
        """(card, end) => {
          const rtl = document.documentElement.dir === "rtl" ? -1 : 1;
          const far = 140 * rtl * (end ? 1 : -1);
          const at = card.getBoundingClientRect();
          const send = (name, by) => card.dispatchEvent(new PointerEvent(name, {
            bubbles: true, isPrimary: true, pointerId: 1, pointerType: "touch",
            clientX: at.x + at.width / 2 + by, clientY: at.y + 8 }));
          card.setPointerCapture = () => {};
          send("pointerdown", 0); send("pointermove", far); send("pointerup", far);
        }""",
        towards_end,
    )
