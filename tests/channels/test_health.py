"""One line says how a channel does, and accounts are connected in place."""

import pytest

from app.channels.accounts import connect_account, reconnect
from app.channels.health import health_of
from app.channels.models import Channel, Poll
from app.channels.troubles import all_well, hold_back, lose, trouble, troubles_of, waits
from app.connectors.contract import Account
from app.connectors.failures import (
    auth_expired,
    blocked,
    gone,
    permission_missing,
    rate_limited,
    transient,
)
from app.extensions import db
from app.lib.clock import ago, later, now
from app.lib.errors import Refused
from tests import cast


@pytest.fixture
def channel(app):
    row = cast.channel("mastodon", settings={"base_url": "https://m.example"}, account_id="1")
    db.session.add(Poll(channel_id=row.id, polled_at=now(), caught_up_at=ago(days=1)))
    db.session.commit()
    return row


def line(channel):
    db.session.flush()
    found = health_of(channel)
    return found.kind, found.words


def test_what_matters_most_is_said_first(channel):
    assert line(channel) == ("good", "Connected, nothing new yet (asked: now)")
    channel.last_received_at = ago(minutes=2)
    assert line(channel) == ("good", "Receiving, last comment: 2 min")
    channel.missing = ["write:blocks"]
    assert line(channel)[0] == "priority" and "write:blocks" in line(channel)[1]
    channel.expires_at = later(days=2)
    assert "key ends" in line(channel)[1]
    channel.poll.due_at = ago(minutes=9)
    assert "Behind" in line(channel)[1]
    channel.poll.caught_up_at = None
    assert "Fetching" in line(channel)[1]
    channel.not_before = later(minutes=5)
    assert "patience" in line(channel)[1]
    trouble(channel, transient("broken"), "poll")
    assert line(channel)[0] == "toxic" and health_of(channel).advice
    lose(channel)
    assert "Cut off" in line(channel)[1] and "Reconnect" in health_of(channel).advice
    channel.paused_at = now()
    assert "Paused" in line(channel)[1]
    channel.archived_at = now()
    assert line(channel) == ("", "Put away")


def test_a_failure_is_one_row_however_often_and_over_when_it_is(channel):
    for _ in range(3):
        trouble(channel, transient("unreachable"), "poll")
    (row,) = troubles_of(channel)
    assert (row.code, row.times, row.over_at) == ("unreachable", 3, None) and channel.last_error

    all_well(channel)
    db.session.refresh(row)
    assert row.over_at and channel.last_error is None
    trouble(channel, transient("unreachable"), "poll")
    assert (row.times, row.over_at) == (1, None)


def test_a_good_poll_does_not_end_the_trouble_of_an_act(channel):
    trouble(channel, permission_missing("write:blocks"), "ban")
    trouble(channel, transient("slow"), "poll")
    all_well(channel, ("poll",))

    assert {row.code for row in troubles_of(channel) if not row.over_at} == {"permission-missing"}
    assert channel.last_error


def test_the_platforms_own_rules_and_single_comments_are_no_errors(channel):
    trouble(channel, rate_limited(later(minutes=1)), "poll")
    trouble(channel, gone(), "delete")

    assert channel.last_error is None
    assert [row.code for row in troubles_of(channel)] == ["rate-limited"]


def test_a_pause_grows_with_each_failure_and_is_never_shortened(channel):
    pauses = []
    for failures in (1, 2, 3, 9, 30):
        channel.not_before = None
        pauses.append((hold_back(channel, transient("broken"), failures) - now()).total_seconds())
    assert 11 < pauses[0] < 19 < pauses[1] < 37 < pauses[2] < 73 and pauses[3] > 450
    assert pauses[4] <= 720
    channel.not_before = far = later(hours=2)
    hold_back(channel, transient("broken"), 1)
    assert channel.not_before == far


def test_one_letter_however_often_the_key_is_refused(channel, amel):
    from app.letters.models import Letter

    for _ in range(3):
        trouble(channel, auth_expired(), "poll")
    assert db.session.query(Letter).count() == 1


def account(**more):
    given = {"id": "42", "name": "@pact@m.example", "secrets": {"token": "new"}}
    return Account(**(given | more))


def test_an_account_is_connected_with_how_far_back_to_read(app, leila):
    since = ago(days=30)
    made = connect_account(
        "mastodon", account(granted=frozenset({"b", "a"})), settings={"base_url": "https://m.example"},
        since=since, by=leila,
    )  # fmt: skip
    db.session.commit()

    assert (made.name, made.account_id, made.granted, made.since) == (
        "@pact@m.example",
        "42",
        ["a", "b"],
        since,
    )
    assert made.poll.due_at <= now() and made.poll.cursor is None


def test_the_same_account_again_is_reconnected_in_place_with_its_history(app, leila):
    first = connect_account("mastodon", account(), by=leila)
    comment = cast.comment(first)
    first.poll.cursor = {"min": "7"}
    lose(first)
    first.archived_at = now()
    db.session.commit()

    again = connect_account("mastodon", account(secrets={"token": "newer"}))
    db.session.commit()
    assert again.id == first.id and db.session.query(Channel).count() == 1
    assert (again.cut_off_at, again.archived_at, again.poll.cursor) == (None, None, {"min": "7"})
    assert again.secrets["token"] == "newer" and comment.channel is again


def test_another_account_does_not_take_a_channels_place(app, channel):
    with pytest.raises(Refused, match="another account"):
        reconnect(channel, account(id="43"))


def test_a_platform_that_blocks_writing_is_still_read(channel):
    waits(channel, blocked(later(hours=3)), "reply")
    assert channel.not_before is None
    assert [each.code for each in troubles_of(channel)] == ["blocked"]
    waits(channel, rate_limited(later(minutes=3)), "reply")
    assert channel.not_before
