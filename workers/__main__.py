"""The background workers: `python -m workers`.

Everything is imported once, then each worker and the clock are forked: they share what they only read.
"""

import gc
import importlib
import logging
import os
import pkgutil
import signal
import time

import workers
from app.factory import create_app
from app.lib.database import serve_workers
from workers.child import LIVED_WELL_SECONDS, die_with

NOT_JOBS = {"__main__", "schedule", "supervisor", "valkey"}
PAUSE_SECONDS = 1
INSIDE, OUTSIDE, CLOCK = "inside", "outside", "clock"


def main():
    """Keep the workers of this Sada at work until told to stop."""
    serve_workers()
    app = create_app()
    learn_jobs()
    importlib.import_module("rq")
    # Neither shared memory nor the collector's time is spent on what was imported.
    gc.collect()
    gc.freeze()
    sides = [CLOCK, OUTSIDE, *[INSIDE] * app.config["WORKERS"]]
    watch(Crew(app), sides)


def learn_jobs():
    """Load every module here, so that each kind of work knows its function."""
    for module in pkgutil.iter_modules(workers.__path__):
        if module.name not in NOT_JOBS:
            importlib.import_module(f"workers.{module.name}")


class Crew:
    """The workers and the clock that run, by the number of their process."""

    def __init__(self, app):
        self.app, self.running, self.stopping = app, {}, False

    def start(self, side):
        parent = os.getpid()
        number = os.fork()
        if number == 0:
            serve(self.app, side, parent)
        self.running[number] = (side, time.monotonic())

    def stop(self, *_):
        """Ask each to end its work and go."""
        self.stopping = True
        for number in self.running:
            os.kill(number, signal.SIGTERM)


def watch(crew, sides):
    """Start a worker again when it ends; end with the last of them."""
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, crew.stop)
    for side in sides:
        crew.start(side)
    while crew.running:
        number, _status = os.wait()
        side, born = crew.running.pop(number)
        if crew.stopping:
            continue
        if time.monotonic() - born < LIVED_WELL_SECONDS:
            time.sleep(PAUSE_SECONDS)
        if not crew.stopping:
            crew.start(side)


def serve(app, side, parent):
    """Be one worker, or the clock; this process never returns to what its parent was doing."""
    try:
        die_with(parent)
        for asked in (signal.SIGTERM, signal.SIGINT):
            signal.signal(asked, signal.SIG_DFL)
        keep_time(app) if side == CLOCK else work(app, side)
    except BaseException:
        logging.getLogger("workers").exception("A worker ended")
        os._exit(1)
    os._exit(0)


def keep_time(app):
    from workers.schedule import tick

    tick(app.config["REDIS_URL"], app.config["SECRET_KEY"])


def work(app, side):
    """Answer the knocks at one door until asked to stop."""
    from rq import SimpleWorker
    from rq.serializers import JSONSerializer

    from app.lib.bell import connection, door

    logging.getLogger("rq").setLevel(logging.WARNING)
    with app.app_context():
        link = connection()
        link.ping()
        # A worker holds its link for as long as it waits: the short time-outs of the web are not for it.
        link.connection_pool.connection_kwargs.update(socket_timeout=None)
        link.connection_pool.disconnect()
        worker = SimpleWorker(
            [door(link, app.config["SECRET_KEY"], outside=side == OUTSIDE)],
            connection=link,
            serializer=JSONSerializer,
            worker_ttl=30,
            maintenance_interval=20,
            job_monitoring_interval=5,
        )
        worker.work(logging_level="WARNING")


if __name__ == "__main__":
    main()
