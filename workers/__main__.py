"""A background worker: `python -m workers`."""

import importlib
import logging
import os
import pkgutil

from rq import SimpleWorker
from rq.serializers import JSONSerializer

import workers
from app.factory import create_app
from app.lib.bell import connection, door
from app.lib.database import move_the_log

# Which doors a worker hears: its own house's work, what calls out to others, or both.
SIDES = {"inside": [False], "outside": [True], "both": [False, True]}
NOT_JOBS = {"__main__", "schedule", "supervisor", "valkey"}


def main():
    """Work until told to stop; the supervisor starts another when this one ends."""
    wanted = os.environ.get("SADA_WORK", "both")
    move_the_log()
    app = create_app()
    learn_jobs()
    logging.getLogger("rq").setLevel(logging.WARNING)
    with app.app_context():
        link = connection()
        link.ping()
        # A worker holds its link for as long as it waits: the short time-outs of the web are not for it.
        link.connection_pool.connection_kwargs.update(socket_timeout=None)
        link.connection_pool.disconnect()
        worker = SimpleWorker(
            [door(link, app.config["SECRET_KEY"], outside=side) for side in SIDES[wanted]],
            connection=link,
            serializer=JSONSerializer,
            worker_ttl=30,
            maintenance_interval=20,
            job_monitoring_interval=5,
        )
        worker.work(logging_level="WARNING")


def learn_jobs():
    """Load every module here, so that each kind of work knows its function."""
    for module in pkgutil.iter_modules(workers.__path__):
        if module.name not in NOT_JOBS:
            importlib.import_module(f"workers.{module.name}")


if __name__ == "__main__":
    main()
