"""Connect an account: through the platform's own window, or with a key that is tried first."""

import re
from urllib.parse import urlsplit

import httpx
import pytest

from app.channels.connectings import Connecting
from app.channels.models import Channel, Poll
from app.extensions import db
from app.lib.clock import ago, now
from tests.fakes.running import running


@pytest.fixture
def mastodon(app):
    app.config["ALLOWED_PRIVATE_HOSTS"] = ("127.0.0.1",)
    with running("mastodon") as fake:
        yield fake


@pytest.fixture
def lead(sign_in, nadia):
    return sign_in(nadia)


def through_the_window(lead, fake, **form):
    """Leave, say yes over there, and come back as a browser does."""
    page = lead.post("/channels/join/mastodon/window", data={"base_url": fake.url, **form}).text
    address = re.search(r'btn--primary" href="([^"]+)"', page)[1].replace("&amp;", "&")
    said_yes = httpx.get(address, trust_env=False)
    there = urlsplit(said_yes.headers["location"])
    return lead.get(f"{there.path}?{there.query}")


def test_an_account_is_connected_through_the_platforms_window(lead, mastodon):
    answer = through_the_window(lead, mastodon, back="30")
    pick = lead.get(answer.location).text
    assert "@pact" in pick
    number = re.search(r'name="account" id="account-1" value="([^"]+)"', pick)[1]
    lead.post(answer.location, data={"account": number})

    channel = db.session.query(Channel).one()
    assert (channel.platform, channel.account_id, channel.name) == ("mastodon", number, "@pact")
    assert channel.secrets["token"] == mastodon.account()["secrets"]["token"]
    assert channel.since and abs((ago(days=30) - channel.since).total_seconds()) < 60
    assert db.session.get(Poll, channel.id)
    assert mastodon.account()["secrets"]["token"] not in pick


def test_the_same_account_again_is_reconnected_with_its_history(lead, mastodon):
    for _ in range(2):
        place = through_the_window(lead, mastodon).location
        number = re.search(r'value="([^"]+)"', lead.get(place).text.split('name="account"')[1])[1]
        lead.post(place, data={"account": number})
    assert db.session.query(Channel).count() == 1


def test_who_says_no_over_there_is_told_so_and_nothing_is_connected(lead, mastodon):
    page = lead.post("/channels/join/mastodon/window", data={"base_url": mastodon.url}).text
    state = db.session.query(Connecting).one().state
    assert "Continue to Mastodon" in page
    answer = lead.get(
        f"/channels/join/back?state={state}&error=access_denied", follow_redirects=True
    )
    assert "access was not granted" in answer.text
    assert db.session.query(Channel).count() == 0


def test_nobody_comes_back_in_anothers_name_or_too_late(lead, sign_in, amel, mastodon):
    lead.post("/channels/join/mastodon/window", data={"base_url": mastodon.url})
    going = db.session.query(Connecting).one()
    state = going.state
    assert sign_in(amel).get(f"/channels/join/back?state={state}&code=x").status_code == 409
    going = db.session.query(Connecting).one()
    going.made_at = now() - (now() - ago(minutes=31))
    db.session.commit()
    assert lead.get(f"/channels/join/back?state={state}&code=x").status_code == 409
    assert lead.get("/channels/join/back").status_code == 409


def test_a_pasted_key_is_tried_before_it_is_kept(lead, mastodon):
    wrong = {"name": "Notre compte", "base_url": mastodon.url, "token": "wrong", "ban_by": "block"}
    answer = lead.post("/channels/join/mastodon/key", data=wrong)
    assert answer.status_code == 422 and "does not accept our key" in answer.text
    assert db.session.query(Channel).count() == 0

    right = wrong | {"token": mastodon.account()["secrets"]["token"]}
    answer = lead.post("/channels/join/mastodon/key", data=right)
    channel = db.session.query(Channel).one()
    assert (channel.name, channel.account_name) == ("Notre compte", "@pact")
    page = lead.get(answer.location).text
    assert right["token"] not in page


def test_a_server_that_is_not_there_is_said(lead, app):
    answer = lead.post("/channels/join/mastodon/window", data={"base_url": "http://127.0.0.1:9"})
    assert answer.status_code == 422 and "private network" in answer.text


def test_the_page_of_an_account_says_how_it_does_and_is_asked_on_demand(lead, mastodon):
    token = mastodon.account()["secrets"]["token"]
    given = {"name": "Notre compte", "base_url": mastodon.url, "token": token, "ban_by": "block"}
    place = lead.post("/channels/join/mastodon/key", data=given).location
    page = lead.get(place).text
    assert "Fetching for the first time" in page and "@pact" in page and token not in page

    tested = lead.post(f"{place}/check", follow_redirects=True).text
    assert "The platform knows us as @pact." in tested
    number = db.session.query(Channel).one().id
    asked = lead.post(f"{place}/reading", data={"back": "30"}, follow_redirects=True).text
    assert "What was written before is on its way." in asked
    assert db.session.get(Channel, number).since

    mastodon.fault(kind="expired", times=-1)
    page = lead.post(f"{place}/check", follow_redirects=True).text
    assert "does not accept our key" in page and "Reconnect" in page


def test_the_addresses_to_copy_are_shown_before_there_is_an_application(lead):
    facebook = lead.get("/channels/new/facebook").text
    assert "/channels/join/back</code>" in facebook and "/webhooks/app/facebook</code>" in facebook
    assert "META_APP_ID" in facebook
    # TikTok takes no return address without this last sign.
    assert "/channels/join/back/</code>" in lead.get("/channels/new/tiktok").text
    assert "</code>" not in lead.get("/channels/new/mastodon").text
    assert lead.get("/channels/join/back/?state=old").status_code != 404


def test_a_platform_without_a_connector_any_more_is_said_calmly(lead, app):
    from app.ingest.polling import begin_polls, due_channels
    from tests import cast

    channel = cast.channel("orkut", account_id="1")
    db.session.add(Poll(channel_id=channel.id, due_at=ago(days=1)))
    db.session.commit()
    number = channel.id
    for page in ("/channels", f"/channels/{number}", f"/channels/{number}/settings"):
        answer = lead.get(page)
        assert answer.status_code == 200, page
    assert "does not speak to this platform" in lead.get("/channels").text
    begin_polls()
    assert number not in due_channels()
