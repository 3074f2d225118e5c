"""The first day of a new inbox: its administrator, its first comments from a file."""

import re

import pytest

from tests.browser.axe import faults
from tests.browser.visits import Visits
from tests.cast import PASSWORD
from tests.fixtures.house import House

ROWS = [
    "id;date;auteur;texte",
    "1;2026-11-20 09:12;Sami;علاش الماء مقصوص على سيدي خيار؟",
    "2;2026-11-20 10:40;Radio locale;Bonjour, peut-on avoir une interview avant jeudi ?",
    '3;2026-11-21 08:05;Rim;"Bravo à toute l\'équipe, <b>merci</b> !"',
    "4;hier;;",
]


@pytest.fixture
def new_house(tmp_path):
    """A house that nobody has moved into."""
    house = House(tmp_path)
    house.start()
    yield house
    house.stop()


@pytest.fixture
def visits(chromium, new_house):
    visits = Visits(chromium, new_house.url, {})
    yield visits
    visits.end()


@pytest.mark.parametrize(
    "kind",
    [{"locale": "fr"}, {"locale": "ar", "java_script_enabled": False}],
    ids=("french", "arabic-without-javascript"),
)
def test_the_first_administrator_brings_a_file(visits, new_house, tmp_path, kind):
    link = re.search(r"http\S+/setup/\S+", (new_house.home / "house.log").read_text())[0]
    page = visits.stranger(link, **kind)
    # Without JavaScript axe cannot run either: it would never answer.
    examined = faults if kind.get("java_script_enabled", True) else nothing
    assert examined(page) == []
    page.fill("[name=name]", "Amel")
    page.fill("[name=email]", "amel@example.org")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox**")

    # An empty inbox offers three ways to begin; the link has done its work.
    ways = page.locator(".empty__acts a, .empty__acts button")
    assert ways.count() == 3
    assert examined(page) == []
    assert visits.stranger(link).locator("[name=password]").count() == 0

    page.locator(".empty__acts a[href*=imports]").click()
    file = tmp_path / "archives.csv"
    file.write_text("\n".join(ROWS), encoding="utf-8-sig")
    page.set_input_files("[type=file]", file)
    page.locator("form[enctype] button").click()
    page.locator("table.sample").wait_for()
    page.locator("form[action$='/columns'] .btn--primary").click()
    page.locator("a[href*='/refused.csv']").wait_for(timeout=15000)

    page.goto("/inbox")
    texts = page.locator(".row__text").all_inner_texts()
    assert len(texts) == 3
    assert any("<b>merci</b>" in text for text in texts)


def nothing(page):
    return []
