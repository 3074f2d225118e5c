"""What every connector outlives: platforms that are away, slow, mad or strict, and workers that die. Nothing is lost,
nothing is doubled, nothing is sent twice."""

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from flask import current_app

from app.channels.models import Channel, Poll, Trouble
from app.comments.models import Comment
from app.connectors.contract import Can
from app.connectors.registry import all_connectors
from app.extensions import db
from app.ingest import polling
from app.ingest.gaps import begin_rechecks, recheck
from app.ingest.polling import due_channels, poll_channel
from app.letters.models import Letter
from app.lib import http
from app.lib.clock import now
from app.lib.transaction import transaction
from app.replies.actions import reply, try_again
from app.replies.models import Reply
from config import ROOT
from tests.connectors.platforms import (
    POLLED,
    adds_up,
    connected,
    due_now,
    held,
    read,
    run_tasks,
    time_passes,
)
from tests.fakes.running import running
from tests.fixtures.house import free_port
from workers import replies, sweep
from workers.sweep import release_lost


class Killed(BaseException):
    """A worker that is gone in the middle of a line."""


@pytest.fixture(params=POLLED)
def fake(request, app):
    """One platform after the other, each new and with a post of ours on it."""
    app.config.update(ALLOWED_PRIVATE_HOSTS=("127.0.0.1",), UNDO_SECONDS=0)
    with running(request.param) as platform:
        platform.home = platform.post(text="Réunion publique mardi à 18 h")
        yield platform


@pytest.fixture
def channel(fake):
    return connected(fake)


@pytest.fixture
def said(fake):
    """`said("…")`: somebody comments under our post; gives the id."""
    return lambda text, **more: fake.comment(text=text, post=fake.home, **more)


@pytest.fixture
def answer(fake, channel, said, leila):
    """A reply of ours that may leave."""
    if Can.REPLY not in all_connectors()[fake.name].can:
        pytest.skip("here one can only read")
    name = said("Quand l'eau revient-elle ?")
    read(channel)
    with transaction():
        reply(held(channel)[name], "Demain matin, à 9 h.", by=leila)
    return db.session.query(Reply).one()


def test_what_is_said_arrives_once_with_its_whole_id(fake, channel, said):
    names = {said(f"علاش الماء مقصوص؟ {n}", author=f"citizen{n}") for n in range(5)}
    read(channel)
    read(channel)

    rows = held(channel)
    assert names <= set(rows)
    assert {rows[name].author.called for name in names} and all(not rows[n].by_us for n in names)
    assert adds_up(channel).new == len(rows)
    assert db.session.get(Channel, channel.id).last_error is None


def test_careless_readers_would_lose_or_double_here(fake, channel):
    names = fake.nasty(post=fake.home)
    read(channel)

    assert set(names) <= set(held(channel))
    adds_up(channel)


def test_a_quiet_channel_receives_nothing_again_and_is_asked_less_and_less(fake, channel, said):
    said("Une seule fois")
    read(channel)
    before = adds_up(channel)
    pauses = []
    for _ in range(6):
        read(channel)
        pauses.append(db.session.get(Poll, channel.id).interval)

    assert adds_up(channel) == before
    assert pauses == sorted(pauses) and pauses[-1] == all_connectors()[fake.name].rhythm[1]


def test_a_worker_killed_between_fetching_and_keeping_loses_nothing(
    fake, channel, said, monkeypatch
):
    name = said("Avant la panne")
    with monkeypatch.context() as patch:
        patch.setattr(polling, "keep", killed)
        due_now(channel.id)
        with pytest.raises(Killed):
            poll_channel(channel.id)
    db.session.rollback()

    due_now(channel.id)
    assert channel.id not in due_channels(), "the dead worker's claim stands for a while"
    time_passes(fake, minutes=10)
    read(channel)
    assert name in held(channel)
    adds_up(channel)


def killed(*_, **__):
    raise Killed


DIES = """
import os, signal
from app.factory import create_app
from app.ingest import polling
polling.keep = lambda *told: os.kill(os.getpid(), signal.SIGKILL)
with create_app().app_context():
    polling.poll_channel(int(os.environ["CHANNEL"]))
"""


def test_a_worker_really_killed_there_loses_nothing_either(fake, channel, said, app, home):
    name = said("Juste avant le -9")
    due_now(channel.id)
    environ = {
        **os.environ, "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"], "SADA_HOME": str(home),
        "SECRET_KEY": app.config["SECRET_KEY"], "ALLOWED_PRIVATE_HOSTS": "127.0.0.1",
        "CHANNEL": str(channel.id), "REDIS_URL": "unix:///nowhere/valkey.sock",
    }  # fmt: skip
    db.session.rollback()
    worker = subprocess.run([sys.executable, "-c", DIES], cwd=ROOT, env=environ, timeout=60)
    assert worker.returncode == -signal.SIGKILL
    assert name not in held(channel) and db.session.get(Poll, channel.id).claimed_by

    time_passes(fake, minutes=10)
    read(channel)
    assert name in held(channel)
    adds_up(channel)


def test_two_workers_at_one_channel_bring_everything_once(fake, channel, said):
    names = {said(f"En même temps {n}") for n in range(8)}
    channel_id = channel.id
    due_now(channel_id)
    app, taken, gate = current_app._get_current_object(), [], threading.Barrier(2)

    def work():
        with app.app_context():
            gate.wait()
            taken.append(poll_channel(channel_id))
            db.session.remove()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join(60)
    read(channel)

    assert sorted(taken) == [False, True]
    assert names <= set(held(channel))
    adds_up(channel)


def test_an_hour_away_loses_nothing_and_the_channel_is_left_alone(fake, channel, said):
    there = fake.account().get("address") or fake.url.removeprefix("http://")
    settings = move(channel, there, f"127.0.0.1:{free_port()}")
    names, tries = set(), 0
    for quarter in range(12):
        names.add(said(f"Pendant la panne {quarter}"))
        due = channel.id in due_channels()
        tries += due and poll_channel(channel.id)
        db.session.rollback()
        time_passes(fake, minutes=5)
    kept = db.session.get(Channel, channel.id)
    assert 3 <= tries <= 12 and kept.last_error
    assert db.session.get(Trouble, (channel.id, "unreachable")).times == tries

    with transaction():
        db.session.get(Channel, channel.id).settings = settings
    time_passes(fake, hours=1)
    read(channel)
    assert names <= set(held(channel))
    kept = db.session.get(Channel, channel.id)
    assert (kept.last_error, kept.not_before) == (None, None)
    assert db.session.get(Trouble, (channel.id, "unreachable")).over_at
    adds_up(channel)


def move(channel, old, new):
    """The platform is no longer where it was; gives the settings as they were."""
    with transaction():
        row = db.session.get(Channel, channel.id)
        before = dict(row.settings)
        row.settings = {
            name: value.replace(old, new) if isinstance(value, str) else value
            for name, value in before.items()
        }
    return before


@pytest.mark.parametrize("kind", ["garbage", "broken", "down", "slow"])
def test_a_mad_platform_is_asked_again_later(fake, channel, said, monkeypatch, kind):
    monkeypatch.setattr(http, "WHOLE_SECONDS", 1)
    name = said("Malgré tout")
    fake.fault(kind=kind, times=-1, seconds=3)
    read(channel, most=1)
    poll = db.session.get(Poll, channel.id)
    assert poll.failures == 1 and poll.claimed_by is None and name not in held(channel)
    assert db.session.query(Trouble).filter_by(over_at=None).count() == 1

    fake.clear()
    time_passes(fake, minutes=30)
    read(channel)
    assert name in held(channel) and db.session.get(Poll, channel.id).failures == 0
    adds_up(channel)


@pytest.mark.parametrize("kind", ["busy-seconds", "busy-date"])
def test_patience_is_kept_by_the_whole_channel(fake, channel, said, answer, kind):
    name = said("Trop de demandes")
    fake.fault(kind=kind, times=1, seconds=120)
    read(channel, most=1)
    waits = db.session.get(Channel, channel.id).not_before - now()
    assert timedelta(seconds=100) < waits < timedelta(seconds=140)

    run_tasks("deliver-reply")
    assert db.session.get(Reply, answer.id).state == "waiting" and fake.replies() == []
    due_now(channel.id)
    assert channel.id not in due_channels()
    time_passes(fake, minutes=3)
    read(channel)
    run_tasks("deliver-reply")
    assert name in held(channel) and len(fake.replies()) == 1
    adds_up(channel)


def test_a_key_refused_once_is_no_dead_key(fake, channel, said):
    name = said("Un moment d'humeur")
    fake.fault(kind="expired", times=1)
    read(channel, most=1)
    time_passes(fake, hours=2)
    read(channel)

    assert db.session.get(Channel, channel.id).cut_off_at is None
    assert name in held(channel)
    adds_up(channel)


def test_a_dead_key_is_told_once_and_after_reconnecting_nothing_is_missing(
    fake, channel, said, amel
):
    name = said("Pendant la coupure")
    fake.fault(kind="expired", times=-1)
    for _ in range(3):
        read(channel, most=1)
        time_passes(fake, hours=2)
    kept = db.session.get(Channel, channel.id)
    assert kept.cut_off_at and db.session.query(Letter).count() == 1
    assert channel.id not in due_channels()

    fake.clear()
    from app.channels.checking import check

    db.session.rollback()
    check(channel.id)
    read(channel)
    assert db.session.get(Channel, channel.id).cut_off_at is None
    assert name in held(channel)
    adds_up(channel)


def test_an_answer_arrives_once_under_what_it_answers_and_comes_back_as_ours(fake, channel, answer):
    run_tasks("deliver-reply")
    kept = db.session.get(Reply, answer.id)
    assert kept.state == "sent" and kept.platform_id
    (there,) = fake.replies()
    assert "Demain matin" in there["text"]

    read(channel)
    rows = held(channel)
    back = rows.get(kept.platform_id)
    assert back is None or (back.by_us and back.status == "done")
    assert sum(row.status == "open" for row in rows.values()) == 0


@pytest.mark.parametrize("kind", ["after", "killed"])
def test_an_answer_nobody_heard_of_is_found_in_its_thread(fake, answer, monkeypatch, kind):
    send_badly(fake, monkeypatch, kind)
    assert db.session.get(Reply, answer.id).state == "unsure"
    run_tasks("deliver-reply")
    assert len(fake.replies()) == 1, "it is never sent again by itself"
    if not can_look(fake):
        return

    time_passes(fake, minutes=1)
    run_tasks("settle-reply")
    kept = db.session.get(Reply, answer.id)
    assert (kept.state, kept.platform_id) == ("sent", fake.replies()[0]["id"])
    assert len(fake.replies()) == 1


def send_badly(fake, monkeypatch, kind):
    """The platform has the answer, and we do not know."""
    if kind == "after":
        fake.fault(kind="after", on="write")
        run_tasks("deliver-reply")
        return
    with monkeypatch.context() as patch:
        patch.setattr(replies, "keep", killed)
        with pytest.raises(Killed):
            run_tasks("deliver-reply")
    db.session.rollback()
    monkeypatch.setattr(sweep, "lost", lambda task: True)
    with transaction():
        release_lost()


def can_look(fake):
    return hasattr(all_connectors()[fake.name], "find_reply")


def test_an_answer_that_did_not_arrive_is_said_to_and_sent_by_a_person_once(fake, answer, leila):
    fake.fault(kind="down", on="write", times=1)
    run_tasks("deliver-reply")
    state = db.session.get(Reply, answer.id).state
    assert (state, fake.replies()) == ("unsure", [])
    if can_look(fake):
        for _ in range(3):
            time_passes(fake, minutes=5)
            age(answer)
            run_tasks("settle-reply")
        assert db.session.get(Reply, answer.id).state == "failed"

    with transaction():
        try_again(db.session.get(Reply, answer.id), by=leila)
    time_passes(fake, minutes=5)
    run_tasks("deliver-reply")
    assert db.session.get(Reply, answer.id).state == "sent" and len(fake.replies()) == 1


def age(answer):
    """It left longer ago."""
    with transaction():
        row = db.session.get(Reply, answer.id)
        row.leaves_at = row.leaves_at - timedelta(minutes=5)


def test_what_is_edited_or_removed_later_is_noticed(fake, channel, said):
    if not hasattr(all_connectors()[fake.name], "recheck"):
        pytest.skip("this platform says so itself, or never")
    edited, removed = said("Avant la correction"), said("À retirer")
    read(channel)
    edited_to = fake.edit(id=edited, text="Après la correction")
    fake.remove(id=removed)
    time_passes(fake, days=1)
    with transaction():
        assert begin_rechecks(5) == [channel.id]
    recheck(channel.id)
    read(channel)

    rows = held(channel)
    assert rows[removed].gone and rows[removed].status == "done"
    assert edited_to is None or rows[edited].text.endswith("Après la correction")
    adds_up(channel)


def test_what_was_removed_before_it_was_read_stays_dead(fake, channel, said):
    if fake.account().get("silent_removals"):
        pytest.skip("this platform never says that something was removed")
    name = said("Retiré tout de suite")
    fake.remove(id=name)
    read(channel)

    assert name not in held(channel) or held(channel)[name].gone
    adds_up(channel)


def test_no_key_is_on_a_page_or_in_a_file_and_no_key_or_word_in_the_log(
    fake, channel, said, caplog, sign_in, nadia
):
    said("Mot très privé")
    for kind in ("broken", "expired", "garbage"):
        fake.fault(kind=kind)
        read(channel, most=1)
        time_passes(fake, hours=2)
    read(channel)

    secrets = [
        value for value in fake.account()["secrets"].values() if isinstance(value, str) and value
    ]
    assert not any(secret in caplog.text for secret in secrets)
    client, here = sign_in(nadia), f"/channels/{channel.id}"
    for path in (here, f"{here}/settings", f"{here}/refused.csv", "/channels"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert not any(secret in answer.text for secret in secrets), path
    assert "Mot très privé" not in caplog.text
    assert db.session.query(Comment).count()
