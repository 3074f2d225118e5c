"""YouTube: three lists, one level of replies, units that run out; the fake is judged by Google's own client and by the
discovery document."""

from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import httpx
import pytest

from app.channels.budgets import spending_of
from app.channels.models import Channel, Poll
from app.channels.renewing import renew
from app.connectors import youtube_threads
from app.connectors.contract import Can
from app.connectors.registry import connect
from app.connectors.youtube import SCOPE, YouTube, midnight_there
from app.extensions import db
from app.ingest.gaps import recheck
from app.lib.calling import Heard
from app.lib.clock import ago, now
from app.lib.errors import PermanentError, Refused, TransientError
from app.lib.transaction import transaction
from app.moderation.actions import hide, unhide
from app.moderation.acts import act
from app.moderation.offering import elsewhere, is_final, offered
from tests.connectors.google import misfits, unknown
from tests.connectors.platforms import adds_up, connected, held, read, run_tasks, time_passes, turn
from tests.fakes.running import running

# What else judges us, for docs/platforms/README.md.
JUDGES = ("google-api-python-client", "discovery document")
BACK = "https://sada.example/channels/back"


@pytest.fixture
def fake(app):
    app.config.update(ALLOWED_PRIVATE_HOSTS=("127.0.0.1",), UNDO_SECONDS=0)
    with running("youtube") as server:
        server.home = server.post(text="Réunion publique à Sidi Khiar")
        yield server


@pytest.fixture
def channel(fake):
    return connected(fake)


@pytest.fixture
def always(monkeypatch):
    """Every round reads all lists."""
    monkeypatch.setattr(youtube_threads, "ASIDE_EVERY", timedelta(0))


def speaking(channel):
    db.session.rollback()
    return connect(db.session.get(Channel, channel.id))


def hers(channel, name):
    return held(channel)[name]


class TestReading:
    def test_a_comment_knows_its_video_its_thread_and_its_author(self, fake, channel):
        top = fake.comment(text="وقتاش يرجع الماء؟", post=fake.home)
        below = fake.comment(text="Demain, je crois", parent=top, author="mouna")
        read(channel)

        rows = held(channel)
        assert (
            rows[top].post.title == "Réunion publique à Sidi Khiar"
            and rows[top].text == "وقتاش يرجع الماء؟"
        )
        assert (rows[below].parent_platform_id, rows[below].thread) == (top, top)
        assert rows[below].author.handle == "mouna" and rows[below].post_id == rows[top].post_id
        assert rows[top].url == f"https://www.youtube.com/watch?v={fake.home}&lc={top}"

    def test_what_is_held_waits_for_a_person_and_spam_does_not(self, fake, channel, always):
        waits = fake.comment(text="Premier commentaire", post=fake.home, status="heldForReview")
        spam = fake.comment(text="Gagnez 500 €", post=fake.home, status="likelySpam")
        read(channel)

        rows = held(channel)
        assert (rows[waits].state, rows[waits].status) == ("pending", "open")
        assert (rows[spam].state, rows[spam].status) == ("spam", "done")

    def test_what_studio_decides_is_followed(self, fake, channel, always):
        names = [
            fake.comment(text=f"En attente {n}", post=fake.home, status="heldForReview")
            for n in range(3)
        ]
        shown = fake.comment(text="Déjà en ligne", post=fake.home)
        read(channel)
        fake.status(id=names[0], status="published")
        fake.status(id=names[1], status="rejected")
        fake.status(id=shown, status="heldForReview")
        read(channel)
        read(channel)

        rows = held(channel)
        assert [rows[name].state for name in names] == ["visible", "hidden", "pending"]
        assert rows[shown].state == "hidden"
        before = len(fake.calls())
        read(channel)
        assert len(fake.calls()) - before <= 4, "what is nowhere is not looked for again and again"
        adds_up(channel)

    def test_a_deletion_is_noticed_by_its_absence(self, fake, channel):
        name = fake.comment(text="À retirer", post=fake.home)
        fake.comment(text="Reste", post=fake.home)
        read(channel)
        fake.remove(id=name)
        read(channel)

        assert hers(channel, name).gone
        adds_up(channel)

    def test_an_edit_is_noticed_when_its_moment_changes(self, fake, channel):
        name = fake.comment(text="Avant", post=fake.home)
        read(channel)
        fake.pass_time(seconds=90)
        fake.edit(id=name, text="Après")
        read(channel)

        row = hers(channel, name)
        assert row.text == "Après" and row.edited_at > row.created_at

    def test_likes_are_no_news(self, fake, channel):
        fake.comment(text="Bravo", post=fake.home)
        read(channel)
        before = adds_up(channel)
        read(channel)
        assert adds_up(channel) == before

    def test_a_reply_under_an_old_thread_is_found_though_the_thread_stays_where_it_is(
        self, fake, channel, always
    ):
        old = fake.comment(text="Ancien", post=fake.home)
        for n in range(120):
            fake.comment(text=f"Récent {n}", post=fake.home, author=f"c{n}")
        read(channel)
        name = fake.comment(text="Encore une question", parent=old)
        read(channel)

        assert name in held(channel)
        adds_up(channel)

    def test_more_replies_than_come_with_a_thread_are_asked_for(self, fake, channel):
        top = fake.comment(text="Débat", post=fake.home)
        names = [fake.comment(text=f"Réponse {n}", parent=top, author=f"v{n}") for n in range(130)]
        read(channel)
        assert set(names) <= set(held(channel))
        adds_up(channel)

    def test_a_forgotten_page_begins_the_list_again(self, fake, app):
        names = {
            fake.comment(text=f"Vieux {n}", post=fake.home, author=f"c{n}") for n in range(250)
        }
        channel = connected(fake, since=ago(days=1))
        assert names == set(held(channel))
        speak = speaking(channel)
        cursor = {
            **speak.start(),
            "todo": [{"do": "list", "of": "p", "token": "bm90LWtub3du", "until": "2020"}],
        }
        cursor.pop("begun", None)
        page = speak.poll(cursor)
        assert {each["comment"]["id"] for each in page.payloads} == names
        adds_up(channel)

    def test_reading_begins_now_and_replies_to_what_was_there_before_are_new(self, fake):
        before = fake.comment(text="Avant nous", post=fake.home)
        channel = connected(fake)
        after, below = (
            fake.comment(text="Après", post=fake.home),
            fake.comment(text="Et moi", parent=before),
        )
        read(channel)
        assert set(held(channel)) == {after, below}

    def test_reading_back_says_how_far_it_has_come(self, fake):
        old = fake.comment(text="Trop vieux", post=fake.home)
        fake.pass_time(seconds=7200)
        names = {
            fake.comment(text=f"Récent {n}", post=fake.home, author=f"c{n}") for n in range(150)
        }
        channel = connected(fake, since=now() + timedelta(hours=1))
        assert names == set(held(channel)) and old not in held(channel)
        poll = db.session.get(Poll, channel.id)
        assert poll.caught_up_at and poll.reached_at

    def test_what_is_counted_under_a_new_video_and_missing_here_is_fetched(self, fake):
        channel = connected(fake, since=ago(days=2))
        post = fake.post(text="Nouvelle vidéo")
        first = fake.comment(text="Premier", post=post)
        read(channel)
        with transaction():
            row = db.session.get(Poll, channel.id)
            fake.comment(text="Manqué", post=post, author="x")
            lost = fake.comment(text="Réponse manquée", parent=first, author="y")
            # As if it had slipped through: nothing older is looked at any more.
            row.cursor = {**row.cursor, "from": "2999"}
        recheck(channel.id)
        read(channel)
        assert {first, lost} <= set(held(channel)) and len(held(channel)) == 3
        adds_up(channel)

    def test_of_older_videos_nobody_wants_everything(self, channel, fake):
        fake.comment(text="Un", post=fake.home)
        read(channel)
        post = next(iter(held(channel).values())).post
        assert speaking(channel).count(post) is None


class TestActing:
    @pytest.fixture
    def comment(self, fake, channel):
        name = fake.comment(text="Quand ?", post=fake.home)
        read(channel)
        return hers(channel, name)

    def test_an_answer_to_a_reply_goes_into_its_thread_and_says_to_whom(
        self, fake, channel, comment
    ):
        below = fake.comment(text="Moi aussi", parent=comment.platform_id, author="mouna")
        read(channel)
        speak, row = speaking(channel), hers(channel, below)
        sent = speak.reply(row, "Mardi.")

        assert fake.replies() == [
            {"id": sent.platform_id, "text": "@mouna Mardi.", "parent": comment.platform_id}
        ]
        assert speak.find_reply(row, "Mardi.", ago(minutes=1)) == sent
        assert speak.find_reply(row, "Mercredi.", ago(minutes=1)) is None
        assert speak.limit_for(row) == 10_000 - len("@mouna ")

    def test_hiding_is_holding_and_can_be_taken_back(self, fake, channel, comment, always, leila):
        with transaction():
            hide(comment, by=leila)
        run_tasks("deliver-measure")
        read(channel)
        assert hers(channel, comment.platform_id).state == "hidden", (
            "held by us is hidden, not waiting"
        )
        with transaction():
            unhide(hers(channel, comment.platform_id), by=leila)
        run_tasks("deliver-measure")
        read(channel)

        assert fake.acts() == [
            ["heldForReview", comment.platform_id],
            ["published", comment.platform_id],
        ]
        assert hers(channel, comment.platform_id).state == "visible"

    def test_what_youtube_held_is_let_through(self, fake, channel, always, leila):
        name = fake.comment(text="En attente", post=fake.home, status="heldForReview")
        read(channel)
        with transaction():
            unhide(hers(channel, name), by=leila)
        run_tasks("deliver-measure")
        assert fake.acts() == [["published", name]]

    def test_rejecting_is_final_and_cannot_be_taken_back(self, fake, channel, comment, leila):
        assert is_final(comment, Can.DELETE) and is_final(comment, Can.BAN)
        assert not is_final(comment, Can.HIDE)
        with transaction():
            act(comment, Can.DELETE, by=leila)
        run_tasks("deliver-measure")
        row = hers(channel, comment.platform_id)

        assert (
            fake.acts() == [["rejected", row.platform_id]]
            and row.gone
            and Can.DELETE not in offered(row)
        )
        with pytest.raises(PermanentError) as caught:
            speaking(channel).unhide(row)
        assert caught.value.code == "permission-missing"

    def test_banning_rejects_and_what_only_youtube_can_is_left_to_it(self, fake, channel, comment):
        assert {Can.LIKE, Can.UNBAN} <= elsewhere(comment) and Can.UNBAN not in offered(comment)
        assert speaking(channel).ban(comment).state == "deleted"
        assert fake.acts() == [["ban", comment.platform_id]]

    def test_our_own_words_are_deleted_not_rejected(self, fake, channel, comment):
        sent = speaking(channel).reply(comment, "Mardi")
        read(channel)
        ours = hers(channel, sent.platform_id)
        assert ours.by_us and not ours.can("hide")
        speaking(channel).delete(ours)
        assert fake.acts() == [["delete", sent.platform_id]] and fake.replies() == []

    def test_what_is_gone_and_what_is_closed_have_their_names(self, fake, channel, comment):
        fake.set(answers_on=False)
        with pytest.raises(Refused, match="turned off"):
            speaking(channel).reply(comment, "Mardi")
        fake.set(answers_on=True)
        fake.remove(id=comment.platform_id)
        for does in (
            lambda: speaking(channel).reply(comment, "Mardi"),
            lambda: speaking(channel).hide(comment),
        ):
            with pytest.raises(PermanentError) as caught:
                does()
            assert caught.value.code == "gone"


class TestUnits:
    def test_every_call_is_counted(self, fake, channel):
        name = fake.comment(text="Combien ?", post=fake.home)
        read(channel)
        before = spending_of(channel.id, speaking(channel)).used
        speak = speaking(channel)
        speak.hide(hers(channel, name))
        assert speak.spent == 50
        fake.remove(id=name)
        with pytest.raises(PermanentError):
            speak.hide(held(channel)[name])
        assert speak.spent == 51
        calls = len(fake.calls())
        turn_now(channel)
        spent = spending_of(channel.id, speaking(channel)).used - before
        assert spent == len(fake.calls()) - calls

    def test_reading_stops_before_the_units_end_and_acts_go_through(self, fake, channel):
        name = fake.comment(text="Avant la fin", post=fake.home)
        read(channel)
        with transaction():
            row = db.session.get(Channel, channel.id)
            row.settings = {**row.settings, "daily_units": "2500"}
        calls = len(fake.calls())
        fake.comment(text="Plus tard", post=fake.home)
        read(channel)
        assert len(fake.calls()) == calls and db.session.get(Poll, channel.id).polled_at
        assert speaking(channel).hide(hers(channel, name)).state == "hidden"

    def test_when_google_says_that_it_is_enough_nothing_is_asked_until_midnight_there(
        self, fake, channel
    ):
        fake.set(units=0)
        name = fake.comment(text="Trop tard pour aujourd'hui", post=fake.home)
        read(channel, most=1)
        kept = db.session.get(Channel, channel.id)
        assert abs(kept.not_before - midnight_there()) < timedelta(minutes=1)

        fake.set(units=10_000)
        time_passes(fake, hours=25)
        read(channel)
        assert name in held(channel)
        adds_up(channel)

    def test_midnight_is_that_of_california(self):
        there = midnight_there().astimezone(ZoneInfo("America/Los_Angeles"))
        assert (there.hour, there.minute) == (0, 0) and timedelta(
            0
        ) < midnight_there() - now() <= timedelta(hours=25)


def turn_now(channel):
    from tests.connectors.platforms import due_now

    due_now(channel.id)
    turn(channel.id)


@pytest.mark.parametrize(
    ("status", "reason", "kind", "code"),
    [
        (403, "quotaExceeded", TransientError, "quota"),
        (403, "rateLimitExceeded", TransientError, "rate-limited"),
        (400, "processingFailure", TransientError, "busy"),
        (403, "insufficientPermissions", PermanentError, "permission-missing"),
        (404, "parentCommentNotFound", PermanentError, "gone"),
        (403, "commentsDisabled", Refused, None),
        (400, "commentTextTooLong", Refused, None),
    ],
)
def test_every_reason_has_its_meaning(status, reason, kind, code):
    body = b'{"error":{"code":%d,"errors":[{"reason":"%s"}],"message":"x"}}' % (
        status,
        reason.encode(),
    )
    with pytest.raises(kind) as caught:
        YouTube({}, {}).explain(Heard(status, {}, body))
    assert code is None or caught.value.code == code


class TestConnecting:
    def went(self, fake, app, state="s-1"):
        app.config.update(fake.account()["config"])
        settings = {
            name: value.replace("{url}", fake.url)
            for name, value in fake.account()["settings"].items()
        }
        speak = YouTube(settings, {}, app={"id": "google-client", "secret": "google-secret"})
        begun = speak.begin(BACK, state)
        back = urlsplit(httpx.get(begun.url).headers["location"])
        return speak, begun, {name: value[0] for name, value in parse_qs(back.query).items()}

    def test_the_channel_that_was_chosen_comes_with_a_key_that_lasts(self, fake, app):
        speak, begun, query = self.went(fake, app)
        (account,) = speak.finish(query, BACK, begun.keep)
        assert (account.id, account.name) == (fake.account()["account_id"], "PACT")
        assert account.secrets["refresh_token"] and account.granted == {SCOPE}
        assert timedelta(minutes=50) < account.expires_at - now() < timedelta(minutes=61)

    def test_who_says_no_or_leaves_the_box_empty_is_not_connected(self, fake, app):
        speak, begun, query = self.went(fake, app, state="deny")
        with pytest.raises(Refused):
            speak.finish(query, BACK, begun.keep)
        fake.set(scopes="openid")
        speak, begun, query = self.went(fake, app)
        with pytest.raises(Refused, match="Tick the box"):
            speak.finish(query, BACK, begun.keep)

    def test_another_proof_is_not_accepted(self, fake, app):
        speak, begun, query = self.went(fake, app)
        with pytest.raises(PermanentError):
            speak.finish(query, BACK, {"verifier": "another"})

    def test_an_account_without_a_channel_is_told_so(self, fake, channel):
        fake.set(has_channel=False)
        with pytest.raises(Refused, match="no YouTube channel"):
            speaking(channel).check()

    def test_a_key_that_has_ended_is_renewed_on_the_way(self, fake, channel):
        name = fake.comment(text="Une heure plus tard", post=fake.home)
        old = dict(speaking(channel).secrets)
        fake.pass_time(seconds=4000)
        read(channel)
        row = db.session.get(Channel, channel.id)
        assert name in held(channel) and row.secrets["token"] != old["token"]
        assert row.secrets["refresh_token"] == old["refresh_token"] and row.expires_at > now()

    def test_a_lasting_key_that_is_dead_asks_for_a_person(self, fake, channel):
        fake.set(lasting="another")
        with pytest.raises(PermanentError) as caught:
            renew(channel.id, speaking(channel))
        assert caught.value.code == "auth-expired"
        assert db.session.get(Channel, channel.id).cut_off_at


class TestTheSpecification:
    def test_nothing_is_asked_that_the_discovery_document_does_not_know(
        self, fake, channel, always
    ):
        name = fake.comment(text="Quand ?", post=fake.home)
        for n in range(7):
            fake.comment(text=f"R {n}", parent=name)
        read(channel)
        speak, row = speaking(channel), hers(channel, name)
        sent = speak.reply(row, "Mardi")
        speak.find_reply(row, "Mardi", ago(minutes=1))
        speak.hide(row), speak.unhide(row), speak.recheck([row])
        fake.remove(id=name)
        read(channel)
        speak.since = ago(days=1)
        speak.count(row.post), speak.read_post(row.post, None)
        assert sent.platform_id and unknown(fake.calls()) == []

    def test_the_fake_answers_in_the_shapes_of_the_discovery_document(self, fake, channel):
        top = fake.comment(text="Quand ?", post=fake.home)
        fake.comment(text="Oui", parent=top)
        fake.comment(text="", post=fake.home, imageUrl="https://yt3.example/i", closed=True)
        key = {"Authorization": f"Bearer {channel.secrets['token']}"}
        base = f"{fake.url}/youtube/v3"
        us = fake.account()["account_id"]
        for path, kind in (
            (
                f"/commentThreads?part=snippet,replies&allThreadsRelatedToChannelId={us}",
                "CommentThreadListResponse",
            ),
            (f"/comments?part=snippet&parentId={top}", "CommentListResponse"),
            ("/channels?part=snippet&mine=true", "ChannelListResponse"),
            (f"/videos?part=snippet,statistics&id={fake.home}", "VideoListResponse"),
        ):
            told = httpx.get(base + path, headers=key)
            assert told.status_code == 200 and told.json()["items"], path
            assert misfits(kind, told.json()) == []


class TestTheFake:
    """Judged by the client that Google wrote for the real thing."""

    @pytest.fixture
    def client(self, fake):
        discovery = pytest.importorskip("googleapiclient.discovery")
        credentials = pytest.importorskip("google.oauth2.credentials")
        key = credentials.Credentials(
            fake.account()["secrets"]["token"], refresh_token=fake.account()["secrets"]["refresh_token"],
            token_uri=f"{fake.url}/token", client_id="google-client", client_secret="google-secret",
        )  # fmt: skip
        return discovery.build(
            "youtube",
            "v3",
            credentials=key,
            static_discovery=True,
            client_options={"api_endpoint": fake.url},
        )

    def test_it_reads_as_the_real_one(self, fake, client):
        names = [
            fake.comment(text=f"<b>{n}</b>", post=fake.home, author=f"c{n}") for n in range(45)
        ]
        us, found = fake.account()["account_id"], []
        asked = client.commentThreads().list(
            part="snippet,replies",
            allThreadsRelatedToChannelId=us,
            maxResults=20,
            order="time",
            textFormat="plainText",
        )
        while asked is not None:
            told = asked.execute()
            found += told["items"]
            asked = client.commentThreads().list_next(asked, told)
        assert [each["id"] for each in found] == names[::-1]
        top = found[0]["snippet"]["topLevelComment"]
        assert top["snippet"]["textDisplay"] == "<b>44</b>" and datetime.fromisoformat(
            top["snippet"]["publishedAt"]
        )
        assert client.channels().list(part="snippet", mine=True).execute()["items"][0]["id"] == us

    def test_it_acts_as_the_real_one(self, fake, client):
        top = fake.comment(text="Quand ?", post=fake.home)
        body = {"snippet": {"parentId": top, "textOriginal": "Mardi"}}
        made = client.comments().insert(part="snippet", body=body).execute()
        told = client.comments().list(part="snippet", parentId=top).execute()
        assert told["items"][0]["id"] == made["id"] and made["id"].startswith(f"{top}.")
        decide = client.comments().setModerationStatus
        assert not decide(id=[top], moderationStatus="heldForReview").execute()
        threads = client.commentThreads().list(part="snippet", id=top).execute()["items"]
        assert threads[0]["snippet"]["isPublic"] is False
        assert not client.comments().delete(id=made["id"]).execute()

    def test_it_refuses_as_the_real_one(self, fake, client):
        from googleapiclient.errors import HttpError

        top = fake.comment(text="Quand ?", post=fake.home)
        decide = client.comments().setModerationStatus
        for asked, status, reason in (
            (client.comments().delete(id=top), 403, "forbidden"),
            (client.comments().delete(id="none"), 404, "commentNotFound"),
            (decide(id=top, moderationStatus="published", banAuthor=True), 400, "banWithoutReject"),
        ):
            with pytest.raises(HttpError) as caught:
                asked.execute()
            assert caught.value.status_code == status
            assert caught.value.error_details[0]["reason"] == reason
        decide(id=top, moderationStatus="rejected").execute()
        with pytest.raises(HttpError):
            decide(id=top, moderationStatus="published").execute()
