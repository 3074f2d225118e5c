"""Somebody takes our application away at Meta, or asks for their data to be deleted: it is done, and they can look."""

from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from app.authors.linking import link, linked_ids
from app.authors.models import AuthorNote
from app.channels.departures import Departure
from app.comments.models import Author
from app.extensions import db
from app.letters.models import Letter
from tests import cast
from tests.connectors.meta import set_up
from tests.fakes.meta.graph import PERSON
from tests.fakes.running import made


@pytest.fixture
def meta(app):
    """Meta, with an application of ours."""
    set_up(app)
    return made("facebook")


def connected(person, number):
    settings = {"app_user": person} if person else {}
    return cast.channel(
        "facebook", name=f"Page {number}", settings=settings, secrets={"token": "key"},
        account_id=str(number),
    )  # fmt: skip


def tell(client, what, request, platform="facebook"):
    return client.post(f"/leaving/{platform}/{what}", data={"signed_request": request})


def test_the_keys_of_who_left_are_thrown_away_and_the_channel_says_so(app, meta, sign_in, nadia, amel):  # fmt: skip
    mine, other, unknown = connected(PERSON, 1), connected("999", 2), connected(None, 3)
    request = meta.do_farewell()
    assert tell(app.test_client(), "left", request).status_code == 204
    assert tell(app.test_client(), "left", request).status_code == 204
    db.session.expire_all()

    assert mine.secrets == {} and mine.cut_off_at and "app_user" not in mine.settings
    assert other.secrets == {"token": "key"} and not other.cut_off_at
    assert unknown.secrets == {"token": "key"}
    assert [letter.to for letter in db.session.scalars(select(Letter))] == [amel.email]
    assert "Cut off" in sign_in(nadia).get(f"/channels/{mine.id}").text
    assert len(db.session.scalars(select(Departure)).all()) == 1


def test_who_asks_for_deletion_is_named_nowhere_and_can_look_it_up(app, meta):
    channel = connected(PERSON, 1)
    author = cast.author(channel, "Sami")
    author.platform_id, author.url = PERSON, "https://facebook.example/sami"
    comment = cast.comment(channel, "Bonjour", author=author)
    twin, selma = cast.author(cast.channel(name="Site"), "Sami"), cast.person("Selma", "lead")
    db.session.add(AuthorNote(author_id=author.id, text="Sami, the baker"))
    link(author, twin, by=selma)
    db.session.commit()
    answer = tell(app.test_client(), "delete", meta.do_farewell(), "instagram").json
    db.session.expire_all()

    told = db.session.get(Author, author.id)
    assert (told.name, told.handle, told.url) == ("", "", None) and PERSON not in told.platform_id
    assert comment.text == "Bonjour"
    assert linked_ids(twin.id) == [twin.id] and not db.session.scalars(select(AuthorNote)).all()
    assert channel.secrets == {}
    page = app.test_client().get(urlsplit(answer["url"]).path)
    assert answer["confirmation_code"] in page.text and "noindex" in page.headers["X-Robots-Tag"]
    assert "Sami" not in page.text and PERSON not in page.text
    assert app.test_client().get("/leaving/000").status_code == 404


@pytest.mark.parametrize("lie", [{"secret": "another"}, {"algorithm": "none"}, {"person": ""}])
def test_what_meta_did_not_sign_changes_nothing(app, meta, lie):
    channel = connected(PERSON, 1)
    assert tell(app.test_client(), "delete", meta.do_farewell(**lie)).status_code in (400, 401)
    for junk in ("", ".", "a.b", "é.é", "x" * 20_000, "bm9uZQ.bm9uZQ"):
        assert tell(app.test_client(), "left", junk).status_code in (400, 401, 413)
    assert tell(app.test_client(), "left", meta.do_farewell(), "mastodon").status_code == 404
    app.config["META_APP_SECRET"] = ""
    assert tell(app.test_client(), "left", meta.do_farewell(secret="")).status_code == 403
    db.session.expire_all()
    assert channel.secrets == {"token": "key"} and not channel.cut_off_at
