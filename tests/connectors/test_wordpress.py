"""WordPress: what only this platform does."""

import json
from pathlib import Path

import pytest

from app.connectors.wordpress import WordPress
from app.lib.errors import PermanentError, Refused
from tests.connectors.platforms import adds_up, connected, held, read
from tests.fakes.running import running

SPECS = Path(__file__).parents[3] / "shared" / "specs"


@pytest.fixture
def fake():
    with running("wordpress") as fake:
        fake.home = fake.post(text="Routes : le point de novembre")
        yield fake


@pytest.fixture
def channel(app, fake):
    app.config["ALLOWED_PRIVATE_HOSTS"] = ("127.0.0.1",)
    return connected(fake)


def speaking(channel):
    return WordPress(channel.settings, channel.secrets, account_id=channel.account_id)


def test_comments_know_their_article_their_parent_and_their_state(channel, fake):
    first = fake.comment(text="On attend\ndepuis mars &amp; rien", post=fake.home)
    second = fake.comment(text="صحيح", parent=first, status="hold", author="mouna")
    spam = fake.comment(text="Gagnez vite", post=fake.home, status="spam", author="bot")
    read(channel)

    rows = held(channel)
    assert rows[first].text == "On attend\ndepuis mars & rien"
    assert rows[first].post.title == "Routes : le point de novembre"
    assert (rows[second].parent_platform_id, rows[second].thread) == (first, first)
    assert [rows[name].state for name in (first, second, spam)] == ["visible", "pending", "spam"]
    assert not any("example.org" in row.author.platform_id for row in rows.values())


def test_every_act_arrives_and_says_how_the_comment_stands(channel, fake):
    name = fake.comment(text="Insulte", post=fake.home)
    read(channel)
    comment, there = held(channel)[name], speaking(channel)
    assert there.hide(comment).state == "pending"
    assert there.unhide(comment).state == "visible"
    assert there.delete(comment).state == "deleted"
    assert fake.acts() == [["hide", name], ["unhide", name], ["delete", name]]


def test_a_site_without_a_trash_deletes_for_good(channel, fake):
    name = fake.comment(text="Insulte", post=fake.home)
    read(channel)
    fake.site(has_trash=False)
    assert speaking(channel).delete(held(channel)[name]).state == "deleted"
    with pytest.raises(PermanentError) as refused:
        speaking(channel).delete(held(channel)[name])
    assert refused.value.code == "gone"


def test_no_answer_hangs_under_what_was_removed_and_none_is_said_twice(channel, fake):
    name = fake.comment(text="Quand ?", post=fake.home)
    read(channel)
    comment, there = held(channel)[name], speaking(channel)
    there.reply(comment, "Le 3 <décembre> & pas avant.")
    with pytest.raises(Refused):
        there.reply(comment, "Le 3 <décembre> & pas avant.")
    fake.put(id=name, status="trash")
    with pytest.raises(PermanentError) as refused:
        there.reply(comment, "Encore")
    assert refused.value.code == "gone"
    read(channel)
    ours = [row for row in held(channel).values() if row.by_us]
    assert [row.text for row in ours] == ["Le 3 <décembre> & pas avant."]


def test_the_check_knows_a_wrong_password_and_a_missing_right(channel, fake):
    there = speaking(channel)
    standing = there.check()
    assert (standing.account_id, standing.granted) == ("4", {"moderate_comments"})
    assert standing.keep["api"].endswith("/wp-json")
    fake.site(moderates=False)
    assert there.check().missing == ("moderate_comments",)
    with pytest.raises(PermanentError) as refused:
        there.poll(None)
    assert refused.value.code == "permission-missing"
    there.secrets = {"password": "wrong"}
    with pytest.raises(PermanentError) as refused:
        there.check()
    assert refused.value.code == "auth-expired"


def test_what_was_missed_under_an_article_is_counted_and_read(channel, fake):
    for n in range(120):
        fake.comment(text=f"Question {n}", post=fake.home, author=f"c{n}")
    there = speaking(channel)
    read(channel)
    post = next(iter(held(channel).values())).post
    assert there.count(post) == len(held(channel)) == 120
    first = there.read_post(post, None)
    assert first.more and not there.read_post(post, first.cursor).more
    adds_up(channel)


def test_an_article_with_plain_addresses_is_read_too(fake, app):
    there = WordPress({"base_url": fake.url, "user": "u", "api": f"{fake.url}/?rest_route="}, {})
    assert there.http.address("/wp/v2/comments", {"page": 1}) == f"{fake.url}/?rest_route=/wp/v2/comments&page=1"  # fmt: skip


def test_what_a_real_site_answered_is_understood():
    sample = SPECS / "samples" / "wordpress.comments.edit.json"
    if not sample.exists():
        pytest.skip("the captured answers are not here")
    items = json.loads(sample.read_text())["body"]
    there = WordPress({}, {}, account_id="1")
    found = [next(there.parse(json.dumps(item).encode())) for item in items]
    assert [each.platform_id for each in found] == [str(item["id"]) for item in items]
    assert found[0].state == "pending" and found[0].text == "hi"


def test_only_parameters_that_the_interface_knows_are_sent(fake, channel):
    options = SPECS / "wordpress-comments.options.json"
    if not options.exists():
        pytest.skip("the interface's own description is not here")
    told = json.loads(options.read_text())
    told = told.get("body", told)
    known = {name for end in told["endpoints"] if "GET" in end["methods"] for name in end["args"]}
    sent = "context status type per_page page orderby order after include post parent".split()
    assert set(sent) <= known
