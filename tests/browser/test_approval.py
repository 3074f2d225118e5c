"""Somebody in training answers; the lead says yes from the letter, on a phone, without a script and without signing in."""

from app.accounts.models import User
from app.extensions import db
from app.lib.transaction import transaction
from tests.browser.test_escalations import links
from tests.browser.visits import PHONE

WORDS = "Nous vérifions avec la municipalité, {town}."


def in_training(house, yes):
    with house.app(), transaction():
        sarra = db.session.scalar(db.select(User).filter_by(email="sarra@example.org"))
        sarra.in_training = yes


def test_a_held_reply_leaves_when_the_lead_says_yes_from_the_letter(
    visits, house, town, office, old_system
):
    words = WORDS.format(town=town.name)
    (name,) = town.writes("Où va l'eau, espèce de 7mar ?")
    in_training(house, True)
    try:
        sarra = visits.of("Sarra", town.list)
        sarra.locator(".row__link").first.click()
        sarra.locator(".composer textarea").fill(words)
        sarra.keyboard.press("Control+Enter")
        sarra.locator(".answer--held").wait_for()
        letter = letter_about(house, office, words)
    finally:
        in_training(house, False)
    assert letter["To"] == "nadia@example.org" and "7mar" not in letter["Subject"]

    # A guard of the mail program opens every link: nothing leaves.
    for link in links(letter):
        visits.stranger(link)
    assert old_system.heard("reply", name) == []

    door = next(link for link in links(letter) if "/y/" in link)
    nadia = visits.stranger(door, viewport=PHONE, locale="ar", java_script_enabled=False)
    nadia.locator("form button[value=yes]").click()
    nadia.locator("[role=status]").wait_for()
    sarra.locator(".answer--sent").wait_for(timeout=15000)
    assert [one["text"] for one in old_system.heard("reply", name)] == [words]


def letter_about(house, office, words):
    def found():
        return [one for one in office.letters if words in one.get_body(("plain",)).get_content()]

    house.until(found, 25, "no letter left")
    return found()[0]
