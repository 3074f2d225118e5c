"""Facebook pages: what is delivered and what is polled, every act, every error by its number; the fake is judged by
facebook-business and by Meta's own specification."""

import hashlib
import hmac
import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from app.channels.models import Channel, Poll
from app.connectors.contract import Can, Delivery, Gone, Incoming, StateChanged, Unacceptable
from app.connectors.facebook import SCOPES, Facebook
from app.connectors.graph import meaning, onward
from app.connectors.registry import connect
from app.extensions import db
from app.ingest.models import RawEvent
from app.lib.calling import Heard
from app.lib.clock import ago, now
from app.lib.errors import PermanentError, Refused, TransientError, Unsure
from app.lib.transaction import transaction
from app.moderation.actions import hide, unhide
from app.moderation.acts import act
from app.moderation.offering import offered
from app.replies.actions import reply
from app.replies.models import Reply
from tests import cast
from tests.connectors.meta import (
    BACK,
    arrive,
    client_for,
    deliver,
    set_up,
    unknown_calls,
    unknown_fields,
)
from tests.connectors.platforms import adds_up, connected, due_now, held, read, run_tasks, turn
from tests.fakes.facebook import FIELDS
from tests.fakes.meta.graph import APP_ID, APP_SECRET, PERSON, VERIFY_TOKEN, fields_in
from tests.fakes.running import running

# What else judges us, for docs/platforms/README.md.
JUDGES = ("facebook-business", "Meta's specification")
PAGE = "106900001"


@pytest.fixture
def fake(app):
    set_up(app)
    with running("facebook") as server:
        server.home = server.post(text="Réunion publique mardi\nà 18 h, à Sidi Khiar")
        yield server


@pytest.fixture
def channel(fake):
    return connected(fake)


@pytest.fixture
def speak(channel):
    return connect(channel)


@pytest.fixture
def comment(fake, channel):
    name = fake.comment(text="Quand ?", post=fake.home)
    read(channel)
    return held(channel)[name]


class TestReading:
    def test_a_comment_stands_under_its_post_and_an_answer_under_its_comment(self, fake, channel):
        first = fake.comment(text="Et pour l'eau ?", post=fake.home)
        second = fake.comment(text="علاش؟", parent=first, author="amal")
        read(channel)

        rows = held(channel)
        assert (rows[first].parent_platform_id, rows[second].parent_platform_id) == (None, first)
        assert {rows[name].thread for name in (first, second)} == {first}
        post = rows[first].post
        assert post.platform_id == fake.home and post.title == "Réunion publique mardi"
        assert rows[first].author.name == "Sami" and rows[first].url.startswith("https://")

    def test_what_was_there_before_is_left_and_a_first_reading_goes_as_far_back_as_asked(
        self, fake
    ):
        old = fake.comment(text="Vieux", post=fake.home, earlier=7200)
        names = {
            fake.comment(text=f"Récent {n}", post=fake.home, author=f"c{n}", earlier=600 - n)
            for n in range(130)
        }
        channel = connected(fake, since=ago(hours=1))
        assert names == set(held(channel)) and old not in held(channel)
        poll = db.session.get(Poll, channel.id)
        assert poll.caught_up_at and poll.reached_at
        adds_up(channel)

        other = connected(fake)
        after = fake.comment(text="Après", post=fake.home)
        read(other)
        assert set(held(other)) == {after}

    def test_comments_under_old_posts_are_found_in_the_round(self, fake):
        names = [fake.comment(text="Sous un vieux", post=fake.home)]
        for number in range(70):
            fake.post(text=f"Annonce {number}")
        channel = connected(fake, since=ago(days=1))
        assert set(held(channel)) == set(names)
        names.append(fake.comment(text="Encore un", post=fake.home))
        for _ in range(4):
            read(channel)
        assert set(held(channel)) == set(names)

    def test_a_visitors_own_post_is_a_comment_and_can_be_answered(self, fake, channel, leila):
        name = fake.post(text="Qui répare la fontaine ?", author="nour")
        under = fake.comment(text="Bonne question", post=name)
        read(channel)
        rows = held(channel)
        assert rows[name].author.name == "Nour" and rows[name].post.platform_id == name
        assert rows[under].post.platform_id == name

        with transaction():
            reply(rows[name], "La commune, jeudi.", by=leila)
        run_tasks("deliver-reply")
        assert fake.replies()[0]["parent"] == name
        assert connect(channel).count(rows[name].post) == 3

    def test_pictures_and_stickers_are_comments_and_what_is_hidden_there_is_hidden_here(
        self, fake, channel
    ):
        picture = {"type": "photo", "url": "https://www.facebook.com/p", "title": "Une fuite", "media": {"image": {"src": "https://cdn.example/1.jpg"}}}  # fmt: skip
        name = fake.comment(text="", post=fake.home, attachment=picture)
        sticker = fake.comment(
            text="", post=fake.home, attachment={"type": "sticker", "url": "https://cdn.example/s"}
        )
        fake.change(id=sticker, is_hidden=True, can_comment=False, can_like=False)
        read(channel)

        rows = held(channel)
        assert rows[name].text == "🖼 Une fuite"
        assert rows[name].extra["media"][0]["url"] == "https://cdn.example/1.jpg"
        assert rows[sticker].state == "hidden" and not rows[sticker].can(Can.REPLY)
        assert Can.LIKE not in offered(rows[sticker])

    def test_comments_under_ads_are_read_where_that_is_wanted(self, fake, channel):
        name = fake.comment(text="Sous une annonce", post=fake.post(text="Pub", ad=True))
        read(channel)
        assert name not in held(channel)
        with transaction():
            row = db.session.get(Channel, channel.id)
            row.settings = {**row.settings, "ads": True}
        read(channel)
        assert name in held(channel)

    def test_a_quiet_page_costs_two_calls_and_says_how_much_is_used(self, fake, channel):
        fake.usage(share=80)
        before = len(fake.calls())
        due_now(channel.id)
        turn(channel.id)
        assert len(fake.calls()) - before <= 2
        poll = db.session.get(Poll, channel.id)
        assert poll.usage == 0.8 and poll.due_at - now() > timedelta(seconds=100)

    def test_where_a_list_is_too_heavy_it_is_read_in_smaller_parts(self, fake, channel):
        names = {
            fake.comment(text=f"Message {n}", post=fake.home, author=f"c{n}") for n in range(30)
        }
        fake.heavy(most=20)
        read(channel)
        assert set(held(channel)) == names
        assert db.session.get(Channel, channel.id).last_error is None

    def test_a_first_look_does_not_undo_what_was_hidden_meanwhile(
        self, fake, channel, client, leila
    ):
        name = fake.comment(text="À masquer", post=fake.home)
        arrive(client, fake)
        with transaction():
            hide(held(channel)[name], by=leila)
        read(channel)
        assert held(channel)[name].state == "hidden"
        again = connect(channel).recheck([held(channel)[name]])
        (told,) = connect(channel).parse(json.dumps(again[0]).encode())
        assert told.state == "visible", "a second look follows the platform"

    def test_where_a_list_goes_on_is_kept_without_the_key(self):
        address = "https://graph.facebook.com/v26.0/1/feed?access_token=SECRET&limit=25&after=QVFI"
        assert onward({"data": [], "paging": {"next": address}}) == {"after": "QVFI"}
        timed = "https://graph.facebook.com/v26.0/1/feed?access_token=S&until=1&__paging_token=x"
        assert onward({"paging": {"next": timed}}) == {"until": "1", "__paging_token": "x"}
        assert onward({"data": [], "paging": {"cursors": {"after": "x"}}}) is None

    def test_missed_comments_are_counted_and_read(self, fake, channel, speak, comment):
        name = fake.comment(text="Manqué", post=fake.home)
        assert speak.count(comment.post) == 2
        page = speak.read_post(comment.post, None)
        found = [
            each for payload in page.payloads for each in speak.parse(json.dumps(payload).encode())
        ]
        assert {each.platform_id for each in found} == {name, comment.platform_id} and not page.more

    def test_another_accounts_key_makes_nothing_look_deleted(self, fake, channel, comment):
        stranger = Facebook({"base_url": fake.url}, {"token": "other-key"}, account_id=PAGE)
        fake.remove(id=comment.platform_id)
        assert stranger.recheck([comment]) == [{"gone": comment.platform_id}]
        stranger.account_id = "404"
        with pytest.raises(PermanentError) as caught:
            stranger.recheck([comment])
        assert caught.value.code == "auth-expired"


class TestDeliveries:
    def test_what_happens_is_delivered_and_ends_as_it_is_there(self, fake, channel, client):
        first = fake.comment(text="بكم هذا؟ \\ 😀 / é", post=fake.home)
        second = fake.comment(text="C'est où ?", parent=first, author=None)
        gone = fake.comment(text="Retiré", post=fake.home)
        fake.edit(id=first, text="بكم هذا؟ وأين؟")
        fake.remove(id=gone)
        arrive(client, fake)

        rows = held(channel)
        assert rows[first].text == "بكم هذا؟ وأين؟" and rows[second].author is None
        assert (
            rows[second].parent_platform_id == first and rows[first].post.platform_id == fake.home
        )
        assert rows[gone].gone and rows[gone].status == "done"
        adds_up(channel)

    def test_delivered_and_polled_is_kept_once_and_completed(self, fake, channel, client):
        name = fake.comment(text="Deux fois", post=fake.home)
        arrive(client, fake)
        assert held(channel)[name].post.title == ""
        read(channel)
        assert list(held(channel)) == [name] and held(channel)[name].post.title
        assert adds_up(channel).new == 1

    def test_a_removal_told_before_its_comment_keeps_it_dead(self, fake, channel, client):
        name = fake.comment(text="Trop tard", post=fake.home)
        (added,) = [each for each in fake.deliveries() if name in each["body"]]
        fake.remove(id=name)
        removed = fake.deliveries()[0]
        for each in (removed, added, removed):
            assert deliver(client, "facebook", each).status_code == 200
        arrive(client, fake)
        assert name not in held(channel)
        adds_up(channel)

    def test_a_sticker_is_only_named_and_therefore_fetched(self, fake, channel, client):
        sticker = {"type": "sticker", "url": "https://cdn.example/s", "media": {"image": {"src": "https://cdn.example/s.png"}}}  # fmt: skip
        name = fake.comment(text="", post=fake.home, attachment=sticker)
        arrive(client, fake)
        assert name not in held(channel)
        run_tasks("fetch-comment")
        arrive(client, fake)
        row = held(channel)[name]
        assert row.extra["media"][0]["kind"] == "sticker" and row.post.title

    def test_our_own_answer_comes_back_as_ours(self, fake, channel, client, leila):
        name = fake.comment(text="Quand ?", post=fake.home)
        arrive(client, fake)
        with transaction():
            reply(held(channel)[name], "Mardi.", by=leila)
        run_tasks("deliver-reply")
        arrive(client, fake)
        rows = held(channel)
        ours = rows[db.session.query(Reply).one().platform_id]
        assert ours.by_us and ours.status == "done" and ours.parent_platform_id == name

    def test_one_delivery_for_several_pages_is_shared_out(self, fake, channel, client):
        other = cast.channel("facebook", "Autre", account_id="106900002", secrets={"token": "x"})
        photos = cast.channel("instagram", "Photos", account_id="1784", secrets={"token": "x"})

        def said(page, name):
            value = {"item": "comment", "verb": "add", "post_id": f"{page}_1", "parent_id": f"{page}_1", "comment_id": name, "message": "Bonjour", "created_time": 1790000000}  # fmt: skip
            like = {"item": "reaction", "verb": "add", "post_id": f"{page}_1"}
            changes = [{"field": "feed", "value": each} for each in (value, like)]
            return {"id": page, "time": 1790000001, "changes": changes}

        body = {
            "object": "page",
            "entry": [said(PAGE, "1_1"), said("106900002", "1_2"), said("9", "1_3")],
        }
        assert deliver(client, "facebook", signed(body)).status_code == 200
        media = {"id": "17900", "media_product_type": "FEED"}
        value = {"id": "178", "text": "سلام", "from": {"id": "2", "username": "a"}, "media": media}
        entry = {
            "id": "1784",
            "time": 1790000001,
            "changes": [{"field": "comments", "value": value}],
        }
        assert (
            deliver(
                client, "facebook", signed({"object": "instagram", "entry": [entry]})
            ).status_code
            == 200
        )
        arrive(client, fake)

        assert [set(held(each)) for each in (channel, other, photos)] == [{"1_1"}, {"1_2"}, {"178"}]
        for each in (channel, other, photos):
            assert adds_up(each).received == 1

    def test_at_a_channels_own_address_only_its_own_page_is_read(self, fake, channel, client):
        value = {"item": "comment", "verb": "add", "post_id": "9_1", "parent_id": "9_1", "comment_id": "1_3", "message": "x", "created_time": 1790000000}  # fmt: skip
        entry = {"id": "9", "time": 1, "changes": [{"field": "feed", "value": value}]}
        each = signed({"object": "page", "entry": [entry]})
        headers = {"X-Hub-Signature-256": each["signature"]}
        client.post(f"/webhooks/{channel.token}", data=each["body"].encode(), headers=headers)
        arrive(client, fake)
        assert held(channel) == {}

    @pytest.mark.parametrize("text", ["مرحبا 👋", "a\\/b", "fin\n", "\\u0645", "<b>"])
    def test_the_signature_is_over_the_bytes_as_they_were_sent(self, text):
        page = Facebook({}, {}, app={"secret": APP_SECRET})
        body = (
            json.dumps({"object": "page", "entry": [], "x": text}).replace("/", "\\/").encode()
            + b"\n"
        )
        right = f"sha256={hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()}"
        page.verify(Delivery(body, {"x-hub-signature-256": right}))
        wrong = [right.replace("sha256", "sha1"), right[7:], right[:-1] + "_", "sha256=é", ""]
        for each in [*({"x-hub-signature-256": one} for one in wrong), {}]:
            with pytest.raises(Unacceptable) as caught:
                page.verify(Delivery(body, each))
            assert caught.value.status == 401
        with pytest.raises(Unacceptable):
            page.verify(
                Delivery(json.dumps(json.loads(body)).encode(), {"x-hub-signature-256": right})
            )
        with pytest.raises(Unacceptable) as caught:
            Facebook({}, {}, app={"secret": ""}).verify(
                Delivery(body, {"x-hub-signature-256": right})
            )
        assert caught.value.status == 403

    def test_a_wrong_signature_stores_nothing(self, fake, channel, client):
        fake.comment(text="x", post=fake.home)
        for each in fake.deliveries():
            assert (
                deliver(client, "facebook", {**each, "signature": "sha256=00"}).status_code == 401
            )
        assert db.session.query(RawEvent).count() == 0

    def test_meta_hears_that_we_are_at_home_only_with_its_word(self, fake, client):
        asked = {
            "hub.mode": "subscribe",
            "hub.verify_token": VERIFY_TOKEN,
            "hub.challenge": "11582",
        }
        answer = client.get("/webhooks/app/facebook", query_string=asked)
        assert (answer.status_code, answer.text) == (200, "11582")
        for wrong in ({"hub.verify_token": "x"}, {"hub.mode": "unsubscribe"}):
            assert (
                client.get("/webhooks/app/facebook", query_string={**asked, **wrong}).status_code
                == 403
            )

    def test_words_for_what_is_delivered(self):
        def told(**value):
            entry = {"id": PAGE, "time": 1790000001, "changes": [{"field": "feed", "value": value}]}
            return list(
                Facebook({}, {}).parse(json.dumps({"object": "page", "entry": [entry]}).encode())
            )

        base = {"item": "comment", "comment_id": "1_2", "post_id": "p_1", "parent_id": "p_1"}
        assert told(**base, verb="hide") == [StateChanged("1_2", "hidden")]
        assert told(**base, verb="unhide") == [StateChanged("1_2", "visible")]
        assert told(**base, verb="remove") == [Gone("1_2")]
        assert (
            told(item="like", verb="add") == []
            or told(item="like", verb="add")[0].reason == "no-id"
        )
        (mine,) = told(**base, verb="add", message="x", **{"from": {"id": PAGE}})
        assert isinstance(mine, Incoming) and mine.by_us and mine.created_at.tzinfo
        assert (
            told(
                item="status", verb="add", post_id="p_9", message="à nous", **{"from": {"id": PAGE}}
            )
            == []
        )


class TestActing:
    def test_every_act_of_the_table_reaches_the_page(self, fake, channel, comment, leila):
        assert offered(comment) == {Can.DELETE, Can.LIKE, Can.BAN}
        speak = connect(db.session.get(Channel, channel.id))
        acts = (Can.HIDE, Can.UNHIDE, Can.LIKE, Can.UNLIKE, Can.BAN, Can.UNBAN, Can.DELETE)
        states = [getattr(speak, each)(comment).state for each in acts]
        assert states == ["hidden", "visible", None, None, None, None, "deleted"]
        who, what = comment.author.platform_id, comment.platform_id
        assert fake.acts() == [[each, who if "ban" in each else what] for each in acts]

    def test_hidden_from_the_inbox_is_hidden_there_and_back(
        self, fake, channel, comment, client, leila
    ):
        with transaction():
            hide(comment, by=leila)
        run_tasks("deliver-measure")
        with transaction():
            unhide(held(channel)[comment.platform_id], by=leila)
        run_tasks("deliver-measure")
        assert fake.acts() == [["hide", comment.platform_id], ["unhide", comment.platform_id]]
        arrive(client, fake)
        assert held(channel)[comment.platform_id].state == "visible"
        adds_up(channel)

    def test_deleted_from_the_inbox_is_deleted_there(self, fake, channel, comment, leila):
        with transaction():
            act(comment, Can.DELETE, by=leila)
        run_tasks("deliver-measure")
        assert fake.acts() == [["delete", comment.platform_id]]
        assert held(channel)[comment.platform_id].gone

    def test_an_answer_to_an_answer_stands_in_the_same_thread_and_is_found_there(
        self, fake, channel, comment
    ):
        name = fake.comment(text="Oui, quand ?", parent=comment.platform_id, author="amal")
        read(channel)
        row, speak = held(channel)[name], connect(channel)
        sent = speak.reply(row, "Mardi  matin.")
        assert fake.replies()[0]["parent"] == comment.platform_id
        before = ago(minutes=1)
        assert speak.find_reply(row, "Mardi matin.", before) == sent
        assert speak.find_reply(row, "Mercredi.", before) is None
        assert speak.find_reply(row, "Mardi matin.", now() + timedelta(minutes=1)) is None

    def test_the_same_answer_twice_is_said_to_be_there(self, comment, speak):
        speak.reply(comment, "Mardi.")
        with pytest.raises(Refused, match="already"):
            speak.reply(comment, "Mardi.")

    def test_what_is_gone_is_gone(self, fake, comment, speak):
        fake.remove(id=comment.platform_id)
        for act_on in (speak.hide, speak.delete, lambda row: speak.reply(row, "Trop tard")):
            with pytest.raises(PermanentError) as caught:
                act_on(comment)
            assert caught.value.code == "gone"

    def test_who_cannot_be_banned_is_not_said_to_be(self, fake, channel, comment, speak):
        comment.author.platform_id = "1"
        with pytest.raises(Refused):
            speak.ban(comment)

    def test_a_permission_that_is_missing_is_named_and_its_acts_are_not_offered(
        self, fake, channel, comment
    ):
        from app.channels.checking import check

        fake.grant(scopes=[each for each in SCOPES if each != "pages_manage_engagement"])
        db.session.rollback()
        standing = check(channel.id)
        assert standing.missing == ("pages_manage_engagement",)
        assert connect(db.session.get(Channel, channel.id)).allows == frozenset()
        with pytest.raises(PermanentError) as caught:
            connect(channel).hide(comment)
        assert caught.value.code == "permission-missing"
        assert caught.value.details == {"scope": "pages_manage_engagement"}


class TestFailing:
    @pytest.mark.parametrize(
        ("error", "kind", "code"),
        [
            ({"code": 190, "error_subcode": 460}, PermanentError, "auth-expired"),
            ({"code": 102}, PermanentError, "auth-expired"),
            ({"code": 10}, PermanentError, "permission-missing"),
            ({"code": 200}, PermanentError, "permission-missing"),
            ({"code": 3}, PermanentError, "permission-missing"),
            ({"code": 100, "error_subcode": 33}, PermanentError, "gone"),
            ({"code": 803}, PermanentError, "gone"),
            ({"code": 4}, TransientError, "rate-limited"),
            ({"code": 17}, TransientError, "rate-limited"),
            ({"code": 32}, TransientError, "rate-limited"),
            ({"code": 613}, TransientError, "rate-limited"),
            ({"code": 80002}, TransientError, "rate-limited"),
            ({"code": 1}, TransientError, "busy"),
            ({"code": 2}, TransientError, "busy"),
            ({"code": 987, "is_transient": True}, TransientError, "busy"),
            ({"code": 368}, TransientError, "blocked"),
            ({"code": 2635}, PermanentError, "version"),
            ({"code": 506}, Refused, None),
            ({"code": 100, "error_user_msg": "Trop long"}, Refused, None),
        ],
    )
    def test_every_number_has_its_meaning(self, app, error, kind, code):
        failure = meaning({"message": "x", **error}, Heard(400, {}, b"{}"))
        assert type(failure) is kind and getattr(failure, "code", None) == code
        if error.get("error_user_msg"):
            assert str(failure) == "Trop long"

    def test_a_passing_fault_leaves_an_answer_in_doubt(self, app):
        told = {"code": 2, "message": "x", "is_transient": True}
        assert type(meaning(told, Heard(500, {}, b"{}", once=True))) is Unsure

    def test_patience_is_told_in_minutes_and_an_empty_purse_waits_an_hour(self, app):
        row = json.dumps(
            {"1": [{"type": "pages", "call_count": 100, "estimated_time_to_regain_access": 7}]}
        )
        failure = meaning({"code": 32}, Heard(400, {"x-business-use-case-usage": row}, b""))
        assert timedelta(minutes=6) < failure.not_before - now() <= timedelta(minutes=7)
        failure = meaning({"code": 4}, Heard(400, {"x-app-usage": '{"call_count":100}'}, b""))
        assert failure.code == "quota" and failure.not_before - now() > timedelta(minutes=59)

    def test_an_error_in_a_two_hundred_is_an_error(self, app):
        body = json.dumps({"error": {"code": 190, "message": "x"}}).encode()
        with pytest.raises(PermanentError):
            Facebook({}, {}).explain(Heard(200, {}, body))
        Facebook({}, {}).explain(Heard(200, {}, b'{"data":[{"message":"\\"error\\" "}]}'))

    def test_each_part_of_a_batch_has_a_code_of_its_own(self, fake, channel, speak, comment):
        there = fake.comment(text="Encore là", post=fake.home)
        fake.remove(id=there)
        here, gone = speak.batch([f"{comment.platform_id}?fields=id,message", f"{there}?fields=id"])
        assert (here["message"], gone) == ("Quand ?", "gone")
        with pytest.raises(Refused, match="nonexisting field"):
            speak.batch([f"{comment.platform_id}?fields=id,colour"])
        assert speak.opened(None) is None

    def test_a_proof_goes_with_every_call_and_a_wrong_one_is_refused(self, fake, channel, speak):
        speak.check()
        names = [names for _, path, names in fake.calls() if path.endswith("/me")]
        assert names and all(
            "appsecret_proof" in each and "access_token" not in each for each in names
        )
        with pytest.raises(Refused, match="proof"):
            Facebook(
                {"base_url": fake.url}, {"token": "page-key"}, app={"secret": "another"}
            ).http.get("/me")


class TestConnecting:
    @pytest.fixture
    def at_meta(self, fake):
        settings = {"base_url": fake.url, "dialog_url": fake.url}
        app = {"id": APP_ID, "secret": APP_SECRET, "verify_token": VERIFY_TOKEN}
        return Facebook(settings, {}, app=app)

    def back_from(self, at_meta, state="state-1"):
        begun = at_meta.begin(BACK, state)
        back = urlsplit(httpx.get(begun.url, trust_env=False).headers["location"])
        return {name: value[0] for name, value in parse_qs(back.query).items()}

    def test_a_person_picks_their_page_and_its_key_has_no_end_of_its_own(self, at_meta):
        query = self.back_from(at_meta)
        assert query["state"] == "state-1"
        mine, other = at_meta.finish(query, BACK, {})
        assert (mine.id, mine.name, mine.secrets) == (PAGE, "PACT Tunisie", {"token": "page-key"})
        assert mine.granted == frozenset(SCOPES) and not mine.about and other.about
        assert mine.settings == other.settings == {"app_user": PERSON}
        assert timedelta(days=89) < mine.expires_at - now() < timedelta(days=91)

    def test_who_says_no_and_who_runs_nothing_are_told(self, at_meta):
        with pytest.raises(Refused):
            at_meta.finish(self.back_from(at_meta, "deny"), BACK, {})
        with pytest.raises(Refused):
            at_meta.finish({"code": "used"}, BACK, {})

    def test_the_secret_of_the_application_is_never_in_an_address(self, at_meta, monkeypatch):
        from app.lib import calling

        asked, send = [], calling.send
        monkeypatch.setattr(calling, "send", lambda method, url, **more: asked.append(url) or send(method, url, **more))  # fmt: skip
        at_meta.finish(self.back_from(at_meta), BACK, {})
        assert asked and not any(APP_SECRET.replace(" ", "+") in each for each in asked)

    def test_a_check_names_the_page_and_asks_to_be_told_of_it(self, fake, channel):
        standing = connect(channel).check()
        assert (standing.account_id, standing.account_name) == (PAGE, "PACT Tunisie")
        assert (standing.granted, standing.missing, standing.notes) == (frozenset(SCOPES), (), ())
        assert [
            "POST",
            f"/v26.0/{PAGE}/subscribed_apps",
            ["appsecret_proof", "subscribed_fields"],
        ] in fake.calls()

    def test_a_dead_key_says_why(self, fake, channel, speak):
        fake.kill()
        with pytest.raises(PermanentError, match="password") as caught:
            speak.check()
        assert caught.value.code == "auth-expired"

    def test_the_key_of_another_page_is_refused(self, fake, channel, app):
        stranger = Facebook({"base_url": fake.url}, {"token": "other-key"}, account_id=PAGE)
        with pytest.raises(Refused, match="Une autre page"):
            stranger.check()

    def test_nobody_needs_an_application_to_read_with_a_pasted_key(self, fake):
        alone = Facebook({"base_url": fake.url}, {"token": "page-key"})
        standing = alone.check()
        assert standing.granted is None and len(standing.notes) == 2

    def test_of_a_key_that_another_application_made_nothing_is_told(self, fake, channel):
        app = {"id": "another", "secret": APP_SECRET}
        other = Facebook({"base_url": fake.url}, {"token": "page-key"}, app=app, account_id=PAGE)
        assert other.check().granted is None


class TestTheFake:
    """Judged by Meta's own client and Meta's own specification."""

    @pytest.fixture
    def api(self, fake, monkeypatch):
        return client_for(fake, monkeypatch, pytest, "page-key")

    def test_it_reads_as_the_real_one(self, fake, api):
        from facebook_business.adobjects.page import Page
        from facebook_business.adobjects.pagepost import PagePost

        names = [
            fake.comment(text=f"Message {n}", post=fake.home, author=f"c{n}") for n in range(60)
        ]
        answer = fake.comment(text="Réponse", parent=names[0])
        page = Page(PAGE, api=api)
        assert page.api_get(fields=["name"])["name"] == "PACT Tunisie"
        (post,) = page.get_feed(fields=["message", "permalink_url"])
        assert post["id"] == fake.home and "Réunion" in post["message"]
        found = PagePost(fake.home, api=api).get_comments(
            fields=["message", "from", "created_time", "parent"],
            params={"filter": "stream", "order": "reverse_chronological", "limit": 25},
        )
        assert [each["id"] for each in found] == [answer, *names[::-1]]
        top = PagePost(fake.home, api=api).get_comments(params={"limit": 25, "summary": True})
        assert [each["id"] for each in top] == names and top.total() == 60

    def test_it_acts_as_the_real_one(self, fake, api):
        from facebook_business.adobjects.comment import Comment
        from facebook_business.adobjects.page import Page

        name = fake.comment(text="Quand ?", post=fake.home)
        comment = Comment(name, api=api)
        made = comment.create_comment(params={"message": "Mardi"})
        assert (
            Comment(made["id"], api=api).api_get(fields=["message", "parent"])["parent"]["id"]
            == name
        )
        comment.api_update(params={"is_hidden": True})
        assert comment.api_get(fields=["is_hidden"])["is_hidden"] is True
        comment.create_like()
        comment.delete_likes()
        person = comment.api_get(fields=["from"])["from"]["id"]
        page = Page(PAGE, api=api)
        page.create_blocked(params={"user": [person]})
        assert [each["id"] for each in page.get_blocked()] == [person]
        page.delete_blocked(params={"user": int(person)})
        page.create_subscribed_app(params={"subscribed_fields": ["feed"]})
        comment.api_delete()
        assert [each[0] for each in fake.acts()] == [
            "hide",
            "like",
            "unlike",
            "ban",
            "unban",
            "delete",
        ]

    def test_it_refuses_as_the_real_one(self, fake, api, monkeypatch):
        from facebook_business.adobjects.comment import Comment
        from facebook_business.exceptions import FacebookRequestError

        name = fake.comment(text="Quand ?", post=fake.home)
        for act_on, code, sub in (
            (lambda: Comment("1_1", api=api).api_get(), 100, 33),
            (lambda: Comment(name, api=api).create_comment(params={"message": ""}), 100, None),
            (lambda: Comment(name, api=client_for(fake, monkeypatch, pytest, "dead")).api_get(), 190, None),
        ):  # fmt: skip
            with pytest.raises(FacebookRequestError) as caught:
                act_on()
            assert (caught.value.api_error_code(), caught.value.api_error_subcode()) == (code, sub)
        fake.fault(kind="broken")
        with pytest.raises(FacebookRequestError) as caught:
            Comment(name, api=api).api_get()
        assert caught.value.api_transient_error() and caught.value.http_status() == 500

    def test_its_batches_are_the_real_ones(self, fake, api):
        from facebook_business.adobjects.comment import Comment

        name, told, failed = fake.comment(text="Quand ?", post=fake.home), [], []
        batch = api.new_batch()
        for each in (name, "1_1"):
            Comment(each, api=api).api_get(fields=["message"], batch=batch, success=told.append, failure=failed.append)  # fmt: skip
        batch.execute()
        assert told[0].json()["message"] == "Quand ?" and failed[0].status() == 400

    def test_it_shows_nothing_that_meta_does_not_know(self):
        # What a person may do on a page is told in their list of pages alone, which the file does not hold.
        assert unknown_fields(FIELDS) == [("Page", "tasks")]

    def test_nothing_is_asked_that_meta_does_not_know(self, fake, channel, comment, speak):
        for each in (Can.HIDE, Can.UNHIDE, Can.LIKE, Can.UNLIKE, Can.BAN, Can.UNBAN):
            getattr(speak, each)(comment)
        speak.reply(comment, "Mardi")
        speak.count(comment.post)
        speak.fetch(comment.platform_id, {"post": comment.post.platform_id})
        speak.delete(comment)
        assert unknown_calls(fake.calls()) == []

    def test_fields_are_taken_apart_as_meta_does(self):
        assert fields_in("id,from{id,name},comments.filter(stream).limit(1){id}") == [
            ("id", {}, []),
            ("from", {}, [("id", {}, []), ("name", {}, [])]),
            ("comments", {"filter": "stream", "limit": "1"}, [("id", {}, [])]),
        ]


def signed(told):
    body = json.dumps(told)
    key = hmac.new(APP_SECRET.encode(), body.encode(), hashlib.sha256).hexdigest()
    return {"body": body, "signature": f"sha256={key}"}
