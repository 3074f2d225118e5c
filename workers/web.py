"""How the web is served: gunicorn reads its settings here, `gunicorn -c python:workers.web wsgi:app`."""

import gc
import logging
import os

from config import Settings
from workers.child import die_with

settings = Settings.from_environ(os.environ)

# The supervisor listens before the web is up and while it is started again: nobody is turned away.
listening = os.environ.get("SADA_LISTEN")
bind = f"fd://{listening}" if listening else f"{settings.HOST}:{settings.PORT}"
wsgi_app = "wsgi:app"
preload_app = True
worker_class = "gthread"
workers = settings.WEB_PROCESSES
threads = settings.WEB_THREADS
graceful_timeout = 3
timeout = 60
keepalive = 15
# A question of some hundred Arabic letters is an address of six times as many.
limit_request_line = 8190
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
loglevel = "warning"
# Who may name the visitor's address is TRUSTED_PROXIES to say, not the server.
forwarded_allow_ips = ""


def on_starting(server):
    """Before anyone is served: bring the database up to date, and say how to sign in first."""
    from flask_migrate import upgrade

    from app.accounts.actions import setup_link
    from app.extensions import db
    from app.lib.transaction import transaction
    from app.territories.actions import load_missing

    app = server.app.wsgi()
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with app.app_context():
        upgrade()
        with transaction():
            load_missing()
            link = setup_link()
        # The processes that are forked next open connections of their own.
        db.engine.dispose()
    # What was imported stays shared with the processes: their collectors need not touch it.
    gc.collect()
    gc.freeze()
    if link:
        print(f"Make the first administrator here (the link works once):\n  {link}", flush=True)


def post_fork(server, worker):
    die_with(server.pid)
