"""The clock: knocks for what is due. One of those that `python -m workers` forks."""

import logging
import signal
import threading
import time

import redis

from app.lib.bell import QUIET_SECONDS, own, push

log = logging.getLogger("clock")
# Seconds between two knocks for one kind of work.
EVERY = {
    "run-tasks": 1,
    "poll-channels": 1,
    "sweep": 5,
    "look-at-watches": 20,
    "count-trends": 60,
    "write-digests": 60,
    "look-at-dues": 30,
}
stopped = threading.Event()


def tick(redis_url, secret):
    """Knock until told to stop; a Redis that is away is waited for."""
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopped.set())
    link = redis.Redis.from_url(redis_url, socket_timeout=5)
    due = dict.fromkeys(EVERY, 0.0)
    while not stopped.is_set():
        for job, every in EVERY.items():
            if time.monotonic() >= due[job]:
                due[job] = time.monotonic() + every
                knock(link, job, secret)
        stopped.wait(0.2)


def knock(link, job, secret):
    try:
        if link.set(own(f"rung:{job}", secret), 1, nx=True, ex=QUIET_SECONDS):
            push(link, job, secret)
    except redis.RedisError as error:
        log.warning("Redis is away (%s)", type(error).__name__)
