"""Instagram: threads of two levels, the two kinds of keys, mentions elsewhere; the fake is judged by facebook-business and
by Meta's own specification. What it shares with Facebook (signatures, errors by number) is tested there."""

import hashlib
import hmac
import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from app.channels.models import Channel, Poll
from app.channels.renewing import is_old
from app.channels.speaking import speak as speak_for
from app.connectors.contract import Can, Fetch
from app.connectors.instagram import SCOPES, Instagram
from app.connectors.registry import connect
from app.extensions import db
from app.lib.clock import ago, later, now
from app.lib.errors import PermanentError, Refused
from app.lib.transaction import transaction
from app.moderation.actions import hide, unhide
from app.moderation.acts import act
from app.moderation.offering import elsewhere, offered
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
from tests.fakes.instagram import FIELDS, PAGE, US
from tests.fakes.meta.graph import APP_ID, APP_SECRET, PERSON, VERIFY_TOKEN
from tests.fakes.running import running

# What else judges us, for docs/platforms/README.md.
JUDGES = ("facebook-business", "Meta's specification")


@pytest.fixture
def fake(app):
    set_up(app)
    with running("instagram") as server:
        server.home = server.post(text="Le chantier avance 🏗\nRendez-vous jeudi")
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


@pytest.fixture
def own(fake):
    """A channel with the key of the Instagram account itself."""
    settings = {
        "base_url": "https://unused.example",
        "instagram_url": fake.url,
        "login": "instagram",
    }
    return cast.channel("instagram", settings=settings, secrets={"token": "own-key"}, account_id=US)


class TestReading:
    def test_answers_stand_under_their_comment_and_comments_under_what_was_published(
        self, fake, channel
    ):
        first = fake.comment(text="Et pour l'eau ?", post=fake.home)
        second = fake.comment(text="علاش؟", parent=first, author="amal")
        third = fake.comment(text="@amal oui", parent=second, author="nour")
        read(channel)

        rows = held(channel)
        assert [rows[n].parent_platform_id for n in (first, second, third)] == [None, first, first]
        assert {rows[n].thread for n in (first, second, third)} == {first}
        assert (
            rows[third].post.title == "Le chantier avance 🏗" and rows[third].author.handle == "nour"
        )

    def test_only_what_has_more_comments_than_before_is_opened(self, fake, channel, comment):
        fake.post(text="Une autre")
        read(channel)
        before = len(fake.calls())
        due_now(channel.id)
        turn(channel.id)
        assert len(fake.calls()) - before <= 2

    def test_an_answer_deep_under_an_old_comment_is_found(self, fake):
        old = fake.comment(text="Vieux", post=fake.home)
        for number in range(120):
            fake.comment(text=f"Message {number}", post=fake.home, author=f"c{number}")
        channel = connected(fake)
        fake.pass_time(seconds=120)
        name = fake.comment(text="Toujours rien ?", parent=old)
        read(channel)
        assert name in held(channel) and len(held(channel)) <= 2 + 120
        assert held(channel)[name].thread == old

    def test_a_first_reading_goes_as_far_back_as_asked(self, fake):
        names = {
            fake.comment(text=f"Récent {n}", post=fake.home, author=f"c{n}") for n in range(130)
        }
        for number in range(40):
            names.add(fake.comment(text="Ailleurs", post=fake.post(text=f"Photo {number}")))
        channel = connected(fake, since=ago(hours=1))
        assert names == set(held(channel))
        poll = db.session.get(Poll, channel.id)
        assert poll.caught_up_at and poll.reached_at
        adds_up(channel)

    def test_what_is_removed_or_hidden_there_is_noticed_by_looking(self, fake, channel, comment):
        other = fake.comment(text="À retirer", post=fake.home)
        read(channel)
        fake.remove(id=other)
        fake.change(id=comment.platform_id, hidden=True)
        speak, rows = connect(channel), list(held(channel).values())
        told = {
            each["gone"] if "gone" in each else each["comment"]["hidden"]
            for each in speak.recheck(rows)
        }
        assert told == {other, True}

    def test_missed_comments_are_counted_and_read(self, fake, channel, speak, comment):
        below = fake.comment(text="Manqué", parent=comment.platform_id)
        assert speak.count(comment.post) == 2
        page = speak.read_post(comment.post, None)
        found = [each for one in page.payloads for each in speak.parse(json.dumps(one).encode())]
        assert {each.platform_id for each in found} == {below, comment.platform_id}


class TestDeliveries:
    def test_what_is_delivered_at_the_shared_address_of_the_application_arrives(
        self, fake, channel, client
    ):
        first = fake.comment(text="بكم هذا؟ 😀", post=fake.home)
        second = fake.comment(text="C'est où ?", parent=first, author="amal")
        arrive(client, fake, "instagram")
        rows = held(channel)
        assert (
            rows[second].parent_platform_id == first and rows[first].post.platform_id == fake.home
        )
        read(channel)
        assert set(held(channel)) == {first, second} and held(channel)[first].post.title
        assert adds_up(channel).new == 2

    def test_the_address_registered_for_pages_takes_them_too(self, fake, channel, client):
        name = fake.comment(text="Par l'autre porte", post=fake.home)
        arrive(client, fake, "facebook")
        assert set(held(channel)) == {name}

    def test_a_removal_is_not_told_and_an_unsigned_delivery_not_believed(
        self, fake, channel, client
    ):
        fake.comment(text="x", post=fake.home)
        (each,) = fake.deliveries()
        assert deliver(client, "instagram", {**each, "signature": ""}).status_code == 401

    def test_our_own_answer_comes_back_as_ours(self, fake, channel, comment, client, leila):
        with transaction():
            reply(comment, "Jeudi.", by=leila)
        run_tasks("deliver-reply")
        arrive(client, fake, "instagram")
        ours = held(channel)[db.session.query(Reply).one().platform_id]
        assert ours.by_us and ours.status == "done" and offered(ours) == {Can.DELETE}
        assert not ours.can(Can.HIDE)

    def test_being_named_elsewhere_is_fetched_and_answered_there(
        self, fake, channel, client, leila
    ):
        theirs = fake.post(text="La radio demande", theirs=True)
        name = fake.comment(text="@pact.tn un avis ?", post=theirs, author="radio")
        arrive(client, fake, "instagram")
        run_tasks("fetch-comment")
        arrive(client, fake, "instagram")

        row = held(channel)[name]
        assert row.text == "@pact.tn un avis ?" and row.post.platform_id == theirs
        assert row.author.handle == "radio" and offered(row) == set() and not row.can(Can.HIDE)
        with transaction():
            reply(row, "Oui, jeudi.", by=leila)
        run_tasks("deliver-reply")
        assert fake.replies()[0]["parent"] == name
        assert ["POST", f"/v26.0/{US}/mentions", ["appsecret_proof", "comment_id", "media_id", "message"]] in fake.calls()  # fmt: skip

    def test_an_empty_id_is_refused_and_a_comment_under_an_advertisement_is_the_posts_own(self):
        def told(field, **value):
            entry = {"id": US, "time": 1790000100, "changes": [{"field": field, "value": value}]}
            body = json.dumps({"object": "instagram", "entry": [entry]}).encode()
            return list(Instagram({}, {}).parse(body))

        assert told("comments", text="x", id="")[0].reason == "no-id"
        (ad,) = told(
            "comments", comment_id="1", text="x", media={"id": "9", "original_media_id": "7"}
        )
        assert (ad.platform_id, ad.post.id) == ("1", "7") and ad.created_at.tzinfo
        assert told("mentions", media_id="7", comment_id="1") == [Fetch("1", {"mention": "7"})]
        assert told("story_insights", media_id="7") == []


class TestActing:
    def test_every_act_of_the_table_reaches_instagram_and_no_other_is_offered(
        self, fake, channel, comment
    ):
        assert offered(comment) == {Can.DELETE} and elsewhere(comment) == {Can.LIKE, Can.BAN}
        speak = connect(channel)
        states = [
            getattr(speak, each)(comment).state for each in (Can.HIDE, Can.UNHIDE, Can.DELETE)
        ]
        assert states == ["hidden", "visible", "deleted"]
        assert fake.acts() == [[each, comment.platform_id] for each in ("hide", "unhide", "delete")]

    def test_hidden_and_deleted_from_the_inbox(self, fake, channel, comment, leila):
        for measure in (hide, unhide):
            with transaction():
                measure(held(channel)[comment.platform_id], by=leila)
            run_tasks("deliver-measure")
        with transaction():
            act(held(channel)[comment.platform_id], Can.DELETE, by=leila)
        run_tasks("deliver-measure")
        assert [each[0] for each in fake.acts()] == ["hide", "unhide", "delete"]
        assert held(channel)[comment.platform_id].gone

    def test_an_answer_to_an_answer_is_found_in_its_thread(self, fake, channel, comment):
        name = fake.comment(text="Oui, quand ?", parent=comment.platform_id, author="amal")
        read(channel)
        row, speak, before = held(channel)[name], connect(channel), ago(minutes=1)
        assert speak.find_reply(row, "Jeudi matin.", before) is None
        sent = speak.reply(row, "Jeudi  matin.")
        assert fake.replies()[0]["parent"] == comment.platform_id
        assert speak.find_reply(row, "Jeudi matin.", before) == sent
        assert speak.find_reply(row, "Jeudi matin.", now() + timedelta(minutes=1)) is None

    @pytest.mark.parametrize(
        "text",
        ["#a #b #c #d #e", "https://a.tn et https://b.tn", "TOUT EN CAPITALES", "x" * 301],
    )
    def test_what_instagram_does_not_take_is_refused_with_the_reason(
        self, fake, comment, speak, leila, text
    ):
        with pytest.raises(Refused):
            speak.reply(comment, text)
        assert fake.replies() == []

    @pytest.mark.parametrize("text", ["#a #b #c #d", "Voir https://a.tn", "OK", "نعم، الخميس", "C'est #fini !"])  # fmt: skip
    def test_what_it_takes_is_sent(self, fake, comment, speak, text):
        speak.reply(comment, text)
        assert fake.replies()[0]["text"] == text

    def test_a_permission_that_is_missing_is_named(self, fake, channel, comment):
        from app.channels.checking import check

        fake.grant(scopes=[each for each in SCOPES if each != "instagram_manage_comments"])
        db.session.rollback()
        assert check(channel.id).missing == ("instagram_manage_comments",)
        assert connect(db.session.get(Channel, channel.id)).allows == frozenset()
        with pytest.raises(PermanentError) as caught:
            connect(channel).hide(comment)
        assert caught.value.details == {"scope": "instagram_manage_comments"}


class TestConnecting:
    def test_a_person_picks_the_account_behind_their_page(self, fake):
        settings = {"base_url": fake.url, "dialog_url": fake.url}
        app = {"id": APP_ID, "secret": APP_SECRET, "verify_token": VERIFY_TOKEN}
        at_meta = Instagram(settings, {}, app=app)
        begun = at_meta.begin(BACK, "state-1")
        back = urlsplit(httpx.get(begun.url, trust_env=False).headers["location"])
        query = {name: value[0] for name, value in parse_qs(back.query).items()}
        (account,) = at_meta.finish(query, BACK, {})
        assert (account.id, account.name, account.about) == (US, "@pact.tn", "PACT Tunisie")
        assert account.settings == {"username": "pact.tn", "page": PAGE, "app_user": PERSON}
        assert account.secrets == {"token": "page-key"} and account.granted == frozenset(SCOPES)

    def test_a_check_names_the_account_and_says_until_when(self, fake, channel):
        standing = connect(channel).check()
        assert (standing.account_id, standing.account_name, standing.missing) == (
            US,
            "@pact.tn",
            (),
        )
        assert standing.keep == {"username": "pact.tn", "page": PAGE}
        assert standing.expires_at is None and len(standing.notes) == 1
        assert any(path.endswith("/subscribed_apps") for _, path, _ in fake.calls())

    def test_a_page_without_an_account_is_told(self, fake):
        fake.change(id=PAGE, instagram_business_account=None)
        with pytest.raises(Refused, match="no professional"):
            Instagram({"base_url": fake.url}, {"token": "page-key"}).check()

    def test_the_accounts_own_key_is_renewed_long_before_it_ends(self, fake, own):
        from app.channels.checking import check

        db.session.rollback()
        standing = check(own.id)
        assert timedelta(days=59) < standing.expires_at - now() < timedelta(days=61)
        kept = db.session.get(Channel, own.id)
        assert not is_old(connect(kept), kept.expires_at)
        assert check(own.id).expires_at == standing.expires_at, "a look a day later moves no end"

        with transaction():
            db.session.get(Channel, own.id).expires_at = later(days=29)
        name = speak_for(own.id, lambda connector: connector.check().account_name)
        kept = db.session.get(Channel, own.id)
        assert name == "@pact.tn" and kept.secrets["token"].startswith("own-key-")
        assert kept.expires_at - now() > timedelta(days=59)

    def test_with_its_own_key_it_reads_acts_and_looks_again(self, fake, own):
        from app.ingest.polling import begin_polls

        with transaction():
            begin_polls()
        read(own)
        name = fake.comment(text="Par Instagram", post=fake.home)
        read(own)
        row, speak = held(own)[name], connect(db.session.get(Channel, own.id))
        speak.hide(row)
        sent = speak.reply(row, "Jeudi.")
        assert speak.find_reply(row, "Jeudi.", ago(minutes=1)) == sent
        fake.remove(id=name)
        assert speak.recheck([row]) == [{"gone": name}]
        # Meta's secret proves nothing of a key that the Instagram application made.
        assert not any("appsecret_proof" in names for _, _, names in fake.calls())
        adds_up(own)

    def test_what_the_instagram_application_signs_is_taken_at_the_channels_own_address(
        self, own, client
    ):
        own.secrets = {**own.secrets, "app_secret": "the other secret"}
        db.session.commit()
        value = {"id": "178", "text": "سلام", "media": {"id": "17900"}}
        entry = {"id": US, "time": 1790000001, "changes": [{"field": "comments", "value": value}]}
        body = json.dumps({"object": "instagram", "entry": [entry]}).encode()
        for secret, status in (("the other secret", 202), ("a third", 401)):
            right = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
            headers = {"X-Hub-Signature-256": f"sha256={right}"}
            answer = client.post(f"/webhooks/{own.token}", data=body, headers=headers)
            assert (answer.status_code < 300) == (status < 300), answer.status_code

    def test_a_pages_key_that_still_works_is_no_dead_key(self, fake, channel, speak):
        assert speak.refresh_token().secrets == {}
        fake.kill()
        with pytest.raises(PermanentError) as caught:
            speak.refresh_token()
        assert caught.value.code == "auth-expired"


class TestTheFake:
    """Judged by Meta's own client and Meta's own specification."""

    @pytest.fixture
    def api(self, fake, monkeypatch):
        return client_for(fake, monkeypatch, pytest, "page-key")

    def test_it_reads_and_acts_as_the_real_one(self, fake, api):
        from facebook_business.adobjects.igcomment import IGComment
        from facebook_business.adobjects.igmedia import IGMedia
        from facebook_business.adobjects.iguser import IGUser

        names = [
            fake.comment(text=f"Message {n}", post=fake.home, author=f"c{n}") for n in range(60)
        ]
        (media,) = IGUser(US, api=api).get_media(fields=["caption", "comments_count"])
        assert (media["id"], media["comments_count"]) == (fake.home, 60)
        found = IGMedia(fake.home, api=api).get_comments(fields=["text", "username", "hidden"])
        assert [each["id"] for each in found] == names[::-1]
        comment = IGComment(names[0], api=api)
        made = comment.create_reply(params={"message": "Jeudi"})
        assert [each["id"] for each in comment.get_replies(fields=["text"])] == [made["id"]]
        comment.api_update(params={"hide": True})
        assert comment.api_get(fields=["hidden", "text"])["hidden"] is True
        comment.api_delete()
        assert [each[0] for each in fake.acts()] == ["hide", "delete"]

    def test_it_refuses_as_the_real_one(self, fake, api):
        from facebook_business.adobjects.igcomment import IGComment
        from facebook_business.exceptions import FacebookRequestError

        name = fake.comment(text="Quand ?", post=fake.home)
        ours = IGComment(name, api=api).create_reply(params={"message": "Jeudi"})["id"]
        for act_on, sub in (
            (lambda: IGComment("1", api=api).api_get(), 33),
            (lambda: IGComment(ours, api=api).api_update(params={"hide": True}), None),
            (lambda: IGComment(name, api=api).create_reply(params={"message": "x" * 301}), None),
        ):
            with pytest.raises(FacebookRequestError) as caught:
                act_on()
            assert (caught.value.api_error_code(), caught.value.api_error_subcode()) == (100, sub)

    def test_it_shows_nothing_that_meta_does_not_know(self):
        # The first is told in a person's list of pages alone; the second is of Instagram's own host. The file holds neither.
        assert unknown_fields(FIELDS) == [("Page", "tasks"), ("IGUser", "user_id")]

    def test_nothing_is_asked_that_meta_does_not_know(self, fake, channel, comment, speak):
        fake.comment(text="Et moi ?", parent=comment.platform_id)
        for each in (Can.HIDE, Can.UNHIDE):
            getattr(speak, each)(comment)
        speak.reply(comment, "Jeudi")
        speak.count(comment.post)
        speak.find_reply(comment, "Jeudi", ago(minutes=1))
        speak.fetch(comment.platform_id, None)
        speak.delete(comment)
        assert unknown_calls(fake.calls()) == []
