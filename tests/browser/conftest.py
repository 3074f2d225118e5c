"""A real browser on a real house: one of each for all these tests, and the people who sign in."""

import os
import shutil

import pytest

from app.lib.transaction import transaction
from tests import cast
from tests.browser.old_system import OldSystem
from tests.browser.town import Town
from tests.browser.visits import Visits
from tests.fixtures.house import House
from tests.fixtures.post_office import PostOffice

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIETLY = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
).split()
PEOPLE = {
    "Leila": "moderator",
    "Sarra": "moderator",
    "Nadia": "lead",
    "Amel": "admin",
    "Victor": "viewer",
}


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    """A Chromium without a window; the tests are skipped where there is none."""
    playwright = pytest.importorskip("playwright.sync_api")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not path:
        pytest.skip("no Chromium here: set CHROMIUM to its path")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=QUIETLY)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def office():
    """Where this house's letters arrive."""
    office = PostOffice()
    yield office
    office.stop()


@pytest.fixture(scope="session")
def house(tmp_path_factory, office):
    """A whole Sada with its people, in processes of its own."""
    house = House(
        tmp_path_factory.mktemp("house"),
        SMTP_URL=office.url,
        UNDO_SECONDS="3",
        ALLOWED_PRIVATE_HOSTS="127.0.0.1",
    )
    house.start()
    with house.app() as app, app.test_request_context():
        move_in()
    yield house
    house.stop()


def move_in():
    """Everybody with their role, and the gazetteer."""
    from flask_security.utils import hash_password

    from app.territories.actions import load_gazetteer

    password = hash_password(cast.PASSWORD)
    for name, role in PEOPLE.items():
        cast.person(name, role, password=password, on_call=1 if role == "lead" else None)
    with transaction():
        load_gazetteer()


@pytest.fixture(scope="session")
def sessions():
    """The cookies of who signed in already: nobody signs in twice."""
    return {}


@pytest.fixture
def visits(chromium, house, sessions):
    """Open browsers on the house; at the end none of them may have complained."""
    visits = Visits(chromium, house.url, sessions)
    yield visits
    visits.end()


@pytest.fixture(scope="session")
def old_system():
    """Where the answers of these tests arrive."""
    system = OldSystem()
    yield system
    system.stop()


@pytest.fixture
def town(house, old_system):
    """A channel of this test's own."""
    return Town(house, old_system.url)
