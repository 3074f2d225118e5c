"""Whether the product is alive, and whether it is ready to work."""

import time

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, current_app, jsonify
from sqlalchemy import text

from app.extensions import db
from app.lib.bell import connection, own

bp = Blueprint("health", __name__)
WORKER_LATE_SECONDS = 60


@bp.get("/healthz")
def alive():
    return jsonify(alive=True)


@bp.get("/readyz")
def ready():
    checks = {name: passes(check) for name, check in CHECKS.items()}
    return jsonify(ready=all(checks.values()), **checks), 200 if all(checks.values()) else 503


def passes(check):
    try:
        return bool(check())
    except Exception:
        current_app.logger.exception("Not ready")
        return False


def worker_seen():
    seen = connection().get(own("worker-seen"))
    return seen and time.time() - float(seen) < WORKER_LATE_SECONDS


def at_head():
    folder = ScriptDirectory(current_app.extensions["migrate"].directory)
    return (
        MigrationContext.configure(db.session.connection()).get_current_revision()
        == folder.get_current_head()
    )


CHECKS = {
    "database": lambda: db.session.execute(text("SELECT 1")).scalar() == 1,
    "redis": lambda: connection().ping(),
    "worker": worker_seen,
    "migrations": at_head,
}
