"""A moderator hands a comment on; the lead decides from the letter, on a phone and without signing in."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visits import PHONE

INSULT = "ya 7mar, project mte3kom lkol sor9a, 3ad tra7 bela"


def letter_about(office, town, name):
    """The letter that left about a comment of this town."""

    def found():
        return [letter for letter in office.letters if reason(town) in html_of(letter)]

    town.house.until(found, 20, "no letter left")
    return found()[0]


def reason(town):
    return f"Accuse les agents de vol, {town.name}."


def html_of(letter):
    return letter.get_body(("html",)).get_content()


def links(letter):
    """The addresses a person can press in the letter, in order."""
    return [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+)"', html_of(letter))]


@pytest.mark.parametrize("locale", ["fr", "ar"])
def test_a_comment_is_escalated_and_settled_from_the_letter(visits, town, office, locale):
    (name,) = town.writes(INSULT)
    leila = visits.of("Leila", town.list, locale=locale)
    leila.locator(".row__link").first.click()
    leila.locator("#case .said--here").wait_for()
    leila.keyboard.press("e")
    leila.locator(".slot textarea").fill(reason(town))
    leila.locator(".slot form button").click()
    leila.locator(".escalation").wait_for()

    letter = letter_about(office, town, name)
    assert letter["To"] == "nadia@example.org"
    assert "7mar" not in letter["Subject"]
    take, settle = [link for link in links(letter) if "/e/" in link][:2]

    # A guard of the mail program opens every link: nothing happens.
    for link in links(letter):
        visits.stranger(link)
    expect(leila.locator(".escalation")).to_be_visible()

    nadia = visits.stranger(take, viewport=PHONE, locale=locale)
    nadia.locator("form button").click()
    nadia.locator("[role=status]").wait_for()
    leila.locator(".escalation", has_text="Nadia").wait_for()

    nadia.goto(settle)
    nadia.locator("textarea").fill("Merci de votre message, nous vérifions.")
    nadia.locator("input[value=reply]").check()
    nadia.locator("form button").click()
    nadia.locator("[role=status]").wait_for()
    assert nadia.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    # The answer is a proposal: a moderator reads it once more and sends it.
    leila.locator(".answer--draft").wait_for()
    leila.locator(".answer--draft form button").first.click()
    leila.locator(".answer--waiting, .answer--sent").first.wait_for()

    nadia.goto(settle)
    assert nadia.locator("form").count() == 0
