"""TikTok: what only this platform does."""

import json
import time

import pytest

from app.connectors.contract import Delivery, Fetch, Gone, StateChanged, Unacceptable
from app.connectors.tiktok import TikTok
from app.extensions import db
from app.ingest.actions import process
from app.lib.errors import PermanentError, Refused, TransientError
from tests.connectors.platforms import adds_up, connected, held, read, run_tasks
from tests.fakes.running import running

APP = {"id": "app", "secret": "tiktok-secret"}
BACK = "https://sada.example/channels/join/back/"


@pytest.fixture
def fake():
    with running("tiktok") as fake:
        yield fake


@pytest.fixture
def channel(app, fake):
    app.config["ALLOWED_PRIVATE_HOSTS"] = ("127.0.0.1",)
    fake.home = fake.post(text="Réunion à Nebeur mardi\nVenez")
    return connected(fake)


def speaking(channel, **more):
    return TikTok(channel.settings, channel.secrets, account_id=channel.account_id, app=APP, **more)


def delivery(told, headers=None):
    given = {name.lower(): value for name, value in (headers or told["headers"]).items()}
    return Delivery(told["body"].encode(), given)


def test_a_comment_knows_its_video_its_parent_and_its_thread(channel, fake):
    first = fake.comment(text="علاش موش في الليل؟", post=fake.home)
    second = fake.comment(text="صحيح", parent=first, author="mouna")
    read(channel)

    rows = held(channel)
    assert rows[first].post.title == "Réunion à Nebeur mardi"
    assert (rows[second].parent_platform_id, rows[second].thread) == (first, first)
    assert (rows[second].author.handle, rows[second].author.platform_id) == ("mouna", "uid-mouna")


def test_answers_come_whole_also_those_to_what_was_there_before(app, fake):
    app.config["ALLOWED_PRIVATE_HOSTS"] = ("127.0.0.1",)
    fake.pass_time(seconds=-7200)
    fake.home = fake.post(text="Avant nous")
    old = fake.comment(text="Écrit avant", post=fake.home)
    fake.comment(text="Répondu avant", parent=old)
    channel = connected(fake)
    assert not held(channel)
    fake.pass_time(seconds=7200)

    late = [fake.comment(text=f"Et toujours rien {n}", parent=old) for n in range(35)]
    read(channel)
    assert set(late) <= set(held(channel))
    adds_up(channel)


def test_a_first_reading_goes_back_as_far_as_it_is_told(app, fake):
    from datetime import timedelta

    from app.lib.clock import now

    app.config["ALLOWED_PRIVATE_HOSTS"] = ("127.0.0.1",)
    videos = [fake.post(text=f"Vidéo {n}") for n in range(23)]
    names = {fake.comment(text="Ancien", post=each) for each in videos}
    names |= {fake.comment(text=f"Suite {n}", post=videos[0]) for n in range(33)}
    channel = connected(fake, since=now() - timedelta(days=7))
    assert names <= set(held(channel))
    assert adds_up(channel).new == len(names)


def test_what_is_counted_and_not_listed_yet_is_looked_for_again(channel, fake):
    there = speaking(channel)
    cursor = there.start()
    cursor["videos"]["7"] = {"count": 3, "missing": 2, "tries": 0}
    rows = []
    for _turn in range(4):
        there.do_settle({"of": {"item_id": "7"}}, cursor)
        rows.append((cursor["videos"]["7"]["count"], cursor["videos"]["7"]["tries"]))
        cursor["videos"]["7"]["count"] = 3
    assert rows == [(1, 1), (1, 2), (1, 3), (3, 0)]


@pytest.mark.parametrize(
    ("action", "wanted"),
    [("insert", Fetch), ("delete", Gone), ("set_to_hidden", StateChanged), ("set_to_public", StateChanged)],
)  # fmt: skip
def test_a_delivery_names_ids_alone_and_keeps_them_whole(channel, fake, action, wanted):
    name = fake.comment(text="Par livraison", post=fake.home)
    (event,) = speaking(channel).parse(fake.webhook(id=name, action=action)["body"].encode())
    assert isinstance(event, wanted) and event.platform_id == name
    assert int(name) > 2**53


def test_what_was_only_named_is_fetched_and_hidden_when_told_so(client, channel, fake):
    first = fake.comment(text="Quand ?", post=fake.home)
    second = fake.comment(text="Livré avant tout", parent=first)
    for name, action in ((second, "insert"), (first, "insert"), (first, "set_to_hidden")):
        fake.status(id=first, status="HIDDEN" if action == "set_to_hidden" else "PUBLIC")
        told = fake.webhook(id=name, action=action)
        answer = client.post(told["path"], data=told["body"], headers=told["headers"])
        assert (answer.status_code, answer.json) == (200, {"received": 1})
        taken_in()

    rows = held(channel)
    assert (rows[second].text, rows[second].thread) == ("Livré avant tout", first)
    assert rows[first].state == "hidden"
    adds_up(channel)


def taken_in():
    """Make comments of what was delivered, and fetch what it only named."""
    for _turn in range(2):
        while process():
            pass
        db.session.rollback()
        run_tasks("fetch-comment")


def test_a_delivery_for_nobody_here_and_one_of_something_else_are_let_go(client, channel, fake):
    for more in ({"user_openid": "somebody-else"}, {"event": "video.publish.completed"}):
        told = fake.webhook(id="9007199254740999", **more)
        answer = client.post(told["path"], data=told["body"], headers=told["headers"])
        assert (answer.status_code, answer.json) == (200, {"received": 0})


def test_what_lists_do_not_show_yet_is_not_taken_for_deleted(channel, fake):
    hint = {"video": fake.home, "parent": None, "at": int(time.time())}
    assert speaking(channel).fetch("9007199254741999", hint) == []
    with pytest.raises(PermanentError) as missing:
        speaking(channel).fetch("9007199254741999", {**hint, "at": hint["at"] - 3600})
    assert missing.value.code == "gone"


def test_a_delivery_is_signed_over_its_raw_bytes_and_not_long_ago(channel, fake):
    there, told = speaking(channel), fake.webhook(id="9007199254740999")
    there.verify(delivery(told))
    right = told["headers"]["TikTok-Signature"]
    for shown, body, status in (
        (right, told["body"] + "\n", 401),
        (right.replace("s=", "s=00"), told["body"], 401),
        (right.partition(",")[0], told["body"], 401),
        ("", told["body"], 401),
    ):
        with pytest.raises(Unacceptable) as refused:
            there.verify(delivery({"body": body}, {"tiktok-signature": shown}))
        assert refused.value.status == status
    with pytest.raises(Unacceptable) as open_door:
        TikTok({}, {}).verify(delivery(told))
    assert open_door.value.status == 403
    fake.pass_time(seconds=-301)
    with pytest.raises(Unacceptable) as late:
        there.verify(delivery(fake.webhook(id="9007199254740999")))
    assert late.value.code == "timestamp-outside"


def test_every_act_arrives_and_twice_is_fine(channel, fake):
    name = fake.comment(text="Insulte", post=fake.home)
    read(channel)
    comment, there = held(channel)[name], speaking(channel)
    states = [
        getattr(there, act)(comment).state
        for act in ("hide", "hide", "unhide", "like", "like", "unlike")
    ]
    assert states == ["hidden", "hidden", "visible", None, None, None]
    assert fake.acts() == [[act, name] for act in ("hide", "unhide", "like", "unlike")]


def test_only_our_own_words_can_be_deleted(channel, fake):
    name = fake.comment(text="Pas à nous", post=fake.home)
    read(channel)
    there, comment = speaking(channel), held(channel)[name]
    ours = there.reply(comment, "Bonjour").platform_id
    with pytest.raises(PermanentError) as foreign:
        there.delete(comment)
    assert foreign.value.code == "permission-missing"
    read(channel)
    assert held(channel)[ours].by_us and there.delete(held(channel)[ours]).state == "deleted"
    fake.remove(id=name)
    for act in (there.hide, there.like):
        with pytest.raises(PermanentError) as missing:
            act(comment)
        assert missing.value.code == "gone"


def test_an_answer_to_an_answer_stays_in_its_thread_and_says_whom_it_is_for(channel, fake):
    first = fake.comment(text="Quand ?", post=fake.home)
    second = fake.comment(text="Oui, quand ?", parent=first, author="mouna")
    read(channel)
    there, comment = speaking(channel), held(channel)[second]
    there.reply(comment, "Mardi.")
    assert [(each["parent"], each["text"]) for each in fake.replies()] == [(first, "@mouna Mardi.")]
    assert there.limit_for(comment) == 150 - len("@mouna ")
    with pytest.raises(Refused, match="150"):
        there.reply(comment, "x" * 150)


@pytest.mark.parametrize(
    ("code", "words", "kind", "reason"),
    [
        (40001, "No permission to operate.", PermanentError, "permission-missing"),
        (40002, "video_id: Missing data for required field.", Refused, None),
        (40007, "Gone.", PermanentError, "gone"),
        (40100, "Too many requests.", TransientError, "rate-limited"),
        (40100, "You have reached the daily limit.", TransientError, "quota"),
        (40105, "Access token is incorrect.", PermanentError, "auth-expired"),
        (51010, "Upstream.", TransientError, "broken"),
    ],
)
def test_what_is_wrong_is_said_by_a_number_in_an_answer_that_is_a_200(app, code, words, kind, reason):  # fmt: skip
    from app.lib.calling import Heard

    body = json.dumps({"code": code, "message": words, "request_id": "1", "data": {}}).encode()
    with pytest.raises(kind) as wrong:
        TikTok({}, {}).explain(Heard(200, {}, body))
    assert getattr(wrong.value, "code", None) == reason


def test_a_person_connects_their_account_and_both_keys_are_renewed(channel, fake):
    there = TikTok(channel.settings, {}, app=APP)
    begun = there.begin(BACK, "s1")
    assert "state=s1" in begun.url and "comment.list.manage" in begun.url
    (us,) = there.finish({"code": "code-1"}, BACK, {})
    assert (us.id, us.name, us.about) == ("business-open-id-1", "PACT", "@pact.tn")
    renewed = TikTok(channel.settings, us.secrets, app=APP).refresh_token()
    assert renewed.secrets["token"] != us.secrets["token"]
    assert renewed.secrets["refresh"] != us.secrets["refresh"]
    with pytest.raises(PermanentError) as dead:
        TikTok(channel.settings, us.secrets, app=APP).refresh_token()
    assert dead.value.code == "auth-expired"
    with pytest.raises(Refused):
        there.finish({"error": "access_denied"}, BACK, {})


def test_a_permission_that_was_not_granted_is_named_and_its_acts_are_not_offered(channel, fake):
    fake.scopes(scopes="user.info.basic,video.list,comment.list")
    standing = speaking(channel).check()
    assert (standing.account_name, standing.missing) == ("PACT", ("comment.list.manage",))
    assert not speaking(channel, granted=standing.granted).allows
    fake.scopes(scopes="user.info.basic")
    with pytest.raises(Refused):
        TikTok(channel.settings, {}, app=APP).finish({"code": "code-1"}, BACK, {})


def test_a_comment_hidden_on_the_platform_and_a_gap_are_noticed(channel, fake):
    hidden, kept = (fake.comment(text=each, post=fake.home) for each in ("Un", "Deux"))
    fake.comment(text="Trois", parent=kept)
    read(channel)
    fake.status(id=hidden, status="HIDDEN")
    rows = held(channel)
    there = speaking(channel)
    (event,) = there.parse(json.dumps(there.recheck([rows[hidden]])[0]).encode())
    assert event.state == "hidden"
    assert there.count(rows[kept].post) == 3
    assert len(there.read_post(rows[kept].post, None).payloads) == 3
