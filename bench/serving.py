"""A Sada that serves one inbox as `./run` would, web and Valkey, and a person signed in to it."""

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from flask.sessions import SecureCookieSessionInterface

from app.accounts.models import User
from app.extensions import db
from bench.inbox import open_inbox
from bench.team import MODERATOR
from config import ROOT
from workers.valkey import OPTIONS, server

# The server ends a connection that was idle for longer.
PATIENCE = 10


@contextmanager
def served(home, who=MODERATOR):
    """Web and Valkey on an inbox; gives a signed-in person."""
    port, environ = free_port(), dict(os.environ, SADA_HOME=str(home), LOG_LEVEL="ERROR")
    app = open_inbox(home, PORT=str(port))
    address = app.config["REDIS_URL"].removeprefix("unix://")
    web = [sys.executable, "-m", "gunicorn", "-c", "python:workers.web", "wsgi:app"]
    valkey = [server(), *OPTIONS, "--save", "", "--dir", home, "--unixsocket", address]
    started = [
        subprocess.Popen(valkey, stdout=subprocess.DEVNULL),
        subprocess.Popen(web, env=environ | {"PORT": str(port)}, cwd=ROOT),
    ]
    try:
        yield Person(port, app, started[1].pid, who)
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(20)


def children(process):
    place = Path(f"/proc/{process}/task/{process}/children")
    return place.read_text().split() if place.exists() else []


def used(process):
    place = Path(f"/proc/{process}/stat")
    if not place.exists():
        return 0
    user, system = place.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) * 1000 / os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


class Person:
    """A browser that keeps its connection, signed in, without the cost of drawing."""

    def __init__(self, port, app, web, who=MODERATOR):
        self.place, self.link, self.web = ("127.0.0.1", port), None, web
        self.asked_at = 0.0
        self.headers = {"Accept-Encoding": "gzip", "HX-Request": "true"}
        self.wait_until_served()
        self.sign_in(app, who)

    def wait_until_served(self, patience=60):
        end = time.monotonic() + patience
        while time.monotonic() < end:
            try:
                if self.get("/healthz")[0] == 200:
                    return
            except OSError:
                self.link = None
                time.sleep(0.1)
        raise TimeoutError("the web did not start")

    def sign_in(self, app, who):
        with app.test_request_context():
            from flask import session
            from flask_wtf.csrf import generate_csrf

            session["_user_id"], session["_fresh"] = who, True
            self.number = db.session.scalar(db.select(User.id).filter_by(fs_uniquifier=who))
            token = generate_csrf()
            signer = SecureCookieSessionInterface().get_signing_serializer(app)
            cookie = f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(dict(session))}"
        self.headers |= {"Cookie": cookie, "X-CSRFToken": token}

    def work(self):
        """Milliseconds of processor time that the web has used, children too; 0 where that cannot be read."""
        return sum(map(used, [self.web, *children(self.web)]))

    def mark(self, comment_id):
        """What the form of a first reply to a comment carries, so that it is never sent twice."""
        return f"{comment_id}.{self.number}.0"

    def get(self, path, **more):
        return self.ask("GET", path, None, more)

    def post(self, path, **form):
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, urlencode(form), kind)

    def ask(self, method, path, body, more):
        """(status, bytes of the answer, milliseconds it took)"""
        if self.link is None or time.monotonic() - self.asked_at > PATIENCE:
            self.link = http.client.HTTPConnection(*self.place, timeout=30)
            self.link.connect()
        self.asked_at = time.monotonic()
        begun = time.perf_counter()
        self.link.request(method, path, body, self.headers | more)
        answer = self.link.getresponse()
        size = len(answer.read())
        return answer.status, size, (time.perf_counter() - begun) * 1000
