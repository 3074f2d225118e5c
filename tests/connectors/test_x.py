"""X: mentions and deliveries, answers only to who summoned us, money; the fake is judged by X's own client and by its
OpenAPI description."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from app.channels.budgets import spending_of
from app.channels.models import Channel, Poll
from app.channels.renewing import renew
from app.connectors import x as x_module
from app.connectors import x_posts
from app.connectors.contract import Can, Delivery, Gone, Incoming
from app.connectors.registry import connect
from app.connectors.x import SCOPES, X
from app.connectors.x_answers import Lost
from app.extensions import db
from app.ingest.actions import process
from app.ingest.gaps import recheck
from app.lib.calling import Heard
from app.lib.clock import ago, now
from app.lib.errors import PermanentError, Refused, TransientError
from app.lib.transaction import transaction
from app.moderation.actions import hide
from app.moderation.offering import elsewhere, offered
from app.replies.actions import reply
from tests.connectors.openapi import broken_rules, misfits
from tests.connectors.platforms import (
    adds_up,
    connected,
    due_now,
    held,
    read,
    run_tasks,
    time_passes,
    turn,
)
from tests.connectors.specs import SPECS
from tests.fakes.running import running
from tests.fakes.x import CLIENT, CONSUMER_SECRET, WEBHOOK

# What else judges us, for docs/platforms/README.md.
JUDGES = ("xdk", "OpenAPI description")
BACK = "https://sada.example/channels/back"
ME = "1111111111111111111"


@pytest.fixture
def fake(app):
    app.config.update(ALLOWED_PRIVATE_HOSTS=("127.0.0.1",), UNDO_SECONDS=0)
    with running("x") as server:
        server.home = server.post(text="Réunion publique à Sidi Khiar")
        yield server


@pytest.fixture
def channel(fake):
    return spelled(fake)


def spelled(fake, spelling="tweet", **more):
    row = connected(fake, **more)
    with transaction():
        kept = db.session.get(Channel, row.id)
        kept.settings = {**kept.settings, "spelling": spelling}
    return row


def speaking(channel):
    db.session.rollback()
    return connect(db.session.get(Channel, channel.id))


def hers(channel, name):
    return held(channel)[name]


def always_search(monkeypatch):
    monkeypatch.setattr(x_module, "SEARCH_EVERY", timedelta(0))


class TestReading:
    """In both spellings of X's names."""

    @pytest.fixture(params=["tweet", "post"])
    def channel(self, fake, request):
        return spelled(fake, request.param)

    def test_a_comment_knows_its_post_its_parent_and_its_author(self, fake, channel):
        first = fake.comment(text="وقتاش يرجع الماء؟", post=fake.home)
        second = fake.comment(text="Demain", parent=first, author="mouna")
        read(channel)

        rows = held(channel)
        assert int(first) > 2**53 and rows[first].text == "وقتاش يرجع الماء؟"
        assert rows[first].post.title == "Réunion publique à Sidi Khiar"
        assert (rows[first].parent_platform_id, rows[second].parent_platform_id) == (None, first)
        assert rows[second].thread == first and rows[second].post_id == rows[first].post_id
        assert (
            rows[second].author.handle == "mouna"
            and rows[second].url == f"https://x.com/mouna/status/{second}"
        )

    def test_only_under_our_own_posts_can_be_hidden_and_only_who_summoned_us_answered(
        self, fake, channel, monkeypatch
    ):
        always_search(monkeypatch)
        others = fake.post(text="Une radio", author="radio")
        under_us = fake.comment(text="Chez vous", post=fake.home)
        silent = fake.comment(text="Sans vous nommer", post=fake.home, mention=False)
        elsewhere_ = fake.comment(text="Chez eux", post=others)
        deep = fake.comment(text="Plus bas", parent=under_us, author="mouna")
        quoting = fake.comment(text="À lire", mention=True, quote=fake.home, author="amal")
        read(channel)

        rows = held(channel)
        hide_, answer = (
            [name for name in (under_us, silent, elsewhere_, deep, quoting) if rows[name].can(act)]
            for act in (Can.HIDE, Can.REPLY)
        )
        assert hide_ == [under_us, silent, deep]
        assert answer == [under_us, elsewhere_, deep, quoting]
        recheck(channel.id)
        read(channel)
        assert held(channel)[deep].can(Can.HIDE) and not held(channel)[elsewhere_].can(Can.HIDE)
        assert elsewhere(rows[silent]) >= {Can.REPLY, Can.LIKE} and Can.DELETE not in offered(
            rows[under_us]
        )

    def test_an_edited_post_is_the_same_comment(self, fake, channel):
        name = fake.comment(text="Avant", post=fake.home)
        read(channel)
        fake.pass_time(seconds=60)
        fake.edit(id=name, text="Après")
        read(channel)

        (row,) = held(channel).values()
        assert (row.platform_id, row.text) == (name, "Après") and row.edited_at
        assert row.extra["latest"] != name
        speaking(channel).hide(row)
        assert fake.acts() == [["hide", row.extra["latest"]]]

    def test_the_whole_of_a_long_post_and_its_picture(self, fake, channel):
        long, picture = (
            fake.comment(text="", note="@pact " + "كلام " * 100, post=fake.home),
            fake.comment(
                text="Regardez https://t.co/pic",
                picture="https://pbs.example/p.jpg",
                post=fake.home,
            ),
        )
        read(channel)
        rows = held(channel)
        assert len(rows[long].text) > 450 and rows[picture].text == "Regardez"
        assert rows[picture].extra["media"][0] == {
            "kind": "image",
            "url": "https://pbs.example/p.jpg",
            "alt": "Une affiche",
        }

    def test_many_pages_and_a_first_reading_back(self, fake):
        names = {
            fake.comment(text=f"Message {n}", post=fake.home, author=f"c{n}") for n in range(230)
        }
        channel = spelled(fake, since=ago(days=1))
        assert names == set(held(channel))
        poll = db.session.get(Poll, channel.id)
        assert (
            poll.caught_up_at
            and poll.reached_at
            and poll.cursor["mentions"]["since"] == max(names, key=int)
        )
        adds_up(channel)

    def test_an_id_that_x_has_forgotten_is_replaced_by_the_time(self, fake, channel):
        name = fake.comment(text="Avant l'oubli", post=fake.home)
        read(channel)
        fake.set(forgotten=str(int(name) + 1))
        after = fake.comment(text="Après", post=fake.home)
        read(channel)
        assert after in held(channel) and db.session.get(Poll, channel.id).failures == 0

    def test_a_page_that_x_has_forgotten_is_asked_for_anew(self, fake, channel):
        names = {fake.comment(text=f"M {n}", post=fake.home, author=f"c{n}") for n in range(3)}
        speak = speaking(channel)
        walk = {"since": None, "start": x_posts.iso(ago(hours=1)), "token": "gone", "newest": None}
        assert {each["id"] for each in speak.step(walk, speak.own("/mentions"), 0)["data"]} == names

    def test_nothing_new_costs_nothing(self, fake, channel):
        read(channel)
        before = spending_of(channel.id, speaking(channel)).used
        read(channel)
        assert spending_of(channel.id, speaking(channel)).used == before

    def test_what_is_edited_or_gone_is_found_though_all_of_it_is_a_200(self, fake, channel):
        edited, removed = (
            fake.comment(text="Avant", post=fake.home),
            fake.comment(text="À retirer", post=fake.home),
        )
        read(channel)
        rows = held(channel)
        fake.edit(id=edited, text="Après")
        fake.remove(id=removed)
        payloads = speaking(channel).recheck([rows[edited], rows[removed]])
        events = [
            event
            for each in payloads
            for event in speaking(channel).parse(json.dumps(each).encode())
        ]
        assert [type(each) for each in events] == [Incoming, Gone]
        assert events[0].text == "Après" and events[1].platform_id == removed
        fake.remove(id=edited)
        assert speaking(channel).recheck(list(rows.values())) == [
            {"gone": edited},
            {"gone": removed},
        ]
        recheck(channel.id)
        read(channel)
        assert all(row.gone for row in held(channel).values())

    @pytest.mark.parametrize("name", ["x.mentions.json", "x.search_recent.json"])
    def test_answers_of_a_real_server_are_understood(self, name):
        if not (SPECS / "samples" / name).exists():
            pytest.skip("the samples are not here")
        (found,) = X({"username": "playground_user"}, {}, account_id="0").parse(
            (SPECS / "samples" / name).read_bytes()
        )
        assert found.platform_id == "5001" and found.can_reply and "this is spam" in found.text

    def test_a_repost_is_nobodys_words(self):
        told = {
            "data": {
                "id": "1",
                "text": "RT @pact: …",
                "referenced_tweets": [{"type": "retweeted", "id": "2"}],
            }
        }
        assert list(X({}, {}).parse(json.dumps(told).encode())) == []


class TestDelivering:
    """X tells our application, and each account's channel gets its own."""

    def knock(self, client, each, **headers):
        given = {
            "x-twitter-webhooks-signature": each["signature"],
            "Content-Type": "application/json",
            **headers,
        }
        return client.post("/webhooks/app/x", data=each["body"].encode(), headers=given)

    def test_what_is_delivered_and_polled_is_one_comment(self, fake, channel, client):
        first = fake.comment(text="وقتاش؟ 😀", post=fake.home)
        second = fake.comment(text="Sans nom", post=fake.home, mention=False, author="mouna")
        deliveries = fake.deliveries()
        for each in (*deliveries, deliveries[0]):
            assert self.knock(client, each).status_code == 200
        while process():
            pass
        rows = held(channel)
        assert set(rows) == {first, second} and rows[first].author.handle == "sami"
        assert (
            rows[first].can("hide") and rows[second].can("hide") and not rows[second].can("reply")
        )
        read(channel)
        assert set(held(channel)) == {first, second}
        adds_up(channel)

    def test_the_same_event_in_other_bytes_is_the_same_event(self, fake, channel):
        fake.comment(text="Une fois", post=fake.home)
        (each,) = fake.deliveries()
        again = json.dumps(json.loads(each["body"]), indent=1).encode()
        assert again != each["body"].encode()
        one, other = (
            speaking(channel).fingerprint(Delivery(body, {}))
            for body in (each["body"].encode(), again)
        )
        assert one == other

    def test_our_own_deleted_words_are_told(self, fake, channel, client):
        name = fake.comment(text="Quand ?", post=fake.home)
        read(channel)
        sent = speaking(channel).reply(hers(channel, name), "Mardi")
        speaking(channel).http.delete(f"/tweets/{sent.platform_id}")
        told = [each for each in fake.deliveries() if "post.delete" in each["body"]]
        (event,) = speaking(channel).parse(told[0]["body"].encode())
        assert event == Gone(sent.platform_id) and self.knock(client, told[0]).status_code == 200

    @pytest.mark.parametrize("wrong", ["other secret", "changed", "missing", "hex"])
    def test_a_wrong_signature_stores_nothing(self, fake, channel, client, wrong):
        from app.ingest.models import RawEvent

        fake.comment(text="Faux", post=fake.home)
        (each,) = fake.deliveries()
        body = each["body"].encode()
        each["signature"] = {
            "other secret": "sha256=" + base64.b64encode(hmac.new(b"x", body, hashlib.sha256).digest()).decode(),
            "changed": each["signature"], "missing": "",
            "hex": "sha256=" + hmac.new(CONSUMER_SECRET.encode(), body, hashlib.sha256).hexdigest(),
        }[wrong]  # fmt: skip
        each["body"] += "\n" if wrong == "changed" else ""
        assert self.knock(client, each).status_code == 401
        assert db.session.query(RawEvent).count() == 0

    def test_without_a_secret_nobody_is_let_in(self, fake, channel, client, app):
        app.config["X_CONSUMER_SECRET"] = ""
        fake.comment(text="Ouvert ?", post=fake.home)
        assert self.knock(client, fake.deliveries()[0]).status_code == 403

    def test_the_challenge_is_answered_with_our_secret(self, fake, channel, client):
        told = client.get("/webhooks/app/x?crc_token=abc123")
        right = base64.b64encode(
            hmac.new(CONSUMER_SECRET.encode(), b"abc123", hashlib.sha256).digest()
        ).decode()
        assert (
            told.json == {"response_token": f"sha256={right}"}
            and told.mimetype == "application/json"
        )
        assert client.get("/webhooks/app/x").status_code == 403

    def test_a_stranger_account_is_let_go_of(self, fake, channel, client):
        from app.ingest.models import RawEvent

        body = json.dumps(
            {
                "data": {
                    "event_type": "post.mention.create",
                    "filter": {"user_id": "9"},
                    "payload": {"id": "1"},
                }
            }
        )
        made = base64.b64encode(
            hmac.new(CONSUMER_SECRET.encode(), body.encode(), hashlib.sha256).digest()
        ).decode()
        assert self.knock(client, {"body": body, "signature": f"sha256={made}"}).status_code == 200
        assert db.session.query(RawEvent).count() == 0

    def test_the_events_of_the_account_are_asked_for_once(self, fake, channel):
        with transaction():
            row = db.session.get(Channel, channel.id)
            row.settings = {**row.settings, "webhook": WEBHOOK}
        for _ in range(2):
            assert speaking(channel).check().notes == ()
        asked = [body["event_type"] for method, path, _, body in fake.asked() if method == "POST"]
        assert asked == [
            "post.mention.create",
            "post.reply.create",
            "post.quote.create",
            "post.delete",
        ]


class TestActing:
    @pytest.fixture
    def comment(self, fake, channel):
        name = fake.comment(text="Quand ?", post=fake.home)
        read(channel)
        return hers(channel, name)

    def test_every_act_arrives(self, fake, channel, comment):
        speak = speaking(channel)
        sent = speak.reply(comment, "Mardi à 18 h.")
        assert speak.hide(comment).state == "hidden" and speak.unhide(comment).state == "visible"
        speak.ban(comment), speak.unban(comment)
        who, what = comment.author.platform_id, comment.platform_id
        assert fake.acts() == [["hide", what], ["unhide", what], ["mute", who], ["unmute", who]]
        assert fake.replies() == [
            {"id": sent.platform_id, "text": "@sami Mardi à 18 h.", "parent": what}
        ]
        assert speak.find_reply(comment, "Mardi à 18 h.", ago(minutes=1)) == sent
        assert speak.find_reply(comment, "Mercredi.", ago(minutes=1)) is None

    def test_only_our_own_words_are_deleted(self, fake, channel, comment):
        speak = speaking(channel)
        with pytest.raises(PermanentError) as caught:
            speak.delete(comment)
        assert caught.value.code == "unsupported"
        sent = speak.reply(comment, "Mardi")
        payload = speak.many([sent.platform_id])
        (ours,) = speak.parse(json.dumps(payload).encode())
        assert ours.by_us and ours.can_reply is None and not ours.can_hide
        comment.by_us, comment.platform_id = True, sent.platform_id
        assert speak.delete(comment).state == "deleted" and fake.replies() == []

    def test_x_says_why_it_does_not_take_an_answer(self, fake, channel, comment, leila):
        speak = speaking(channel)
        speak.reply(comment, "Mardi")
        with pytest.raises(Refused, match="there already"):
            speak.reply(comment, "Mardi")
        other = fake.comment(text="Sans nom", post=fake.home, mention=False)
        comment.platform_id = other
        with pytest.raises(Refused, match="not been mentioned"):
            speak.reply(comment, "Bonjour")

    def test_what_is_gone_is_a_200_and_told_as_gone(self, fake, channel, comment):
        fake.remove(id=comment.platform_id)
        for does in (speaking(channel).hide, speaking(channel).unhide):
            with pytest.raises(PermanentError) as caught:
                does(comment)
            assert caught.value.code == "gone"

    def test_a_missing_permission_is_told_and_its_act_not_offered(self, fake, channel, comment):
        fake.set(scopes="tweet.read users.read")
        with pytest.raises(PermanentError) as caught:
            speaking(channel).ban(comment)
        assert caught.value.code == "permission-missing"
        speak = X({}, {}, account_id=ME, granted=frozenset({"tweet.read", "tweet.write"}))
        assert speak.allows == {Can.REPLY, Can.DELETE}

    def test_hiding_from_the_inbox_reaches_x(self, fake, channel, comment, leila):
        with transaction():
            hide(comment, by=leila)
        run_tasks("deliver-measure")
        read(channel)
        assert fake.acts() == [["hide", comment.platform_id]]
        assert hers(channel, comment.platform_id).state == "hidden"

    @pytest.mark.parametrize(
        ("text", "weighs"),
        [("Salut", 5), ("مرحبا", 5), ("日本", 4), ("😀", 2), ("👨‍👩‍👧", 2), ("👍🏽", 2), ("🇹🇳", 2), ("é", 1), ("voir https://exemple.tn/" + "a" * 80, 28)],
    )  # fmt: skip
    def test_letters_weigh_what_they_weigh_there(self, text, weighs):
        assert X({}, {}).length(text) == weighs

    def test_a_text_that_is_too_long_there_is_not_sent(self, fake, channel, comment, leila):
        with pytest.raises(Refused):
            reply(comment, "日" * 141, by=leila)
        with transaction():
            reply(comment, "é" * 280, by=leila)


class TestMoney:
    def test_what_is_read_and_done_is_counted(self, fake, channel):
        fake.comment(text="Combien ?", post=fake.home)
        read(channel)
        # The mention, its author and us, and our own post above it.
        assert spending_of(channel.id, speaking(channel)).used == pytest.approx(
            0.001 + 2 * 0.010 + 0.001
        )
        speak, row = speaking(channel), next(iter(held(channel).values()))
        speak.reply(row, "Mardi")
        speak.reply(row, "Voir https://exemple.tn")
        assert speak.spent == pytest.approx(0.010 + 0.20)
        with pytest.raises(Refused):
            speak.reply(row, "Mardi")
        assert speak.spent == pytest.approx(0.010 + 0.20), "what was refused costs nothing"

    def test_reading_stops_a_dollar_before_the_end_and_acts_go_through(self, fake, channel):
        name = fake.comment(text="Avant la fin", post=fake.home)
        read(channel)
        with transaction():
            row = db.session.get(Channel, channel.id)
            row.settings = {**row.settings, "monthly_budget": "1.01"}
        calls = len(fake.calls())
        later_ = fake.comment(text="Plus tard", post=fake.home)
        read(channel)
        assert len(fake.calls()) == calls and later_ not in held(channel)
        assert speaking(channel).hide(hers(channel, name)).state == "hidden"

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("25 $", "25"),
            ("12,5", "12.5"),
            ("1 000", "1000"),
            ("10,000", "10000"),
            ("beaucoup", "25"),
            ("0", "0"),
        ],
    )
    def test_a_limit_is_read_as_people_type_it(self, typed, meant):
        assert X({"monthly_budget": typed}, {}).set["monthly_budget"] == meant

    def test_too_much_and_too_fast_are_two_things(self, fake, channel):
        fake.set(capped=1)
        read(channel, most=1)
        until = db.session.get(Channel, channel.id).not_before
        assert until.day == 1 and until > now() + timedelta(minutes=1)
        fake.set(capped=0)
        time_passes(fake, days=32)
        name = fake.comment(text="Le mois d'après", post=fake.home)
        read(channel)
        assert name in held(channel)

    def test_the_allowance_of_a_quarter_of_an_hour_is_kept(self, fake, channel):
        due_now(channel.id)
        turn(channel.id)
        assert 0 < db.session.get(Poll, channel.id).usage < 0.2


@pytest.mark.parametrize(
    ("status", "told", "kind", "code"),
    [
        (200, {"errors": [{"type": "https://api.x.com/2/problems/resource-not-found"}]}, PermanentError, "gone"),
        (200, {"errors": [{"type": "https://api.twitter.com/2/problems/not-authorized-for-resource"}]}, PermanentError, "gone"),
        (429, {"type": "https://api.x.com/2/problems/usage-capped"}, TransientError, "quota"),
        (429, {"title": "Too Many Requests"}, TransientError, "rate-limited"),
        (402, {"title": "CreditsDepleted"}, TransientError, "quota"),
        (403, {"errors": [{"type": "https://api.twitter.com/2/problems/unsupported-authentication"}]}, PermanentError, "permission-missing"),
        (503, {"type": "https://api.x.com/2/problems/internal-error"}, TransientError, "broken"),
        (400, {"errors": [{"parameters": {"since_id": ["1"]}, "message": "too old"}]}, Lost, None),
    ],
)  # fmt: skip
def test_every_problem_has_its_meaning(status, told, kind, code):
    with pytest.raises(kind) as caught:
        X({}, {}).explain(Heard(status, {}, json.dumps(told).encode()))
    assert code is None or caught.value.code == code


def test_part_of_an_answer_is_an_answer():
    told = {
        "data": [{"id": "1"}],
        "errors": [{"type": "https://api.x.com/2/problems/resource-not-found"}],
    }
    assert X({}, {}).explain(Heard(200, {}, json.dumps(told).encode())) is None


class TestConnecting:
    def went(self, fake, state="s-1"):
        settings = {
            name: value.replace("{url}", fake.url)
            for name, value in fake.account()["settings"].items()
        }
        speak = X(settings, {}, app={"id": CLIENT[0], "secret": CLIENT[1]})
        begun = speak.begin(BACK, state)
        back = urlsplit(httpx.get(begun.url).headers["location"])
        return speak, begun, {name: value[0] for name, value in parse_qs(back.query).items()}

    def test_the_account_comes_with_its_permissions_and_a_key_that_lasts(self, fake):
        speak, begun, query = self.went(fake)
        (account,) = speak.finish(query, BACK, begun.keep)
        assert account.name == "@pact" and account.settings == {"username": "pact"}
        assert account.granted == frozenset(SCOPES) and account.secrets["refresh_token"]
        assert timedelta(minutes=110) < account.expires_at - now() < timedelta(minutes=121)

    def test_who_says_no_and_who_shows_another_proof_is_not_connected(self, fake):
        speak, begun, query = self.went(fake, "deny")
        with pytest.raises(Refused):
            speak.finish(query, BACK, begun.keep)
        speak, begun, query = self.went(fake)
        with pytest.raises(PermanentError):
            speak.finish(query, BACK, {"verifier": "another"})

    def test_without_offline_access_the_connection_would_end_in_two_hours(self, fake):
        fake.set(scopes="tweet.read users.read")
        speak, begun, query = self.went(fake)
        with pytest.raises(Refused, match="offline access"):
            speak.finish(query, BACK, begun.keep)

    def test_both_keys_are_new_after_a_renewal_and_the_old_lasting_one_is_dead(self, fake):
        channel = spelled(fake)
        old = dict(speaking(channel).secrets)
        fake.pass_time(seconds=7500)
        name = fake.comment(text="Deux heures après", post=fake.home)
        read(channel)
        kept = db.session.get(Channel, channel.id)
        assert name in held(channel) and kept.expires_at > now()
        assert (
            kept.secrets["token"] != old["token"]
            and kept.secrets["refresh_token"] != old["refresh_token"]
        )

        with transaction():
            kept = db.session.get(Channel, channel.id)
            kept.secrets = {**kept.secrets, "refresh_token": old["refresh_token"]}
        with pytest.raises(PermanentError) as caught:
            renew(channel.id, speaking(channel))
        assert caught.value.code == "auth-expired"


class TestTheSpecification:
    def test_every_request_keeps_to_the_openapi_description(self, fake, monkeypatch):
        always_search(monkeypatch)
        channel = spelled(fake, "post")
        name = fake.comment(text="Quand ?", post=fake.home)
        gone = fake.comment(text="À retirer", post=fake.home)
        fake.comment(text="Silencieux", post=fake.post(text="Autre"), mention=False)
        with transaction():
            row = db.session.get(Channel, channel.id)
            row.settings = {**row.settings, "webhook": WEBHOOK}
        before = len(fake.asked())
        read(channel)
        speak, row = speaking(channel), hers(channel, name)
        speak.check(), speak.hide(row), speak.unhide(row), speak.ban(row), speak.unban(row)
        sent = speak.reply(row, "Mardi")
        speak.find_reply(row, "Mardi", ago(minutes=1))
        fake.remove(id=gone)
        speak.recheck(list(held(channel).values()))
        row.by_us, row.platform_id = True, sent.platform_id
        speak.delete(row)
        asked = fake.asked()[before:]
        assert len(asked) >= 14 and broken_rules(asked) == []

    def test_the_fake_answers_in_the_shapes_of_the_openapi_description(self, fake):
        channel = spelled(fake, "post")
        name = fake.comment(
            text="Quand ?", post=fake.home, picture="https://pbs.example/p.jpg", note="@pact long"
        )
        speak, seen = speaking(channel), []
        listen = speak.explain
        speak.explain = lambda heard: (seen.append(heard.json), listen(heard))
        me = speak.own()
        speak.read(f"{me}/mentions", 0)
        speak.many([name, "1"])
        speak.http.put(f"/tweets/{name}/hidden", json={"hidden": True})
        kinds = ("GetUsersMentionsResponse", "GetPostsByIdsResponse", "HidePostsReplyResponse")
        assert [misfits(kind, told) for kind, told in zip(kinds, seen, strict=True)] == [[]] * 3


class TestTheFake:
    """Judged by the client that X makes for the real thing."""

    @pytest.fixture
    def client(self, fake):
        xdk = pytest.importorskip("xdk")
        return xdk.Client(base_url=fake.url, access_token=fake.account()["secrets"]["token"])

    def test_it_reads_as_the_real_one(self, fake, client):
        names = [
            fake.comment(text=f"Message {n}", post=fake.home, author=f"c{n}") for n in range(25)
        ]
        me = client.users.get_me().data
        assert (me["id"] if isinstance(me, dict) else me.id) == fake.account()["account_id"]
        found, pages = [], 0
        for page in client.users.get_mentions(
            fake.account()["account_id"],
            max_results=10,
            post_fields=["created_at", "conversation_id"],
            expansions=["author_id"],
        ):
            pages += 1
            found += [each["id"] if isinstance(each, dict) else each.id for each in page.data]
        assert (found, pages) == (names[::-1], 3)

    def test_it_acts_and_refuses_as_the_real_one(self, fake, client):
        import requests
        from xdk.posts.models import CreateRequest, HideReplyRequest

        name = fake.comment(text="Quand ?", post=fake.home)
        made = client.posts.create(
            body=CreateRequest(text="Mardi", reply={"in_reply_to_tweet_id": name})
        )
        made = made.data["id"] if isinstance(made.data, dict) else made.data.id
        assert fake.replies()[0]["id"] == made
        client.posts.hide_reply(name, body=HideReplyRequest(hidden=True))
        assert fake.acts() == [["hide", name]]
        client.posts.delete(made)
        assert fake.replies() == []
        with pytest.raises(requests.HTTPError) as caught:
            client.posts.delete(name)
        assert caught.value.response.status_code == 403

    def test_it_gives_keys_as_the_real_one(self, fake, monkeypatch):
        monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
        xdk = pytest.importorskip("xdk")
        client = xdk.Client(
            base_url=fake.url, client_id=CLIENT[0], client_secret=CLIENT[1], redirect_uri=BACK, scope=list(SCOPES),
            authorization_base_url=f"{fake.url}/i",
        )  # fmt: skip
        there = httpx.get(client.get_authorization_url(state="s"))
        query = parse_qs(urlsplit(there.headers["location"]).query)
        first = client.exchange_code(query["code"][0])
        assert first["access_token"] and first["refresh_token"] and first["expires_in"] == 7200
        assert client.users.get_me().data
