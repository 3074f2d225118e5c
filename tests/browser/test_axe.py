"""Every screen can be used by everybody: axe finds nothing, left to right and right to left, light and dark."""

import pytest

from tests.browser.axe import faults
from tests.browser.visits import DESK, PHONE

LOOKS = (
    {"locale": "fr", "color_scheme": "light", "viewport": DESK},
    {"locale": "ar", "color_scheme": "dark", "viewport": PHONE},
)
DOORS = ("/login", "/reset")
SCREENS = (
    ("Leila", "/inbox"),
    ("Leila", "/profile"),
    ("Leila", "/views"),
    ("Leila", "/nowhere"),
    ("Amel", "/users"),
    ("Amel", "/invitations"),
    ("Amel", "/letters"),
)


@pytest.mark.parametrize("look", LOOKS, ids=("french-light-desk", "arabic-dark-phone"))
def test_axe_finds_nothing(visits, look):
    found = []
    page = visits.stranger(DOORS[0], **look)
    for path in DOORS:
        page.goto(path)
        found += faults(page)
    for name, path in SCREENS:
        page = visits.of(name, path, **look)
        found += faults(page)
    assert found == []
