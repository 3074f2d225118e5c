"""The bell wakes a worker through Redis; the work itself waits in the database."""

import json
import logging

import redis
from flask import current_app

log = logging.getLogger(__name__)
QUEUE = "sada"
# A bell already rung and not yet heard is not rung again: one push wakes one worker for all that waits.
QUIET_SECONDS = 5


def connection(app=None):
    """The Redis of this app, one pool a process."""
    app = app or current_app
    if "sada-redis" not in app.extensions:
        app.extensions["sada-redis"] = redis.Redis.from_url(
            app.config["REDIS_URL"], socket_connect_timeout=0.5, socket_timeout=2
        )
    return app.extensions["sada-redis"]


class Bell:
    """Rings over Redis; silent when Redis is away, because the sweep rings again."""

    def ring(self, job):
        """Wake a worker for one kind of job."""
        try:
            if connection().set(f"sada:rung:{job}", 1, nx=True, ex=QUIET_SECONDS):
                push(connection(), job)
        except redis.RedisError as error:
            log.warning("The bell is silent, the sweep will ring: %s", type(error).__name__)

    def tell(self, message):
        """Tell every open screen what changed."""
        try:
            connection().publish("sada:changes", json.dumps(message))
        except redis.RedisError:
            log.warning("No screen was told of a change: Redis is away.")


def push(link, job):
    """Put one knock on the door: an RQ job that names the kind of work and nothing else."""
    from rq import Queue
    from rq.serializers import JSONSerializer

    Queue(QUEUE, connection=link, serializer=JSONSerializer).enqueue(
        "workers.runner.knock", job, result_ttl=0, failure_ttl=3600, job_timeout=600
    )


class QuietBell:
    """A bell that only remembers, for tests and for commands that run without Redis."""

    def __init__(self):
        self.rung, self.told = [], []

    def ring(self, job):
        self.rung.append(job)

    def tell(self, message):
        self.told.append(message)


def bell():
    """The bell of this app."""
    return current_app.extensions["sada-bell"]
