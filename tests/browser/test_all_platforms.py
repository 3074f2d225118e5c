"""Everything at once: comments from all platforms, answered and hidden from the browser; every ledger adds up."""

import os
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from app.connectors.contract import Can
from tests.browser.conftest import move_in
from tests.browser.crossroads import Crossroads, platforms, settings_of
from tests.browser.visits import Visits
from tests.fakes.running import NAMES
from tests.fixtures.house import House

HEADS = ("platform", "by asking", "by delivery", "answered", "hidden", "ledger: received = new + updated + known + refused + waiting")  # fmt: skip
A_FEW = ["facebook", "tiktok"]


@pytest.fixture(params=["a few", "all"])
def crossroads(request, tmp_path):
    """A house of its own, connected to platforms that are processes of their own."""
    everything = request.param == "all"
    if everything:
        pytest.importorskip("mastodon_mock")
    with platforms(NAMES if everything else A_FEW, tmp_path, peers=everything) as places:
        for place in places:
            place.home = place.fake.post(text="Réunion publique à Nebeur")
        house = House(
            tmp_path, UNDO_SECONDS="0", ALLOWED_PRIVATE_HOSTS="127.0.0.1", **settings_of(places)
        )
        house.start()
        try:
            with house.app() as app, app.test_request_context():
                move_in()
            yield Crossroads(house, places)
        finally:
            house.stop()


def test_comments_come_from_everywhere_and_are_answered_and_hidden(crossroads, chromium):
    crossroads.connect()
    for place in crossroads.places:
        place.says(f"علاش الماء مقصوص؟ {place.title}")
        place.says(f"Insulte sur {place.title}")
        place.deliveries()
        if place.secret and place.push():
            place.delivered = 2
    crossroads.ask_all()
    crossroads.house.until(crossroads.arrived, 60, "not everything was fetched")
    crossroads.house.until(crossroads.promised, 60, "a hub has not promised")
    for place in crossroads.places:
        deliver(crossroads.house, place)
    crossroads.house.until(crossroads.arrived, 60, "not everything was delivered")

    visits = Visits(chromium, crossroads.house.url, {})
    answer_and_hide(visits.of("Leila"), crossroads)
    crossroads.house.until(crossroads.settled, 60, "not everything is done there")
    crossroads.ask_all()
    crossroads.house.until(crossroads.nothing_waits, 30, "something waits")
    visits.end()

    rows = list(crossroads.rows())
    for place, row in zip(crossroads.places, rows, strict=True):
        assert row[3] == (1 if place.does(Can.REPLY) else "–"), row
        assert row[4] == (1 if place.does(Can.HIDE) else "here"), row
        if place.does(Can.REPLY) and hasattr(place.fake, "process"):
            texts = [each["text"] for each in place.fake.replies()]
            assert sum(answer(place) in text for text in texts) == 1, place.title
    show(rows)


def deliver(house, place):
    """One more is said, and the platform tells us of it by itself."""
    if place.secret or place.kind.hears_hubs:
        place.says(f"Par livraison, {place.title}")
        place.push()
        place.delivered += 1
        return
    if not (place.kind.shares_webhook and hasattr(place.fake, "process")):
        return
    place.says(f"Par livraison, {place.title}")
    for body, headers in place.deliveries():
        address = f"{house.url}/webhooks/app/{place.fake.name}"
        headers = {"Content-Type": "application/json", **headers}
        answered = httpx.post(address, content=body.encode(), headers=headers, trust_env=False)
        assert answered.json() == {"received": 1}, (place.title, answered.text)
        place.delivered += 1
    if not place.delivered:
        crossed = place.told.pop()
        place.fake.remove(id=crossed)


def answer_and_hide(page, crossroads):
    numbers = crossroads.numbers()
    for place in crossroads.places:
        first, second = (numbers[place.id, name] for name in place.told[:2])
        if place.does(Can.REPLY):
            page.goto(f"/comments/{first}")
            page.locator(".composer textarea").fill(answer(place))
            page.locator(".composer__foot button").click()
            taken(page)
        page.goto(f"/comments/{second}")
        page.locator(".actions [data-key=h]").click()
        page.locator(".slot--hidden form button").click()
        taken(page)


def taken(page):
    """The inbox has it, and goes on to the next comment."""
    expect(page.locator("#toasts .toast__undo")).to_be_visible(timeout=15000)


def answer(place):
    return f"Demain à 9 h, {place.title}."


def show(rows):
    """The table, printed, and kept where `python -m commands.all_platforms` asks for it."""
    lines = [HEADS, ["---"] * len(HEADS), *rows]
    table = "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)
    print(f"\n{table}")
    if os.environ.get("PLATFORMS_TABLE"):
        Path(os.environ["PLATFORMS_TABLE"]).write_text(table, "utf-8")
