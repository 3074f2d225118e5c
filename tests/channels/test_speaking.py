"""Keys are renewed by one and kept at once; a refusal is believed only when everything is refused; spending is counted."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask import current_app

from app.channels.budgets import period_of, spending_of
from app.channels.models import Channel
from app.channels.speaking import speak
from app.connectors.contract import Budget, Connector, Standing, Tokens
from app.connectors.failures import auth_expired
from app.connectors.registry import all_connectors, connect
from app.extensions import db
from app.letters.models import Letter
from app.lib.clock import ago, later, now
from app.lib.errors import PermanentError, TransientError
from app.lib.transaction import transaction
from tests import cast


class Mint(Connector):
    """Gives out keys that work once more each time; `valid` is the one it accepts."""

    name, title = "mint", "Mint"
    budget = Budget("units", limit=100, reserve=20)
    valid, made, broken, slow = "key-0", 0, False, None

    def refresh_token(self):
        if Mint.slow:
            Mint.slow.wait(20)
        if self.secrets.get("refresh") != f"refresh-{Mint.made}" or Mint.broken:
            raise auth_expired()
        Mint.made += 1
        Mint.valid = f"key-{Mint.made}"
        return Tokens({"token": Mint.valid, "refresh": f"refresh-{Mint.made}"}, later(hours=2))

    def say(self):
        self.spent += 3
        if self.secrets["token"] != Mint.valid:
            raise auth_expired()
        return self.secrets["token"]

    def check(self):
        self.say()
        return Standing("1", "Mint")


@pytest.fixture(autouse=True)
def mint(the_app, monkeypatch):
    monkeypatch.setitem(all_connectors(), "mint", Mint)
    for name, value in (("valid", "key-0"), ("made", 0), ("broken", False), ("slow", None)):
        monkeypatch.setattr(Mint, name, value)
    return Mint


def channel(platform="mint", **more):
    secrets = {"token": "key-0", "refresh": "refresh-0"}
    return cast.channel(platform, secrets=secrets, **more).id


def say(channel_id):
    db.session.rollback()
    return speak(channel_id, lambda connector: connector.say())


def test_a_key_near_its_end_is_renewed_before_it_is_used(any_app):
    ours = channel(expires_at=later(minutes=3))

    assert say(ours) == "key-1"
    kept = db.session.get(Channel, ours)
    assert kept.secrets == {"token": "key-1", "refresh": "refresh-1"}
    assert kept.expires_at > later(hours=1) and kept.renewing_until is None


def test_a_key_that_is_refused_is_renewed_and_what_was_asked_is_done(any_app, mint):
    mint.valid = "another"
    assert say(channel()) == "key-1"
    assert say(db.session.query(Channel.id).scalar()) == "key-1" and mint.made == 1


def test_a_new_key_is_kept_even_when_what_it_was_for_fails(any_app, mint):
    ours = channel(expires_at=ago(minutes=1))
    db.session.rollback()

    def fail(connector):
        raise TransientError("Away.")

    with pytest.raises(TransientError):
        speak(ours, fail)
    assert db.session.get(Channel, ours).secrets["token"] == "key-1"


def test_two_at_once_renew_once(any_app, mint):
    ours, app = channel(expires_at=ago(minutes=1)), current_app._get_current_object()
    mint.slow, said = threading.Event(), []
    db.session.rollback()

    def work():
        with app.app_context():
            try:
                said.append(speak(ours, lambda connector: connector.say()))
            except TransientError as error:
                said.append(error.not_before)
                mint.slow.set()
            db.session.remove()

    both = [threading.Thread(target=work) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join(30)

    assert mint.made == 1 and "key-1" in said
    (waits,) = [each for each in said if each != "key-1"]
    assert now() < waits < later(seconds=10)


def test_who_comes_second_uses_the_key_of_who_was_first(any_app, mint):
    ours = channel()
    db.session.rollback()
    old = connect(db.session.get(Channel, ours))
    mint.valid = "another"
    say(ours)

    from app.channels.renewing import renew

    db.session.rollback()
    assert renew(ours, old).say() == "key-1" and mint.made == 1


def test_a_worker_that_died_while_renewing_holds_nobody_up_for_long(any_app, mint):
    ours = channel(expires_at=ago(minutes=1), renewing_until=later(seconds=30))
    with pytest.raises(TransientError):
        say(ours)
    with transaction():
        db.session.get(Channel, ours).renewing_until = ago(seconds=1)
    assert say(ours) == "key-1"


def test_when_nothing_helps_the_channel_is_cut_off_and_administrators_hear_once(
    any_app, mint, amel
):
    mint.valid, mint.broken = "another", True
    ours = channel()
    for _ in range(2):
        with pytest.raises(PermanentError) as caught:
            say(ours)
        assert caught.value.code == "auth-expired"

    assert db.session.get(Channel, ours).cut_off_at
    (letter,) = db.session.query(Letter)
    assert letter.to == amel.email and "key-0" not in letter.text


def test_one_refusal_of_one_thing_is_no_dead_key(any_app, mint, monkeypatch):
    class Door(Connector):
        name, title = "door", "Door"

        def check(self):
            return Standing("1", "Door")

    monkeypatch.setitem(all_connectors(), "door", Door)
    ours = channel("door")
    db.session.rollback()

    def refused(connector):
        raise auth_expired()

    with pytest.raises(PermanentError) as caught:
        speak(ours, refused)
    assert caught.value.code == "permission-missing"
    assert db.session.get(Channel, ours).cut_off_at is None


def test_what_is_spent_is_counted_also_when_it_was_for_nothing(any_app, mint):
    ours = channel()
    say(ours)
    mint.valid, mint.broken = "another", True
    with pytest.raises(PermanentError):
        say(ours)

    db.session.rollback()
    account = spending_of(ours, connect(db.session.get(Channel, ours)))
    assert (account.used, account.left, account.polling_stops) == (
        9,
        91,
        False,
    ) or account.used == 6


def test_reading_stops_while_something_is_left_for_people(any_app, mint):
    ours = channel()
    for _ in range(27):
        say(ours)
    db.session.rollback()
    account = spending_of(ours, connect(db.session.get(Channel, ours)))
    assert account.used == 81 and account.polling_stops and account.left == 19


@pytest.mark.parametrize(
    ("budget", "at", "name", "ends"),
    [
        (Budget("u", 1, "day", "America/Los_Angeles"), (2026, 11, 23, 7, 59), "2026-11-22", (2026, 11, 23, 8)),
        (Budget("u", 1, "day", "America/Los_Angeles"), (2026, 11, 23, 8, 0), "2026-11-23", (2026, 11, 24, 8)),
        (Budget("u", 1, "day"), (2026, 12, 31, 23, 0), "2026-12-31", (2027, 1, 1, 0)),
        (Budget("u", 1, "month"), (2026, 12, 31, 23, 0), "2026-12", (2027, 1, 1, 0)),
        (Budget("u", 1, "month"), (2026, 2, 1, 0, 0), "2026-02", (2026, 3, 1, 0)),
    ],
)  # fmt: skip
def test_an_allowance_begins_anew_where_the_platform_lives(budget, at, name, ends):
    assert period_of(budget, datetime(*at, tzinfo=UTC)) == (name, datetime(*ends, tzinfo=UTC))


def test_the_pause_between_periods_is_never_longer_than_a_day():
    _, ends = period_of(Budget("u", 1, "day", "America/Los_Angeles"), now())
    assert timedelta() < ends - now() <= timedelta(days=1, hours=1)
