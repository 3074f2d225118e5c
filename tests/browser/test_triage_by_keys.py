"""A moderator works through the list with keys alone, on the keyboards people have here."""

import re

import pytest
from playwright.sync_api import expect

TEXTS = (
    "علاش الماء مقصوص على سيدي خيار من جمعة؟",
    "Merci pour l'atelier d'hier",
    "Où sont publiés les critères de sélection ?",
    "3lech ma jawebtouch 3la eddossier",
)
ARABIC = {
    "j": "ت", "k": "ن", "t": "ف", "n": "ى", "a": "ش", "d": "ي", "z": "ئ", "s": "س", "h": "ا",
}  # fmt: skip
AZERTY_PLACES = {"a": "KeyQ", "z": "KeyW"}


class Keyboard:
    """A keyboard as the browser hears it: the letter it types, and the place that key has on the board."""

    def __init__(self, page, kind):
        self.wire, self.kind = page.context.new_cdp_session(page), kind

    def __call__(self, letter):
        typed = ARABIC[letter] if self.kind == "arabic" else letter
        place = f"Key{letter.upper()}"
        if self.kind == "azerty":
            place = AZERTY_PLACES.get(letter, place)
        stroke = {"key": typed, "code": place}
        self.wire.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": typed, **stroke})
        self.wire.send("Input.dispatchKeyEvent", {"type": "keyUp", **stroke})


def opened(page):
    return page.locator("#case .said--here .said__text")


def focused_row(page):
    return page.evaluate("document.activeElement.closest('.row')?.innerText ?? ''")


@pytest.mark.parametrize(
    ("keyboard", "locale"), [("azerty", "fr"), ("arabic", "ar")], ids=("azerty", "arabic")
)
def test_a_list_is_worked_through_by_keys_alone(visits, town, keyboard, locale):
    names = town.writes(*TEXTS)
    page = visits.of("Leila", town.list, locale=locale)
    key = Keyboard(page, keyboard)

    key("j")
    assert TEXTS[0] in focused_row(page)
    page.keyboard.press("Enter")
    opened(page).filter(has_text=TEXTS[0]).wait_for()
    key("j")
    opened(page).filter(has_text=TEXTS[1]).wait_for()
    key("k")
    opened(page).filter(has_text=TEXTS[0]).wait_for()

    # A tag: the letters typed into its field are letters, not acts.
    key("t")
    page.locator(".slot input[type=text]").wait_for()
    for letter in "had":
        key(letter)
    page.keyboard.press("Enter")
    typed = "اشي" if keyboard == "arabic" else "had"
    page.locator(".row__chips", has_text=f"#{typed}").wait_for()
    page.locator(".slot form").wait_for(state="detached")
    assert town.comment(names[0])["status"] == "open"

    # Done: the comment leaves, the next one has the focus and is shown.
    key("d")
    opened(page).filter(has_text=TEXTS[1]).wait_for()
    assert TEXTS[1] in focused_row(page)
    assert town.comment(names[0])["status"] == "done"

    # A wrong key is taken back.
    key("z")
    opened(page).filter(has_text=TEXTS[0]).wait_for()
    assert town.comment(names[0])["status"] == "open"

    # To somebody, and out of sight until tomorrow.
    key("a")
    page.locator(".slot select").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#case .pane__chips", has_text="Leila").wait_for()
    key("s")
    page.locator(".slot input[type=radio]").first.wait_for()
    page.keyboard.press("Enter")
    opened(page).filter(has_text=TEXTS[1]).wait_for()
    assert town.comment(names[0])["status"] == "snoozed"


def test_the_post_and_the_thread_unfold_in_place_by_one_key(visits, town):
    words = "Retour sur la réunion de Sidi Khiar. " * 20 + "Le compte rendu est en ligne."
    town.writes("Et la piste ?", post={"id": "p1", "text": words})
    page = visits.of("Leila", town.list, locale="fr")
    key, post = Keyboard(page, "azerty"), page.locator(".post__text")
    key("j")
    page.keyboard.press("Enter")

    expect(post).not_to_contain_text("compte rendu")
    key("p")
    expect(post).to_contain_text("compte rendu")
    expect(page).to_have_url(re.compile(r"/inbox/\d+\?q=is"))
    key("p")
    expect(post).not_to_contain_text("compte rendu")
