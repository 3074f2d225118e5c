"""What is asked for is kept with the place to go on from; what is only named is fetched; what is missing is found."""

import json
from datetime import timedelta

import pytest

from app import jobs
from app.channels.models import Channel, Poll
from app.comments.models import Comment, Post
from app.connectors.contract import (
    Budget,
    Connector,
    Fetch,
    Gone,
    Incoming,
    IncomingPost,
    Page,
    Standing,
)
from app.connectors.failures import gone, quota_exhausted, transient
from app.connectors.registry import all_connectors
from app.extensions import db
from app.ingest import gaps
from app.ingest.actions import process
from app.ingest.fetching import try_again
from app.ingest.models import RawEvent
from app.ingest.polling import begin_polls, due_channels, poll_channel
from app.ingest.queries import ledger
from app.ingest.wanted import Gap, Wanted
from app.lib.clock import ago, later, now
from app.lib.transaction import transaction
from tests import cast
from tests.connectors.platforms import due_now, held, run_tasks, time_passes
from workers import channels, polls  # noqa: F401


class Wall(Connector):
    """A wall that people write on; `pages` are what the next polls give, an exception is raised instead."""

    name, title = "wall", "Wall"
    rhythm = (10, 40)
    pages, there, under, asked = [], {}, {}, []
    budget = None

    def check(self):
        return Standing("us", "Our wall")

    def poll(self, cursor):
        Wall.asked.append(cursor)
        page = Wall.pages.pop(0) if Wall.pages else Page([], cursor)
        if isinstance(page, Exception):
            raise page
        self.spent += 10
        return page

    def fetch(self, platform_id, hint=None):
        if platform_id not in Wall.there:
            raise gone()
        if isinstance(Wall.there[platform_id], Exception):
            raise Wall.there[platform_id]
        return [{"id": platform_id, "text": Wall.there[platform_id], "hint": hint}]

    def recheck(self, comments):
        return [
            {"gone": each.platform_id} for each in comments if each.platform_id not in Wall.there
        ]

    def count(self, post):
        return len(Wall.under.get(post.platform_id, ())) or None

    def read_post(self, post, cursor):
        names = Wall.under[post.platform_id]
        at = cursor or 0
        return Page([said(name) for name in names[at : at + 2]], at + 2, more=at + 2 < len(names))

    def parse(self, payload):
        told = json.loads(payload)
        if "gone" in told:
            yield Gone(told["gone"])
        elif "named" in told:
            yield Fetch(told["named"], told.get("hint"))
        else:
            yield Incoming(told["id"], told["text"], post=IncomingPost("wall-post", "Post"))


def said(name, text=None):
    return {"id": name, "text": text or f"Mot {name}"}


@pytest.fixture(autouse=True)
def wall(the_app, monkeypatch):
    monkeypatch.setitem(all_connectors(), "wall", Wall)
    for name, empty in (
        ("pages", []),
        ("there", {}),
        ("under", {}),
        ("asked", []),
        ("budget", None),
    ):
        monkeypatch.setattr(Wall, name, empty)
    return Wall


@pytest.fixture
def channel(wall):
    row = cast.channel("wall")
    with transaction():
        begin_polls()
    return row


def take_turn(channel):
    channel_id = channel.id
    due_now(channel_id)
    done = poll_channel(channel_id)
    db.session.rollback()
    while process():
        pass
    db.session.rollback()
    return done


def poll_of(channel):
    return db.session.get(Poll, channel.id)


def test_every_channel_that_can_be_asked_is_and_the_others_are_not(any_app, channel):
    other = cast.channel("webhook")
    with transaction():
        begin_polls()
        begin_polls()

    assert due_channels() == [channel.id]
    assert db.session.get(Poll, other.id) is None


@pytest.mark.parametrize("name", ["paused_at", "archived_at", "cut_off_at"])
def test_a_channel_that_is_not_to_be_read_is_not_asked(any_app, channel, name):
    setattr(channel, name, now())
    db.session.commit()
    assert due_channels() == []


def test_the_cursor_moves_with_what_it_brought_page_after_page(any_app, channel, wall):
    wall.pages += [
        Page([said("a"), said("b")], 1, more=True),
        Page([], 2, more=True),
        Page([said("c")], 3),
    ]
    assert take_turn(channel)

    assert wall.asked == [None, 1, 2]
    poll = poll_of(channel)
    assert (poll.cursor, poll.more, poll.claimed_by, poll.failures) == (3, False, None, 0)
    assert set(held(channel)) == {"a", "b", "c"} and ledger(channel).new == 3
    assert later(seconds=8) < poll.due_at < later(seconds=12)


def test_who_we_are_is_asked_before_the_first_words_and_once(any_app, channel, wall, monkeypatch):
    asked, check = [], wall.check
    monkeypatch.setattr(wall, "check", lambda self: asked.append(1) or check(self))
    for number in range(3):
        wall.pages.append(Page([], number))
        take_turn(channel)

    assert asked == [1] and db.session.get(Channel, channel.id).account_id == "us"


def test_the_same_in_two_pages_or_two_polls_is_received_once(any_app, channel, wall):
    wall.pages += [Page([said("a")], 1, more=True), Page([said("a"), said("b")], 2)]
    take_turn(channel)
    for _ in range(3):
        wall.pages.append(Page([said("a"), said("b")], 2))
        take_turn(channel)

    book = ledger(channel)
    assert (book.received, book.new, book.known) == (2, 2, 0)
    assert poll_of(channel).interval > 10


def test_what_changes_and_changes_back_is_noticed_both_times(any_app, channel, wall):
    for text in ("vert", "rouge", "vert"):
        wall.pages.append(Page([said("a", text)], 1))
        take_turn(channel)

    assert held(channel)["a"].text == "vert"
    assert ledger(channel).updated == 2


def test_a_quiet_poll_writes_next_to_nothing(any_app, channel, wall):
    from sqlalchemy import event

    wall.pages.append(Page([said("a")], 1))
    take_turn(channel)
    wall.pages.append(Page([said("a")], 1))
    due_now(channel.id)
    statements = []
    listen = ("before_cursor_execute", lambda *told: statements.append(told[2]))
    event.listen(db.engine, *listen)
    poll_channel(channel.id)
    event.remove(db.engine, *listen)

    written = [each for each in statements if each.split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert len(written) == 2 and len(statements) < 16


def test_a_page_that_fails_leaves_those_before_it_and_the_place(any_app, channel, wall):
    wall.pages += [Page([said("a")], 1, more=True), transient("broken")]
    take_turn(channel)
    assert set(held(channel)) == {"a"}
    poll = poll_of(channel)
    assert (poll.cursor, poll.failures) == (1, 1) and poll.due_at > later(seconds=10)

    wall.pages.append(Page([said("b")], 2))
    time_passes(minutes=2)
    take_turn(channel)
    assert set(held(channel)) == {"a", "b"} and poll_of(channel).failures == 0


def test_a_fault_of_ours_is_tried_again_with_long_pauses_and_no_words_in_the_log(
    any_app, channel, wall, caplog
):
    wall.pages.append(KeyError("mot de quelqu'un"))
    take_turn(channel)

    assert "KeyError" in caplog.text and "quelqu'un" not in caplog.text
    assert poll_of(channel).failures == 1 and "fault may be ours" in channel.last_error


def test_who_lost_the_claim_keeps_nothing(any_app, channel, wall, monkeypatch):
    from app.ingest import polling

    def steal(turn):
        with transaction():
            db.session.get(Poll, turn.channel_id).claimed_by = "somebody else"
        return None

    monkeypatch.setattr(polling, "afford", steal)
    wall.pages.append(Page([said("a")], 1))
    due_now(channel.id)
    assert poll_channel(channel.id) is False
    db.session.rollback()
    assert db.session.query(RawEvent).count() == 0 and poll_of(channel).cursor is None


def test_a_platform_that_says_when_is_asked_then(any_app, channel, wall):
    wall.pages.append(Page([], 1, wait=300))
    take_turn(channel)
    assert later(minutes=4) < poll_of(channel).due_at < later(minutes=6)


def test_reading_stops_at_the_budget_and_goes_on_when_it_begins_anew(any_app, channel, wall):
    wall.budget = Budget("units", limit=50, reserve=30)
    for _ in range(3):
        take_turn(channel)
    poll = poll_of(channel)
    assert len(wall.asked) == 2 and poll.due_at > now() and poll.failures == 0
    assert channel.last_error is None and channel.not_before == poll.due_at

    from app.channels.health import health_of

    assert health_of(channel).code == "quota"


def test_a_quota_that_the_platform_says_is_used_up_is_waited_for(any_app, channel, wall):
    until = later(hours=5)
    wall.pages.append(quota_exhausted(until))
    take_turn(channel)
    assert poll_of(channel).due_at == until and due_channels() == []


def test_what_is_only_named_is_fetched_once_and_the_ledger_adds_up(any_app, channel, wall):
    wall.there = {"x": "Trouvé"}
    wall.pages.append(
        Page([{"named": "x", "hint": {"post": "1"}}, {"named": "gone"}, said("a")], 1)
    )
    take_turn(channel)
    assert db.session.query(Wanted).count() == 2 and ledger(channel).adds_up
    run_tasks()
    while process():
        pass

    rows = held(channel)
    assert rows["x"].text == "Trouvé" and set(rows) == {"a", "x"}
    assert {row.platform_id: row.state for row in db.session.query(Wanted)} == {
        "x": "done",
        "gone": "gone",
    }
    book = ledger(channel)
    assert book.adds_up and (book.received, book.new) == (2, 2)

    wall.pages.append(Page([{"named": "x"}], 2))
    wall.there["x"] = "Changé"
    take_turn(channel)
    run_tasks()
    while process():
        pass
    assert held(channel)["x"].text == "Changé" and db.session.query(Wanted).count() == 2


def test_what_cannot_be_fetched_waits_for_a_person(any_app, channel, wall):
    wall.there = {"x": transient("broken")}
    wall.pages.append(Page([{"named": "x"}], 1))
    take_turn(channel)
    for _ in range(jobs.FETCH_COMMENT.tries + 1):
        time_passes(hours=2)
        run_tasks()
    assert db.session.query(Wanted).one().state == "failed"

    wall.there = {"x": "Enfin"}
    with transaction():
        assert try_again(db.session.get(Channel, channel.id)) == 1
    time_passes(hours=2)
    run_tasks()
    while process():
        pass
    assert held(channel)["x"].text == "Enfin"


def test_what_is_gone_over_there_is_found_later(any_app, channel, wall):
    wall.pages.append(Page([said("a"), said("b")], 1))
    wall.there = {"a": "Mot a"}
    take_turn(channel)
    with transaction():
        poll_of(channel).recheck_at = ago(minutes=1)
        assert gaps.begin_rechecks(5) == [channel.id]
        assert gaps.begin_rechecks(5) == []
    gaps.recheck(channel.id)
    while process():
        pass

    rows = held(channel)
    assert (rows["a"].gone, rows["b"].gone) == (False, True)


def test_a_gap_is_fetched_and_what_the_platform_does_not_show_is_said(any_app, channel, wall):
    wall.pages.append(Page([said("a")], 1))
    take_turn(channel)
    wall.there = {name: f"Mot {name}" for name in "abcde"}
    wall.under = {"wall-post": list("abcde")}
    gaps.recheck(channel.id)
    while process():
        pass
    assert set(held(channel)) == set("abcde")
    gaps.recheck(channel.id)
    assert db.session.query(Gap).count() == 0

    wall.there["f"], counts = "Mot f", list("abcdef") + ["hidden"]
    wall.under = {"wall-post": counts}
    monkey = wall.read_post
    try:
        wall.read_post = lambda self, post, cursor: Page([said("f")], None)
        for _ in range(2):
            gaps.recheck(channel.id)
            while process():
                pass
            db.session.rollback()
    finally:
        wall.read_post = monkey
    (gap,) = gaps.gaps_of(db.session.get(Channel, channel.id))
    assert (gap.told, gap.held, bool(gap.read_at)) == (7, 6, True)
    assert db.session.query(Post).count() == 1 and db.session.query(Comment).count() == 6


def test_channels_are_asked_side_by_side_and_nobody_waits_for_the_slow(
    any_app, channel, wall, monkeypatch
):
    from threading import Event

    slow, other = Event(), cast.channel("wall", "Second")
    with transaction():
        begin_polls()
    first = channel.id
    original = wall.poll

    def poll(self, cursor):
        if self.set.get("slow"):
            slow.wait(20)
        return original(self, cursor)

    with transaction():
        db.session.get(Channel, first).settings = {"slow": True}
    monkeypatch.setattr(wall, "poll", poll)
    wall.pages += [Page([said("a")], 1), Page([said("b")], 1)]
    second = other.id
    db.session.rollback()
    polls.send_everybody()
    wait_for(lambda: polls.readers.busy == {first})
    assert set(held(other)) == set() and process() is not None
    slow.set()
    wait_for(lambda: not polls.readers.busy)
    db.session.rollback()
    assert {db.session.get(Poll, each).cursor for each in (first, second)} == {1}


def wait_for(true, seconds=20):
    from threading import Event

    pause, end = Event(), now() + timedelta(seconds=seconds)
    while not true():
        assert now() < end
        pause.wait(0.02)
