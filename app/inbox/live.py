"""One stream of changes for each browser, fed by one Redis listener for each web process."""

import json
import logging
import os
import queue
import select
import socket
import threading
import time

import redis
from flask import Blueprint, Response, current_app, request

from app.accounts.access import login_required
from app.extensions import db
from app.lib.bell import own

bp = Blueprint("live", __name__)
log = logging.getLogger(__name__)
ALIVE_SECONDS, LOOK_SECONDS = 15, 1
# A browser this far behind has lost track: it is told that much changed, and looks again.
LONGEST_QUEUE = 200
MUCH = {"kind": "comment-changed", "ids": []}


@bp.get("/events")
@login_required
def events():
    """What changes, as it changes; no more streams than half of the threads, so that pages are still served."""
    hub = hub_of(current_app._get_current_object())
    line = hub.join()
    if line is None:
        return Response(status=503, headers={"Retry-After": "10"})
    # A stream lives for hours: it may not hold a connection to the database meanwhile.
    db.session.remove()
    connection = request.environ.get("gunicorn.socket") or request.environ.get("werkzeug.socket")
    return Response(
        stream(hub, line, connection),
        mimetype="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


def stream(hub, line, connection=None):
    """What a line brings, until the browser leaves; one that goes from page to page may not hold a place for each."""
    try:
        yield ": hello\n\n"
        said_at = time.monotonic()
        while not left(connection):
            try:
                message = line.get(timeout=LOOK_SECONDS)
                yield f"event: {message['kind']}\ndata: {json.dumps(message)}\n\n"
            except queue.Empty:
                if time.monotonic() - said_at < ALIVE_SECONDS:
                    continue
                yield ": ka\n\n"
            said_at = time.monotonic()
    finally:
        hub.leave(line)


def left(connection):
    """Whether nobody is at the other end any more; a write would only tell at the second try."""
    if connection is None:
        return False
    try:
        looked_at = select.poll()
        looked_at.register(connection, select.POLLIN)
        return bool(looked_at.poll(0)) and connection.recv(1, socket.MSG_PEEK) == b""
    except OSError:
        return True


class Hub:
    """The open streams of one web process."""

    def __init__(self, address, most, heard_on="changes"):
        self.address, self.most, self.heard_on = address, most, heard_on
        self.pid = os.getpid()
        self.lines, self.lock = set(), threading.Lock()
        self.thread = None

    def join(self):
        """A new line to listen on; None when this process has enough of them."""
        with self.lock:
            if len(self.lines) >= self.most:
                return None
            line = queue.Queue(LONGEST_QUEUE)
            self.lines.add(line)
            if self.thread is None:
                self.thread = threading.Thread(target=self.listen, daemon=True, name="live")
                self.thread.start()
            return line

    def leave(self, line):
        with self.lock:
            self.lines.discard(line)

    def listen(self):
        """Hear what the workers and the other processes tell; a Redis that is away is waited for."""
        pause = threading.Event()
        while True:
            try:
                ears = redis.Redis.from_url(
                    self.address, socket_connect_timeout=2, health_check_interval=30
                ).pubsub()
                ears.subscribe(self.heard_on)
                for said in ears.listen():
                    if said["type"] == "message":
                        self.spread(json.loads(said["data"]))
            except (redis.RedisError, OSError, ValueError):
                pause.wait(2)

    def spread(self, message):
        message["ids"] = [str(number) for number in message["ids"]]
        with self.lock:
            for line in self.lines:
                if line.full():
                    drain(line)
                    line.put_nowait(MUCH)
                line.put_nowait(message)


def drain(line):
    while not line.empty():
        line.get_nowait()


def hub_of(app):
    """The hub of this process: one made before a fork belongs to the parent."""
    hub = app.extensions.get("sada-hub")
    if hub is None or hub.pid != os.getpid():
        hub = app.extensions["sada-hub"] = Hub(
            app.config["REDIS_URL"],
            max(1, app.config["WEB_THREADS"] // 2),
            own("changes", app.config["SECRET_KEY"]),
        )
    return hub
