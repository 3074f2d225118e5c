"""Feeds: what only they do."""

import pytest

from app.connectors.feed import Feed, names
from app.lib.errors import TransientError
from tests.connectors.platforms import adds_up, connected, held, read
from tests.fakes.running import running


@pytest.fixture
def fake(app):
    app.config["ALLOWED_PRIVATE_HOSTS"] = ("127.0.0.1",)
    with running("feed") as fake:
        yield fake


def reader(fake, **settings):
    return Feed({"base_url": f"{fake.url}/", **settings}, since=None)


def texts(page):
    return [each["item"]["title"] for each in page.payloads]


@pytest.mark.parametrize("kind", ["rss", "atom", "json", "page"])
def test_every_kind_of_feed_and_a_page_that_names_one_is_read(fake, kind):
    fake.site(kind=kind)
    there = reader(fake)
    start = there.poll(None)
    assert start.payloads == []
    fake.comment(text="Du nouveau à Nebeur : l'école rouvre")
    page = there.poll(start.cursor)
    assert texts(page) == ["Du nouveau à Nebeur : l'école rouvre"]
    assert there.check().account_name.startswith("Radio")


def test_what_did_not_change_is_not_sent_again(fake):
    fake.comment(text="Ancien")
    there = reader(fake)
    cursor = there.poll(None).cursor
    again = there.poll(cursor)
    assert again.payloads == [] and again.cursor == cursor


def test_a_feed_says_how_often_it_wants_to_be_read_within_reason(fake):
    for ttl, minutes in ((0, 10), (2, 10), (45, 45), (999_999, 10), (99_999, 1440)):
        fake.site(ttl=ttl)
        assert reader(fake).poll(None).wait == minutes * 60


def test_a_move_for_good_is_remembered_and_one_for_now_is_not(fake):
    fake.comment(text="Ancien")
    fake.site(moved={"old": ["/new", 301], "new": ["/later", 302], "loop": ["/loop", 301]})
    there = reader(fake, base_url=f"{fake.url}/old")
    assert there.poll(None).cursor["url"] == f"{fake.url}/new"
    with pytest.raises(TransientError):
        reader(fake, base_url=f"{fake.url}/loop").poll(None)


@pytest.mark.parametrize(
    ("lines", "text", "found"),
    [
        ([], "n'importe quoi", True),
        (["PACT"], "Le projet PACT, à Kef", True),
        (["PACT"], "un impact réel", False),
        (["سيدي خيار"], "زيارة لسيدي خيار", True),
        (['"سيدي خيار"', "نبر"], "الماء بنبّر؟ لا، في سيدي خيار", True),
        (["école Nebeur"], "L'ECOLE de Nebeur", True),
        (["école Nebeur"], "L'école de Siliana", False),
        (["PACT -emploi"], "PACT : offre d’emploi", False),
        (["المشروع"], "مشروع جديد بالمشروع", True),
    ],
)
def test_only_what_names_the_project_is_kept_in_any_script(lines, text, found):
    assert names(lines, text) == found


def test_what_a_feed_does_wrong_breaks_nothing_and_runs_nowhere(fake):
    channel = connected(fake)
    first, undated = fake.nasty(post="")
    read(channel)
    rows = held(channel)
    assert rows[first].text.startswith("Eau & routes") and "<script" not in rows[first].text
    assert rows[undated].created_at is not None
    assert rows[first].url == "https://site.example/1"
    adds_up(channel)


def test_a_page_that_is_no_feed_is_said_to_be_none(fake):
    fake.fault(kind="garbage", times=2)
    with pytest.raises(TransientError) as refused:
        reader(fake).poll(None)
    assert refused.value.code == "garbage"


@pytest.mark.parametrize("bomb", ["<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><rss version='2.0'><channel><title>&b;</title><item><title>&b;x</title></item></channel></rss>"])  # fmt: skip
def test_no_file_of_ours_gets_into_a_feed(bomb):
    from app.connectors.feed import read_feed
    from app.lib.calling import Heard

    told = read_feed(Heard(200, {"content-type": "application/xml"}, bomb.encode()))
    assert "root:" not in str(told)
