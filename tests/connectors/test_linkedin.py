"""LinkedIn pages: what only this platform does."""

import hashlib
import hmac
import json

import pytest

from app.connectors.contract import Delivery, Unacceptable
from app.connectors.linkedin import LinkedIn
from app.lib.errors import PermanentError
from tests.connectors.platforms import connected, held, read
from tests.fakes.running import running

APP = {"id": "app", "secret": "app-secret"}
BODY = '{"notifications": [], "x": "\\u0639 \\/ ع 😀"}\n'.encode()


@pytest.fixture
def fake():
    with running("linkedin") as fake:
        yield fake


@pytest.fixture
def channel(app, fake):
    app.config["ALLOWED_PRIVATE_HOSTS"] = ("127.0.0.1",)
    fake.home = fake.post(text="Réunion à Nebeur mardi")
    return connected(fake)


def speaking(channel):
    return LinkedIn(channel.settings, channel.secrets, account_id=channel.account_id, app=APP)


def signed(words, secret="app-secret"):
    return hmac.new(secret.encode(), words, hashlib.sha256).hexdigest()


def test_a_comment_knows_its_post_its_parent_and_its_thread(channel, fake):
    first = fake.comment(text="علاش موش في الليل؟", post=fake.home)
    second = fake.comment(text="صحيح", parent=first, author="mouna")
    read(channel)

    rows = held(channel)
    assert rows[first].post.title == "Réunion à Nebeur mardi"
    assert (rows[second].parent_platform_id, rows[second].thread) == (first, first)


def test_an_edit_and_a_deletion_arrive_without_asking_again(channel, fake):
    kept, removed = fake.comment(text="Avant"), fake.comment(text="Retiré")
    read(channel)
    fake.edit(id=kept, text="Après")
    fake.remove(id=removed)
    read(channel)
    assert held(channel)[kept].text == "Après" and held(channel)[removed].gone


def test_every_act_arrives_and_twice_is_fine(channel, fake):
    name = fake.comment(text="Insulte", post=fake.home)
    read(channel)
    comment, there = held(channel)[name], speaking(channel)
    for act in ("like", "like", "unlike", "delete"):
        getattr(there, act)(comment)
    assert fake.acts() == [["like", name], ["unlike", name], ["delete", name]]
    with pytest.raises(PermanentError) as refused:
        there.reply(comment, "Bonjour")
    assert refused.value.code == "gone"


def test_an_answer_to_an_answer_stays_in_its_thread(channel, fake):
    first = fake.comment(text="Quand ?", post=fake.home)
    second = fake.comment(text="Oui, quand ?", parent=first)
    read(channel)
    speaking(channel).reply(held(channel)[second], "Mardi.")
    assert [each["parent"] for each in fake.replies()] == [first]


def test_a_version_that_has_ended_is_said(channel, fake):
    fake.sunset()
    with pytest.raises(PermanentError) as ended:
        speaking(channel).poll(None if channel.settings is None else {"floor": 0, "seen": 0, "start": 0, "newest": 0})  # fmt: skip
    assert ended.value.code == "version"


def test_a_person_connects_the_page_they_run_and_the_key_is_renewed(channel, fake):
    there = LinkedIn(channel.settings, {}, app=APP)
    assert "state=s1" in there.begin("https://sada.example/back", "s1").url
    (page,) = there.finish({"code": "code-1"}, "https://sada.example/back", {})
    assert (page.id, page.name) == ("urn:li:organization:5515715", "PACT")
    assert "w_organization_social" in page.granted
    renewed = LinkedIn(channel.settings, page.secrets, app=APP).refresh_token()
    assert renewed.secrets["token"] != page.secrets["token"] and renewed.secrets["refresh"]
    with pytest.raises(PermanentError) as dead:
        LinkedIn(channel.settings, {"refresh": "old"}, app=APP).refresh_token()
    assert dead.value.code == "auth-expired"


@pytest.mark.parametrize(
    ("app", "shown", "status"),
    [
        (APP, signed(b"hmacsha256=" + BODY), 0),
        (APP, signed(BODY), 401),
        (APP, "hmacsha256=" + signed(b"hmacsha256=" + BODY), 401),
        (APP, signed(b"hmacsha256=" + BODY, "another"), 401),
        (APP, "", 401),
        ({}, signed(b"hmacsha256=" + BODY, ""), 403),
    ],
)
def test_a_delivery_is_signed_over_its_raw_bytes(app, shown, status):
    delivery = Delivery(BODY, {"x-li-signature": shown})
    if not status:
        LinkedIn({}, {}, app=app).verify(delivery)
        return
    with pytest.raises(Unacceptable) as refused:
        LinkedIn({}, {}, app=app).verify(delivery)
    assert refused.value.status == status


def test_the_platform_hears_that_the_address_is_ours():
    code = "890e4665-4dfe-4ab1-b689-ed553bceeed0"
    shake = LinkedIn({}, {}, app=APP).challenge(Delivery(b"", {}, {"challengeCode": code}))
    told = {"challengeCode": code, "challengeResponse": signed(code.encode())}
    assert (json.loads(shake.body), shake.content_type) == (told, "application/json")
    with pytest.raises(Unacceptable):
        LinkedIn({}, {}, app=APP).challenge(Delivery(b"", {}, {"challengeCode": "<script>"}))


def test_a_delivery_is_parted_by_page_and_likes_go_no_further():
    urn = "urn:li:comment:(urn:li:activity:7100000000000000002,7100000000000000003)"
    told = [
        {"organizationalEntity": f"urn:li:organization:{page}", "action": action, "generatedActivity": urn}
        for page, action in ((1, "COMMENT"), (1, "LIKE"), (2, "COMMENT_DELETE"))
    ]  # fmt: skip
    delivery = Delivery(json.dumps({"notifications": told}).encode(), {})
    parts = list(LinkedIn({}, {}, app=APP).route(delivery))
    assert [(part.account_id, part.items) for part in parts] == [
        ("urn:li:organization:1", 1), ("urn:li:organization:2", 1),
    ]  # fmt: skip
