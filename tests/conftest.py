"""What every test may ask for: an app on a fresh database, and the cast signed in."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from flask import g
from flask.testing import FlaskClient

from app.extensions import db
from app.factory import create_app
from app.jobs import Task
from app.lib.bell import QuietBell
from app.lib.database import reading
from config import Settings
from tests import cast
from tests.engines import Postgres, Sqlite
from tests.fixtures import live_bell, valkey  # noqa: F401
from tests.fixtures.post_office import certificate, post_office  # noqa: F401


def settings(url, home, **more):
    given = {
        "DATABASE_URL": url,
        "SADA_HOME": str(home),
        "SECRET_KEY": "k" * 40,
        # Tests read the sentences as the code says them; how they are translated has tests of its own.
        "DEFAULT_LOCALE": "en",
        "REDIS_URL": "unix:///nowhere/valkey.sock",
    }
    return Settings.from_environ({**given, **more}, root=Path(home))


def make_app(url, home, **more):
    app = create_app(
        settings(url, home), TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False, **more
    )
    app.extensions["sada-bell"] = QuietBell()
    app.test_client_class = Client
    return app


class Client(FlaskClient):
    """A client whose requests know nothing of each other, though the test's app context is alive around them."""

    def open(self, *args, **kwargs):
        for name in list(g):
            g.pop(name)
        db.session.rollback()
        reading.set(False)
        try:
            return super().open(*args, **kwargs)
        finally:
            reading.set(False)


@pytest.fixture(scope="session")
def home():
    # In memory where there is such a place: what a test keeps need not outlive a power cut.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="sada-test-", dir=memory))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def fill_template(home):
    def make(url):
        app = make_app(url, home)
        with app.app_context():
            db.create_all()
            db.engine.dispose()

    return make


@pytest.fixture(scope="session")
def sqlite(home):
    return Sqlite(home, fill_template(home))


@pytest.fixture(scope="session")
def postgres(home):
    server = Postgres(home / "pg", fill_template(home))
    yield server
    server.stop()


def fresh_app(engine, home):
    """One app on a database of its own, its context pushed for the test."""
    url = engine.fresh()
    app = make_app(url, home)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    engine.drop(url)


@pytest.fixture
def app(sqlite, home):
    yield from fresh_app(sqlite, home)


@pytest.fixture(params=["sqlite", "postgres"])
def any_app(request, home):
    """The same promise on both engines; NO_POSTGRES=1 leaves the second out on a machine that cannot run it."""
    if request.param == "postgres" and os.environ.get("NO_POSTGRES"):
        pytest.skip("NO_POSTGRES is set")
    yield from fresh_app(request.getfixturevalue(request.param), home)


@pytest.fixture
def the_app(request):
    """Whichever app this test runs on."""
    return request.getfixturevalue("any_app" if "any_app" in request.fixturenames else "app")


@pytest.fixture
def leila(the_app):
    return cast.person("Leila", "moderator")


@pytest.fixture
def nadia(the_app):
    return cast.person("Nadia", "lead", on_call=1)


@pytest.fixture
def amel(the_app):
    return cast.person("Amel", "admin")


@pytest.fixture
def victor(the_app):
    return cast.person("Victor", "viewer")


@pytest.fixture
def page(the_app):
    """A channel to put comments under."""
    return cast.channel()


@pytest.fixture
def insult(page):
    return cast.comment(
        page, "ya 7mar, project mte3kom lkol sor9a", author=cast.author(page), toxic=True
    )


@pytest.fixture
def waiting(the_app):
    """The tasks nobody has done yet, as (job, subject)."""

    def tasks():
        open_tasks = db.session.query(Task).filter(Task.done_at.is_(None), Task.failed_at.is_(None))
        return [(task.job, task.subject_id) for task in open_tasks.order_by(Task.id)]

    return tasks


@pytest.fixture
def client(the_app):
    return the_app.test_client()


@pytest.fixture
def sign_in(the_app):
    """A client signed in as somebody: `sign_in(leila).get("/inbox")`."""

    def enter(user, htmx=False):
        client = the_app.test_client()
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = user.fs_uniquifier, True
        return Browser(client) if htmx else client

    return enter


@pytest.fixture
def browser(sign_in, leila):
    """Leila's browser as htmx speaks for it."""
    return sign_in(leila, htmx=True)


class Browser:
    """Posts forms the way htmx does."""

    def __init__(self, client):
        self.client = client

    def get(self, url):
        return self.ask(self.client.get, url)

    def post(self, url, **form):
        return self.ask(self.client.post, url, data=form)

    def delete(self, url, **form):
        return self.ask(self.client.delete, url, data=form)

    def ask(self, send, url, **more):
        return send(url, headers={"HX-Request": "true", "HX-Request-Type": "partial"}, **more)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Several files at a time, but one browser: two at once on two processors make each other late."""
    from xdist.scheduler import LoadFileScheduling

    class OneBrowser(LoadFileScheduling):
        def _split_scope(self, nodeid):
            file = super()._split_scope(nodeid)
            return "tests/browser" if file.startswith("tests/browser/") else file

    return OneBrowser(config, log)
