"""Mastodon: our connector against its fake, the fake against Mastodon.py, and both against a server that others wrote."""

import subprocess
import sys
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from app.channels.models import Channel, Poll
from app.connectors.contract import Can
from app.connectors.failures import AUTH_EXPIRED, PERMISSION_MISSING
from app.connectors.mastodon import SCOPES, Mastodon
from app.connectors.registry import connect
from app.extensions import db
from app.lib.clock import ago, now
from app.lib.errors import PermanentError, Refused, TransientError
from app.lib.transaction import transaction
from app.moderation.acts import act
from app.moderation.offering import offered
from app.replies.actions import reply
from app.replies.models import Reply
from tests.connectors.platforms import adds_up, connected, due_now, held, read, run_tasks, turn
from tests.connectors.specs import spec, undocumented
from tests.fakes.running import running
from tests.fixtures.house import free_port

# What else judges us, for docs/platforms/README.md.
JUDGES = ("Mastodon.py", "mastodon-mock", "OpenAPI description")
BACK = "https://sada.example/channels/back"


@pytest.fixture
def fake(app):
    app.config.update(ALLOWED_PRIVATE_HOSTS=("127.0.0.1",), UNDO_SECONDS=0)
    with running("mastodon") as server:
        server.home = server.post(text="Réunion publique mardi\nà 18 h, à Sidi Khiar")
        yield server


@pytest.fixture
def channel(fake):
    return connected(fake)


@pytest.fixture
def speak(channel):
    return connect(channel)


def hers(channel, name):
    return held(channel)[name]


class TestReading:
    def test_a_reply_under_our_post_stands_under_it(self, fake, channel):
        name = fake.comment(text="Et pour l'eau ?", post=fake.home)
        read(channel)

        row = hers(channel, name)
        assert (row.parent_platform_id, row.thread) == (None, name)
        assert row.post.platform_id == fake.home
        assert row.post.title == "Réunion publique mardi" and "Sidi Khiar" in row.post.text
        assert row.author.handle == "sami" and row.url.startswith("https://")

    def test_what_answers_a_citizen_is_in_the_citizens_thread(self, fake, channel):
        first = fake.comment(text="Pourquoi ?", post=fake.home)
        second = fake.comment(text="Oui, pourquoi ?", parent=first, author="amal@autre.example")
        third = fake.comment(text="Sans vous nommer", parent=second, author="nour", mention=False)
        read(channel)
        read(channel)

        rows = held(channel)
        assert [rows[name].parent_platform_id for name in (second,)] == [first]
        assert {rows[name].thread for name in (first, second)} == {first}
        assert rows[second].post.platform_id == fake.home
        assert third in rows and rows[third].thread == first

    def test_who_does_not_name_us_under_our_post_is_read_too(self, fake, channel):
        name = fake.comment(text="Je ne vous nomme pas", post=fake.home, mention=False)
        read(channel)

        assert hers(channel, name).post.platform_id == fake.home

    def test_being_named_elsewhere_brings_what_it_is_about(self, fake, channel):
        theirs = fake.comment(text="Un avis", author="amal", mention=False)
        name = fake.comment(text="demandez à eux", parent=theirs, author="sami")
        read(channel)

        row = hers(channel, name)
        assert row.post.platform_id == theirs and row.parent_platform_id is None

    def test_private_words_are_private_and_answered_as_such(self, fake, channel, leila):
        name = fake.comment(text="Entre nous", visibility="direct")
        read(channel)
        row = hers(channel, name)
        assert row.visibility == "private"

        with transaction():
            reply(row, "Entre nous aussi", by=leila)
        run_tasks("deliver-reply")
        key = {"Authorization": "Bearer token-of-pact"}
        there = fake.replies()[0]["id"]
        kept = httpx.get(f"{fake.url}/api/v1/statuses/{there}", headers=key).json()
        assert kept["visibility"] == "direct"

    def test_a_picture_alone_is_a_comment(self, fake, channel):
        media = [
            {
                "id": "1",
                "type": "image",
                "url": "https://m.example/1.jpg",
                "description": "Une fuite d'eau",
            }
        ]
        name = fake.comment(text="", post=fake.home, mention=False, media=media)
        read(channel)

        row = hers(channel, name)
        assert (
            row.text == "🖼 Une fuite d'eau"
            and row.extra["media"][0]["url"] == "https://m.example/1.jpg"
        )

    def test_after_a_long_absence_nothing_in_the_middle_is_skipped(self, fake, channel):
        names = {fake.comment(text=f"Message {n}", author=f"c{n}") for n in range(130)}
        read(channel)

        assert names == set(held(channel))
        assert adds_up(channel).new == 130

    def test_from_now_on_means_from_now_on(self, fake):
        before = fake.comment(text="Avant", post=fake.home)
        channel = connected(fake)
        after = fake.comment(text="Après", post=fake.home)
        read(channel)

        assert after in held(channel)
        # Its thread has grown, so what stands beside it is read as well.
        assert set(held(channel)) <= {before, after}

    def test_reading_back_goes_as_far_as_was_asked_and_says_how_far_it_is(self, fake):
        old = fake.comment(text="Vieux", author="x")
        fake.pass_time(seconds=3600)
        names = {fake.comment(text=f"Récent {n}", author=f"c{n}") for n in range(95)}
        channel = connected(fake, since=now() + timedelta(minutes=30))
        read(channel)

        assert names == set(held(channel)) and old not in held(channel)
        poll = db.session.get(Poll, channel.id)
        assert poll.caught_up_at and poll.reached_at
        adds_up(channel)

    def test_reading_back_is_not_begun_anew_by_a_pause(self, fake):
        names = {fake.comment(text=f"Récent {n}", author=f"c{n}") for n in range(95)}
        channel = connected(fake, since=ago(days=1))
        assert names == set(held(channel))
        calls = len(fake.calls())
        read(channel)
        assert len(fake.calls()) - calls <= 3


class TestActing:
    @pytest.fixture
    def comment(self, fake, channel):
        name = fake.comment(text="Quand ?", post=fake.home, author="sami@autre.example")
        read(channel)
        return hers(channel, name)

    def test_an_answer_names_whom_it_answers(self, fake, comment, speak):
        sent = speak.reply(comment, "Mardi.", reply_id=7)

        (there,) = fake.replies()
        assert there == {
            "id": sent.platform_id,
            "text": "@sami@autre.example Mardi.",
            "parent": comment.platform_id,
        }

    def test_the_same_answer_under_the_same_key_is_one_answer(self, fake, comment, speak):
        assert speak.reply(comment, "Mardi.", reply_id=7) == speak.reply(
            comment, "Mardi.", reply_id=7
        )
        assert len(fake.replies()) == 1

    def test_links_count_as_the_server_counts_them(self, comment, speak, leila):
        assert speak.length("Voir https://www.exemple.tn/" + "a" * 100) == len("Voir ") + 23
        assert speak.limit_for(comment) == 500 - len("@sami ")
        with pytest.raises(Refused):
            reply(comment, "x" * 500, by=leila)
        with pytest.raises(Refused, match="500"):
            speak.reply(comment, "x" * 500)

    @pytest.mark.parametrize("name", [" Mardi", "Mardi  matin", "Mercredi"])
    def test_only_our_own_words_are_taken_for_our_answer(self, fake, comment, speak, name):
        before = ago(minutes=1)
        assert speak.find_reply(comment, "Mardi matin", before) is None
        fake.comment(text="Mardi matin", parent=comment.platform_id, author="amal")
        assert speak.find_reply(comment, "Mardi matin", before) is None
        sent = speak.reply(comment, "Mardi matin")
        assert speak.find_reply(comment, "Mardi matin", before) == sent
        assert speak.find_reply(comment, "Mardi matin", now() + timedelta(minutes=1)) is None

    def test_likes_and_bans(self, fake, comment, speak):
        for what in (Can.LIKE, Can.UNLIKE, Can.BAN, Can.UNBAN):
            getattr(speak, what)(comment)
        who = comment.author.platform_id
        what = comment.platform_id
        assert fake.acts() == [["like", what], ["unlike", what], ["ban", who], ["unban", who]]

    def test_who_is_to_be_muted_is_muted(self, fake, channel, comment):
        with transaction():
            row = db.session.get(Channel, channel.id)
            row.settings = {**row.settings, "ban_by": "mute"}
        connect(db.session.get(Channel, channel.id)).ban(comment)
        assert any(path.endswith("/mute") for _, path, _ in fake.calls())

    def test_our_own_words_can_be_deleted_and_nobody_elses(
        self, fake, channel, comment, speak, leila
    ):
        assert Can.DELETE not in offered(comment)
        with transaction():
            reply(comment, "Mardi.", by=leila)
        run_tasks("deliver-reply")
        read(channel)
        ours = hers(channel, db.session.query(Reply).one().platform_id)
        assert offered(ours) == {Can.DELETE} and ours.by_us
        with transaction():
            act(ours, Can.DELETE, by=leila)
        run_tasks("deliver-measure")

        assert fake.replies() == [] and fake.acts() == [["delete", ours.platform_id]]
        assert hers(channel, ours.platform_id).gone

    def test_what_was_deleted_meanwhile_cannot_be_answered(self, fake, comment, speak):
        fake.remove(id=comment.platform_id)
        with pytest.raises(PermanentError) as caught:
            speak.reply(comment, "Trop tard")
        assert caught.value.code == "gone"

    def test_a_permission_that_is_missing_is_told_by_name_and_its_act_not_offered(
        self, fake, channel
    ):
        from app.channels.checking import settle

        standing = connect(channel).check()
        assert standing.missing == () and standing.account_name == "@pact"
        assert (standing.keep, standing.granted) == ({"max_characters": 500}, frozenset(SCOPES))
        with transaction():
            row = db.session.get(Channel, channel.id)
            settle(row, standing)
            row.granted = [scope for scope in SCOPES if scope != "write:blocks"]
        allowed = connect(db.session.get(Channel, channel.id)).allows
        assert Can.BAN not in allowed and Can.LIKE in allowed


class TestFailing:
    def test_patience_is_told_as_a_moment_here(self, fake, speak, monkeypatch):
        until = (now() + timedelta(minutes=4)).isoformat().replace("+00:00", "Z")
        heard = type("Heard", (), {"status": 429, "headers": {"x-ratelimit-reset": until}})
        with pytest.raises(TransientError) as caught:
            speak.explain(heard)
        assert timedelta(minutes=3) < caught.value.not_before - now() < timedelta(minutes=5)

    def test_what_the_server_says_of_its_allowance_is_kept(self, fake, channel):
        due_now(channel.id)
        turn(channel.id)
        assert 0 < db.session.get(Poll, channel.id).usage < 0.2

    def test_a_dead_key_and_a_missing_permission_are_two_things(self, fake, channel):
        stranger = Mastodon({"base_url": fake.url}, {"token": "old"})
        with pytest.raises(PermanentError) as caught:
            stranger.check()
        assert caught.value.code == AUTH_EXPIRED

        assert httpx.post(f"{fake.url}/_fake/fault", json={"kind": "broken", "times": 1}).is_success
        with pytest.raises(TransientError):
            connect(channel).check()

    def test_an_address_inside_our_own_network_is_not_called(self, fake, app):
        app.config["ALLOWED_PRIVATE_HOSTS"] = ()
        with pytest.raises(PermanentError) as caught:
            Mastodon({"base_url": fake.url}, {"token": "t"}).check()
        assert caught.value.code == "private" and PERMISSION_MISSING != caught.value.code


class TestConnecting:
    def test_the_application_registers_itself_and_the_person_picks_their_account(self, fake, app):
        begun = Mastodon({"base_url": fake.url}).begin(BACK, "state-1")
        there = httpx.get(begun.url)
        back = urlsplit(there.headers["location"])
        query = {name: value[0] for name, value in parse_qs(back.query).items()}
        assert query["state"] == "state-1" and back.netloc == "sada.example"

        (account,) = Mastodon({"base_url": fake.url}).finish(query, BACK, begun.keep)
        assert (account.name, account.secrets["token"]) == ("@pact", "token-of-pact")
        assert account.granted == frozenset(SCOPES)

    def test_who_says_no_is_not_connected(self, fake, app):
        begun = Mastodon({"base_url": fake.url}).begin(BACK, "deny")
        query = parse_qs(urlsplit(httpx.get(begun.url).headers["location"]).query)
        with pytest.raises(Refused):
            Mastodon({"base_url": fake.url}).finish(query, BACK, begun.keep)

    def test_nothing_is_asked_that_the_documentation_does_not_know(self, fake, channel, leila):
        first = fake.comment(text="Quand ?", post=fake.home)
        read(channel)
        speak, row = connect(channel), hers(channel, first)
        for what in (Can.LIKE, Can.UNLIKE, Can.BAN, Can.UNBAN):
            getattr(speak, what)(row)
        speak.reply(row, "Mardi", reply_id=1)
        speak.recheck([row])
        begun = speak.begin(BACK, "s")
        query = parse_qs(urlsplit(httpx.get(begun.url).headers["location"]).query)
        speak.finish({name: value[0] for name, value in query.items()}, BACK, begun.keep)

        assert undocumented(spec("mastodon.openapi.json"), fake.calls()) == []


class TestTheFake:
    """Judged by a client that others wrote for the real thing."""

    @pytest.fixture
    def client(self, fake):
        mastodon = pytest.importorskip("mastodon")
        return mastodon.Mastodon(access_token="token-of-pact", api_base_url=fake.url)

    def test_it_reads_as_the_real_one(self, fake, client):
        names = [
            fake.comment(text=f"Message {n}", post=fake.home, author=f"c{n}") for n in range(50)
        ]

        assert client.account_verify_credentials().acct == "pact"
        page = client.notifications(mentions_only=True, limit=40)
        assert [str(each.status.id) for each in page] == names[:-41:-1]
        older = client.fetch_next(page)
        assert [str(each.status.id) for each in older] == names[9::-1]
        assert not client.fetch_next(older)
        first = client.notifications(min_id=client.notifications()[-1].id, limit=5)
        assert len(first) == 5
        thread = client.status_context(fake.home)
        assert len(thread.descendants) == 50 and thread.descendants[0].in_reply_to_id
        assert page[0].status.created_at.tzinfo and page[0].status.account.acct == "c49"

    def test_it_acts_as_the_real_one(self, fake, client):
        name = fake.comment(text="Quand ?", post=fake.home)
        status = client.status(name)
        made = client.status_reply(status, "Mardi", idempotency_key="k1")
        again = client.status_reply(status, "Mardi", idempotency_key="k1")
        assert made.id == again.id and made.in_reply_to_id == status.id
        assert (
            client.status_favourite(name).favourited
            and not client.status_unfavourite(name).favourited
        )
        assert client.account_block(status.account.id).blocking
        assert not client.account_unblock(status.account.id).blocking
        assert client.status_delete(made.id).text.endswith("Mardi")

    def test_it_refuses_as_the_real_one(self, fake, client):
        from mastodon import MastodonAPIError, MastodonNotFoundError, MastodonUnauthorizedError

        name = fake.comment(text="Quand ?", post=fake.home)
        with pytest.raises(MastodonNotFoundError):
            client.status_delete(name)
        with pytest.raises(MastodonNotFoundError):
            client.status("1")
        with pytest.raises(MastodonAPIError):
            client.status_post("x" * 501)
        client.access_token = "another"
        with pytest.raises(MastodonUnauthorizedError):
            client.account_verify_credentials()


@pytest.fixture
def peer(app, tmp_path):
    """A server that speaks the Mastodon API and that nobody here wrote, with Alice and Bob on it."""
    pytest.importorskip("mastodon_mock")
    app.config.update(ALLOWED_PRIVATE_HOSTS=("127.0.0.1",), UNDO_SECONDS=0)
    port, config = free_port(), tmp_path / "mock.toml"
    accounts = "".join(
        f'[[seed.accounts]]\nusername = "{name}"\naccess_token = "{name}_token"\n'
        for name in ("alice", "bob")
    )
    config.write_text(accounts)
    command = [
        sys.executable,
        "-m",
        "mastodon_mock",
        "serve",
        "--in-memory",
        "--config",
        str(config),
    ]
    log = (tmp_path / "mock.log").open("wb")
    process = subprocess.Popen(
        [*command, "--port", str(port), "--log-level", "critical"], stdout=log, stderr=log
    )
    address = f"http://127.0.0.1:{port}"
    until_it_answers(address, process)
    yield address
    process.kill()
    process.wait()


def until_it_answers(address, process, seconds=60):
    end = time.monotonic() + seconds
    while True:
        assert process.poll() is None and time.monotonic() < end, "the peer did not start"
        try:
            return httpx.get(f"{address}/api/v1/instance", timeout=2, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.1)


class TestARealPeer:
    @pytest.fixture
    def bob(self, peer):
        mastodon = pytest.importorskip("mastodon")
        return mastodon.Mastodon(access_token="bob_token", api_base_url=peer)

    @pytest.fixture
    def alices(self, peer):
        from app.channels.checking import check
        from app.ingest.polling import begin_polls
        from tests import cast

        row = cast.channel(
            "mastodon", settings={"base_url": peer}, secrets={"token": "alice_token"}
        )
        with transaction():
            begin_polls()
        check(row.id)
        db.session.rollback()
        read(row)
        return row

    def test_comments_come_in_are_answered_liked_and_their_author_banned(self, alices, bob, leila):
        assert db.session.get(Channel, alices.id).account_name.startswith("@alice")
        first = bob.status_post("@alice quand revient l'eau ?")
        second = bob.status_post("@alice وقتاش؟", in_reply_to_id=first.id)
        read(alices)
        rows = held(alices)
        assert {str(first.id), str(second.id)} <= set(rows)
        assert "quand revient l'eau ?" in rows[str(first.id)].text

        with transaction():
            reply(rows[str(first.id)], "Demain matin.", by=leila)
            act(rows[str(first.id)], Can.LIKE, by=leila)
        run_tasks()
        thread = bob.status_context(first.id).descendants
        (ours,) = [each for each in thread if each.account.acct == "alice"]
        assert "Demain matin." in ours.content and bob.status(first.id).favourites_count == 1
        assert db.session.query(Reply).one().state == "sent"

        read(alices)
        speak = connect(db.session.get(Channel, alices.id))
        row = held(alices)[str(first.id)]
        assert speak.find_reply(row, "Demain matin.", ago(minutes=2)).platform_id == str(ours.id)
        with transaction():
            act(row, Can.BAN, by=leila)
        run_tasks()
        adds_up(alices)

    def test_an_edit_and_a_deletion_are_found(self, alices, bob):
        first, second = bob.status_post("@alice avant"), bob.status_post("@alice à retirer")
        read(alices)
        bob.status_update(first.id, status="@alice après")
        bob.status_delete(second.id)
        from app.ingest.gaps import recheck

        db.session.rollback()
        recheck(alices.id)
        read(alices)

        rows = held(alices)
        assert rows[str(first.id)].text.endswith("après") and rows[str(second.id)].gone
        adds_up(alices)
