"""Telegram groups: what only this platform does, and the fake judged by a client that others wrote."""

import asyncio

import pytest

from app.channels.models import Channel
from app.connectors.contract import Delivery, Unacceptable
from app.connectors.telegram import Telegram
from app.extensions import db
from app.lib.errors import PermanentError
from tests.connectors.platforms import adds_up, connected, held, read, time_passes
from tests.fakes.running import running

# What else judges us, for docs/platforms/README.md.
JUDGES = ("python-telegram-bot",)


@pytest.fixture
def fake():
    with running("telegram") as fake:
        yield fake


@pytest.fixture
def channel(app, fake):
    app.config["ALLOWED_PRIVATE_HOSTS"] = ("127.0.0.1",)
    return connected(fake)


def speaking(channel):
    return Telegram(channel.settings, channel.secrets, account_id=channel.account_id)


def test_a_comment_knows_its_post_its_parent_and_its_thread(channel, fake):
    post = fake.post(text="Réunion à Nebeur mardi")
    first = fake.comment(text="علاش موش في الليل؟", post=post)
    second = fake.comment(text="صحيح", parent=first, author="mouna")
    read(channel)

    rows = held(channel)
    assert rows[first].post.title == "Réunion à Nebeur mardi"
    assert rows[second].post_id == rows[first].post_id
    assert (rows[second].parent_platform_id, rows[second].thread) == (first, first)
    assert rows[first].url == "https://t.me/pact_echanges/" + first.rpartition(":")[2]


def test_our_own_answer_and_whoever_speaks_as_the_group_are_us(channel, fake):
    fake.comment(text="Salut")
    read(channel)
    group = int(next(iter(held(channel))).rpartition(":")[0])
    message = {"message_id": 9, "chat": {"id": group, "title": "G", "type": "supergroup"}, "date": 1795000000}  # fmt: skip
    ours = message | {"sender_chat": message["chat"], "text": "Merci à tous"}
    theirs = message | {"sender_chat": {"id": -100777, "title": "Radio"}, "text": "Merci"}
    bot = message | {"from": {"id": int(channel.account_id), "first_name": "PACT"}, "text": "Oui"}
    assert [speaking(channel).incoming(each).by_us for each in (ours, theirs, bot)] == [True, False, True]  # fmt: skip


def test_every_act_arrives(channel, fake):
    name = fake.comment(text="Insulte")
    read(channel)
    comment, there = held(channel)[name], speaking(channel)
    for act in ("like", "unlike", "ban", "unban", "delete"):
        getattr(there, act)(comment)
    person = comment.author.platform_id
    assert fake.acts() == [["like", name], ["unlike", name], ["ban", person], ["unban", person], ["delete", name]]  # fmt: skip


def test_what_is_gone_and_what_is_not_allowed_have_their_names(channel, fake):
    name = fake.comment(text="Bientôt retiré")
    read(channel)
    comment, there = held(channel)[name], speaking(channel)
    fake.rights(can_delete_messages=False, can_restrict_members=False)
    for act in (there.delete, there.ban):
        with pytest.raises(PermanentError) as refused:
            act(comment)
        assert refused.value.code == "permission-missing"
    fake.rights(can_delete_messages=True, can_restrict_members=True)
    fake.remove(id=name)
    for act in (there.delete, lambda comment: there.reply(comment, "Bonjour")):
        with pytest.raises(PermanentError) as refused:
            act(comment)
        assert refused.value.code == "gone"


def test_a_group_that_moved_is_answered_where_it_is_now(channel, fake):
    name = fake.comment(text="On est encore là ?")
    read(channel)
    fake.move()
    sent = speaking(channel).reply(held(channel)[name], "Oui, ici.")

    assert sent.platform_id.rpartition(":")[0] != name.rpartition(":")[0]
    assert [each["text"] for each in fake.replies()] == ["Oui, ici."]


def test_another_reader_or_a_webhook_is_said_and_nothing_is_lost(channel, fake):
    fake.webhook(url="https://elsewhere.example")
    name = fake.comment(text="Pendant ce temps")
    read(channel, most=1)
    assert "Another program reads" in db.session.get(Channel, channel.id).last_error

    fake.webhook(url="")
    time_passes(fake, hours=1)
    read(channel)
    assert name in held(channel)
    adds_up(channel)


def test_only_the_group_that_was_named_is_read(app, fake):
    app.config["ALLOWED_PRIVATE_HOSTS"] = ("127.0.0.1",)
    there = Telegram({"base_url": fake.url, "chat": "@PACT_echanges"}, fake.account()["secrets"], since=0)  # fmt: skip
    fake.comment(text="Ici")
    assert len(there.poll({"offset": 0}).payloads) == 1
    there.set["chat"] = "@another"
    page = there.poll({"offset": 0})
    assert page.payloads == [] and page.cursor["offset"] > 880000


def test_the_check_says_what_the_bot_may(app, fake):
    app.config["ALLOWED_PRIVATE_HOSTS"] = ("127.0.0.1",)
    there = Telegram({"base_url": fake.url, "chat": "@pact_echanges"}, fake.account()["secrets"])
    assert there.check().granted == {"can_delete_messages", "can_restrict_members"}
    fake.rights(can_restrict_members=True)
    assert there.check().missing == ("can_delete_messages",)
    fake.rights()
    assert there.check().notes == ("The bot is no administrator of this group.",)


@pytest.mark.parametrize(
    ("secret", "shown", "status"),
    [("s3", "s3", 0), ("s3", "S3", 401), ("s3", "", 401), ("", "", 403)],
)
def test_a_delivery_shows_the_secret_we_gave(secret, shown, status):
    there = Telegram({}, {"webhook_secret": secret})
    delivery = Delivery(b"{}", {"x-telegram-bot-api-secret-token": shown} if shown else {})
    if not status:
        there.verify(delivery)
        return
    with pytest.raises(Unacceptable) as refused:
        there.verify(delivery)
    assert refused.value.status == status


def test_a_client_that_others_wrote_understands_the_fake(fake):
    telegram = pytest.importorskip("telegram")
    post = fake.post()
    name = fake.comment(text="Bonjour", post=post)

    async def talk():
        token = fake.account()["secrets"]["token"]
        async with telegram.Bot(token, base_url=f"{fake.url}/bot") as bot:
            updates = await bot.get_updates(allowed_updates=["message"])
            said = updates[-1].message
            assert (said.text, said.reply_to_message.is_automatic_forward) == ("Bonjour", True)
            answer = await bot.send_message(said.chat.id, "Oui", reply_parameters=telegram.ReplyParameters(said.message_id))  # fmt: skip
            assert answer.reply_to_message.message_id == said.message_id
            assert await bot.set_message_reaction(said.chat.id, said.message_id, "👍")
            assert await bot.ban_chat_member(said.chat.id, said.from_user.id)
            assert await bot.delete_message(said.chat.id, said.message_id)
            with pytest.raises(telegram.error.BadRequest, match="to delete not found"):
                await bot.delete_message(said.chat.id, said.message_id)
            fake.fault(kind="busy-seconds", seconds=7)
            with pytest.raises(telegram.error.RetryAfter):
                await bot.get_me()

    asyncio.run(talk())
    assert [act for act, _ in fake.acts()] == ["like", "ban", "delete"] and fake.acts()[0][
        1
    ] == name
