"""Bluesky: what only this platform does, and the fake judged by the protocol's own client."""

import json
from pathlib import Path

import pytest

from app.channels.models import Channel
from app.connectors.bluesky import Bluesky, links_in
from app.extensions import db
from app.lib.errors import PermanentError, Refused
from tests.connectors.platforms import adds_up, connected, held, read
from tests.fakes.running import running

# What else judges us, for docs/platforms/README.md.
JUDGES = ("atproto",)

SPECS = Path(__file__).parents[3] / "shared" / "specs" / "samples"


@pytest.fixture
def fake(app):
    app.config["ALLOWED_PRIVATE_HOSTS"] = ("127.0.0.1",)
    with running("bluesky") as fake:
        fake.home = fake.post(text="Formation à Gaâfour : inscriptions ouvertes.")
        yield fake


@pytest.fixture
def channel(fake):
    return connected(fake)


def speaking(channel):
    db.session.rollback()
    kept = db.session.get(Channel, channel.id)
    return Bluesky(kept.settings, kept.secrets, account_id=kept.account_id)


def test_a_comment_knows_its_post_its_parent_and_its_thread_however_deep(channel, fake):
    first = fake.comment(text="وقتاش يبدا؟", post=fake.home)
    second = fake.comment(text="Moi aussi je demande", parent=first, author="mouna")
    third = fake.comment(text="Et moi", parent=second, author="hedi")
    read(channel)

    rows = held(channel)
    assert rows[first].post.text.startswith("Formation à Gaâfour")
    assert (rows[first].parent_platform_id, rows[third].parent_platform_id) == (None, second)
    assert {rows[name].thread for name in (first, second, third)} == {first}


def test_a_session_is_renewed_without_signing_in_again(channel, fake):
    before = dict(db.session.get(Channel, channel.id).secrets)
    fake.expire()
    name = fake.comment(text="Après la session", post=fake.home)
    read(channel)

    after = db.session.get(Channel, channel.id)
    assert name in held(channel) and after.secrets["access"] != before["access"]
    assert after.expires_at is not None
    signed_in = [path for _, path, _ in fake.calls() if path.endswith("createSession")]
    assert signed_in == []


def test_an_app_password_alone_is_enough_to_connect_and_a_wrong_one_is_said(fake):
    told = fake.account()
    there = Bluesky({"base_url": fake.url, **told["settings"]}, {"password": told["secrets"]["password"]})  # fmt: skip
    standing = there.check()
    assert standing.account_id == told["account_id"] and standing.account_name == "@pact.example"
    assert standing.keep["pds"] == fake.url
    with pytest.raises(PermanentError) as refused:
        Bluesky({"base_url": fake.url, **told["settings"]}, {"password": "wrong"}).check()
    assert refused.value.code == "auth-expired"


def test_every_act_arrives_and_can_be_taken_back(channel, fake):
    name = fake.comment(text="Insulte", post=fake.home)
    read(channel)
    comment, there = held(channel)[name], speaking(channel)
    for act in ("like", "unlike", "hide", "unhide", "ban", "unban"):
        getattr(there, act)(comment)
    there.set["ban_by"] = "block"
    there.ban(comment)
    there.unban(comment)
    who = comment.author.platform_id
    acts = [["like", name], ["unlike", name], ["hide", name], ["unhide", name]]
    assert fake.acts() == [*acts, *[["ban", who], ["unban", who]] * 2]


def test_folding_away_leaves_alone_what_somebody_else_folded_meanwhile(channel, fake):
    name = fake.comment(text="Insulte", post=fake.home)
    read(channel)
    there = speaking(channel)
    fake.tamper(root=fake.home)
    assert there.hide(held(channel)[name]).state == "hidden"
    gate, _version = there.gate(fake.home)
    assert gate["hiddenReplies"] == ["at://other", name] and gate["allow"] == []


def test_what_is_folded_away_elsewhere_is_seen_when_the_thread_is_read(channel, fake):
    name = fake.comment(text="Insulte", post=fake.home)
    read(channel)
    speaking(channel).hide(held(channel)[name])
    fake.comment(text="Autre", post=fake.home, author="mouna")
    read(channel)
    assert held(channel)[name].state == "hidden"


def test_only_replies_under_our_own_posts_can_be_folded_and_only_ours_deleted(channel, fake):
    theirs = fake.comment(text="@pact bonjour")
    read(channel)
    comment, there = held(channel)[theirs], speaking(channel)
    for act in (there.hide, there.delete):
        with pytest.raises(PermanentError) as refused:
            act(comment)
        assert refused.value.code == "unsupported"


def test_an_answer_to_what_is_gone_is_not_left_hanging(channel, fake):
    name = fake.comment(text="Bientôt retiré", post=fake.home)
    read(channel)
    comment = held(channel)[name]
    fake.remove(id=name)
    with pytest.raises(PermanentError) as refused:
        speaking(channel).reply(comment, "Bonjour")
    assert refused.value.code == "gone" and fake.replies() == []


def test_letters_are_counted_as_people_see_them_and_links_in_bytes():
    there = Bluesky()
    assert there.length("é" * 10 + "👩🏽‍🌾" + "مَاء") == 10 + 1 + 3
    (link,) = links_in("انظر https://pact.example/x.")
    said = "انظر https://pact.example/x.".encode()
    assert said[link["index"]["byteStart"] : link["index"]["byteEnd"]] == b"https://pact.example/x"
    with pytest.raises(Refused):
        there.reply(None, "ب" * 1501)


@pytest.mark.parametrize("sample", ["bluesky.listNotifications", "bluesky.getPostThread"])
def test_what_a_real_server_answered_is_understood(sample, monkeypatch):
    path = SPECS / f"{sample}.json"
    if not path.exists():
        pytest.skip("the captured answers are not here")
    answer = json.loads(path.read_text())
    there = Bluesky({}, {}, account_id="did:plc:7u7pg2yeqp66nhoev2s3qifr")
    monkeypatch.setattr(Bluesky, "ask", lambda self, method, query=(): answers(answer, method))
    found = there.under("x") if "thread" in answer else there.poll({"seen": "2026-01-01T00:00:00Z", "own": {}}).payloads  # fmt: skip
    events = [event for each in found for event in there.parse(json.dumps(each).encode())]
    assert "كم السعر ؟ @brand.test" in [event.text for event in events]
    assert {event.by_us for event in events} <= {True, False}


def answers(answer, method):
    if method.endswith("getAuthorFeed"):
        return {"feed": []}
    return {**answer, "cursor": None}


def test_the_protocols_own_client_understands_the_fake(fake):
    atproto = pytest.importorskip("atproto")
    name = fake.comment(text="Bonjour", post=fake.home)
    client = atproto.Client(base_url=f"{fake.url}/xrpc")
    told = fake.account()
    client.login(told["settings"]["handle"], told["secrets"]["password"])
    (notice,) = client.app.bsky.notification.list_notifications({"limit": 5}).notifications
    assert (notice.uri, notice.reason, notice.record.text) == (name, "reply", "Bonjour")
    thread = client.get_post_thread(fake.home).thread
    assert thread.replies[0].post.uri == name
    liked = client.like(name, notice.cid)
    assert client.unlike(liked.uri)
    root = atproto.models.create_strong_ref(thread.post)
    parent = atproto.models.create_strong_ref(thread.replies[0].post)
    sent = client.send_post("Oui", reply_to=atproto.models.AppBskyFeedPost.ReplyRef(root=root, parent=parent))  # fmt: skip
    assert fake.replies() == [{"id": sent.uri, "text": "Oui", "parent": name}]
    assert fake.acts() == [["like", name], ["unlike", name]]
    adds = client.com.atproto.repo.delete_record
    assert adds({"repo": client.me.did, "collection": "app.bsky.feed.post", "rkey": "missing"})


def test_everything_adds_up(channel, fake):
    fake.nasty(post=fake.home)
    read(channel)
    adds_up(channel)
