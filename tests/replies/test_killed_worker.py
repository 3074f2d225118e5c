"""A real worker, killed with -9 in the middle of sending: the reply is on the platform once, and a person is told."""

import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import redis
from flask import current_app

from app.extensions import db
from app.jobs import Task
from app.lib.bell import push
from app.lib.transaction import transaction
from app.replies.actions import reply
from app.replies.models import Reply
from config import ROOT
from tests import cast
from workers import living, replies, runner, sweep

pytestmark = pytest.mark.slow


class Platform:
    """The other side of a call-back; once it has a reply it does as it was told: answer, or see the worker killed."""

    def __init__(self):
        self.heard, self.answers, self.worker = [], True, None
        self.has_one = threading.Event()
        platform = self

        class Ear(BaseHTTPRequestHandler):
            def do_POST(self):
                platform.hear(self)

            def log_message(self, *words):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Ear)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def hear(self, request):
        self.heard.append(request.rfile.read(int(request.headers["Content-Length"])))
        if not self.answers:
            # The answer was posted; nobody will ever hear that it was.
            end_at_once(self.worker)
        else:
            request.send_response(200)
            request.end_headers()
            request.wfile.write(b'{"id": "p-1"}')
        self.has_one.set()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}/replies"


@pytest.fixture
def platform():
    there = Platform()
    yield there
    there.server.shutdown()


@pytest.fixture
def answer(platform, leila, the_app):
    """A reply whose undo window is over, to a comment of a channel with a call-back."""
    the_app.config.update(UNDO_SECONDS=0, ALLOWED_PRIVATE_HOSTS=("127.0.0.1",))
    channel = cast.channel(settings={"base_url": platform.url}, secrets={"secret": "s" * 32})
    reply(cast.comment(channel), "Demain à 9 h.", by=leila)
    db.session.commit()
    return db.session.query(Reply).one()


def end_at_once(process):
    """The workers themselves first: one that outlived its parent by a moment would still tell how it went."""
    forked = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    for number in (*map(int, forked), process.pid):
        os.kill(number, signal.SIGKILL)


@contextmanager
def worker(app, home, valkey):
    """A worker as the supervisor starts it, on this test's database."""
    environ = {
        **os.environ, "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"], "REDIS_URL": valkey,
        "SADA_HOME": str(home), "SECRET_KEY": app.config["SECRET_KEY"],
        "ALLOWED_PRIVATE_HOSTS": "127.0.0.1",
    }  # fmt: skip
    process = subprocess.Popen([sys.executable, "-m", "workers"], cwd=ROOT, env=environ)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def knock(valkey):
    # Whoever looks holds up the worker until they stop looking.
    db.session.rollback()
    push(redis.Redis.from_url(valkey), "run-tasks", current_app.config["SECRET_KEY"])


def test_the_platform_has_it_once_and_a_person_must_look(any_app, home, valkey, platform, answer):
    platform.answers = False
    with worker(any_app, home, valkey) as process:
        platform.worker = process
        knock(valkey)
        assert platform.has_one.wait(60)
        assert process.wait(10) == -signal.SIGKILL
    wait_until(lambda: not living.lives(who_claimed()))
    db.session.expire_all()
    assert answer.state == "sending"

    platform.answers = True
    pick_up_what_the_dead_left()
    assert (answer.state, answer.comment.status) == ("unsure", "open")
    assert len(platform.heard) == 1


def who_claimed():
    db.session.rollback()
    return db.session.query(Task).filter(Task.claimed_by.is_not(None)).one().claimed_by


def pick_up_what_the_dead_left():
    """What the next worker does, twice."""
    for _ in range(2):
        with transaction():
            sweep.release_lost()
        runner.run_tasks()
    db.session.expire_all()


def test_a_living_worker_sends_it_and_says_so(app, home, valkey, platform, answer):
    with worker(app, home, valkey):
        knock(valkey)
        assert platform.has_one.wait(60)
        wait_until(lambda: answer_state(answer) == "sent")

    assert answer.platform_id == "p-1"
    replies.deliver_reply(answer.id)
    assert len(platform.heard) == 1


def answer_state(answer):
    db.session.rollback()
    return db.session.get(Reply, answer.id, populate_existing=True).state


def wait_until(true, seconds=20):
    pause = threading.Event()
    for _ in range(seconds * 20):
        if true():
            return
        pause.wait(0.05)
    raise AssertionError("it did not come to pass")
