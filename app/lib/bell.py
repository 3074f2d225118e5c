"""The bell wakes a worker through Redis; the work itself waits in the database."""

import hashlib
import json
import logging
import time

import redis
from flask import current_app

log = logging.getLogger(__name__)
# A bell already rung and not yet heard is not rung again: one push wakes one worker for all that waits.
QUIET_SECONDS = 5
# Work that waits for somebody else's answer: it has workers of its own, so that a slow platform holds up nothing here.
OUTSIDE = {"run-tasks", "poll-channels"}
# A Redis that did not answer is left alone this long: no request waits for it again and again.
LEFT_ALONE_SECONDS = 3


def own(word, secret=None):
    """A name in Redis that no other Sada on the same Redis has."""
    secret = secret or current_app.config["SECRET_KEY"]
    return f"sada-{hashlib.sha256(secret.encode()).hexdigest()[:12]}:{word}"


def connection(app=None):
    """The Redis of this app, one pool a process."""
    app = app or current_app
    if "sada-redis" not in app.extensions:
        app.extensions["sada-redis"] = redis.Redis.from_url(
            app.config["REDIS_URL"], socket_connect_timeout=0.5, socket_timeout=0.5
        )
    return app.extensions["sada-redis"]


class Bell:
    """Rings over Redis; silent when Redis is away, because the sweep rings again."""

    def __init__(self):
        self.away_until = 0.0

    def ring(self, job):
        """Wake a worker for one kind of job."""

        def wake(link):
            if link.set(own(f"rung:{job}"), 1, nx=True, ex=QUIET_SECONDS):
                push(link, job, current_app.config["SECRET_KEY"])

        self.reach(wake)

    def tell(self, message):
        """Tell every open screen what changed."""
        self.reach(lambda link: link.publish(own("changes"), json.dumps(message)))

    def reach(self, act):
        if time.monotonic() < self.away_until:
            return
        try:
            act(connection())
        except redis.RedisError as error:
            self.away_until = time.monotonic() + LEFT_ALONE_SECONDS
            log.warning("The bell is silent, the sweep will ring: %s", type(error).__name__)


def push(link, job, secret):
    """Put one knock on the door: an RQ job that names the kind of work and nothing else."""
    door(link, secret, outside=job in OUTSIDE).enqueue(
        "workers.runner.knock", job, result_ttl=0, failure_ttl=3600, job_timeout=600
    )


def door(link, secret, *, outside=False):
    """Where the workers of one Sada hear knocks; those for work outside have a door of their own."""
    from rq import Queue
    from rq.serializers import JSONSerializer

    return Queue(
        own("calls" if outside else "work", secret), connection=link, serializer=JSONSerializer
    )


class QuietBell:
    """A bell that only remembers, for tests and for commands that run without Redis."""

    def __init__(self):
        self.rung, self.told = [], []

    def ring(self, job):
        self.rung.append(job)

    def tell(self, message):
        self.told.append(message)

    def reach(self, act):
        """Nobody is at the other end."""


def bell():
    """The bell of this app."""
    return current_app.extensions["sada-bell"]
