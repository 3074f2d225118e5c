"""Whether the other side hears us is asked with one click, and its page says what came in the way."""

import pytest

from app.channels.models import Channel
from app.extensions import db
from tests import cast
from tests.browser.old_system import OldSystem
from tests.doors.test_views import lead, words_of  # noqa: F401


@pytest.fixture
def system(the_app):
    the_app.config["ALLOWED_PRIVATE_HOSTS"] = ("127.0.0.1",)
    system = OldSystem()
    yield system
    system.stop()


def channel(url):
    return cast.channel("webhook", "Old", settings={"base_url": url}, secrets={"secret": "s" * 20})


def tried(lead, row):  # noqa: F811
    page = words_of(lead.post(f"/channels/{row.id}/check", follow_redirects=True).text)
    db.session.rollback()
    return page, db.session.get(Channel, row.id)


def test_a_call_back_that_hears_is_said_to(lead, system):  # noqa: F811
    row = channel(system.url)
    page, kept = tried(lead, row)

    assert "The other side hears us." in page and kept.last_error is None
    assert system.told == [{"event": "ping"}]


def test_one_that_does_not_is_on_the_page_until_it_does(lead, system):  # noqa: F811
    system.status = 403
    row = channel(system.url)
    page, kept = tried(lead, row)
    assert "does not accept our signature" in kept.last_error and "! Does not work" in page

    system.status = 200
    page, kept = tried(lead, row)
    assert kept.last_error is None and "Does not work" not in page


def test_a_private_address_is_not_called(lead, the_app):  # noqa: F811
    the_app.config["ALLOWED_PRIVATE_HOSTS"] = ()
    page, kept = tried(lead, channel("http://169.254.169.254/latest"))

    assert kept.last_error and "Does not work" in page


def test_without_a_call_back_there_is_nothing_to_try(lead):  # noqa: F811
    row = cast.channel("webhook", "Old", secrets={"secret": "s" * 20})

    assert lead.post(f"/channels/{row.id}/check").status_code == 409
    assert "Try the call-back" not in lead.get(f"/channels/{row.id}").text
