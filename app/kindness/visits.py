"""When each person was here last, to the hour: one small write an hour and nothing more."""

from datetime import timedelta

from flask import current_app, g, request
from sqlalchemy import insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from app.accounts.access import me
from app.kindness.models import Kindness
from app.lib.clock import now
from app.lib.transaction import brief, glance

AN_HOUR, AWAY = timedelta(hours=1), timedelta(hours=3)
TABLE = Kindness.__table__


def keep_visits(app):
    """Look once an hour for each person who asks for a page."""
    known = app.extensions.setdefault("sada-visits", {})

    @app.before_request
    def look():
        user = me() if request.method == "GET" and request.blueprint else None
        if user and (user.id not in known or now() - known[user.id] >= AN_HOUR):
            known[user.id] = now()
            try:
                stamp(user.id)
            except SQLAlchemyError:
                current_app.logger.warning("A visit could not be kept.")


def stamp(user_id, at=None):
    """They are here: a visit goes on, or one begins after a while away."""
    at = at or now()
    with glance() as connection:
        row = connection.execute(select(TABLE).where(TABLE.c.user_id == user_id)).first()
    if row and row.here_at and at - row.here_at < AN_HOUR:
        return
    seen = {"here_at": at}
    if row and row.here_at and at - row.here_at >= AWAY:
        seen["left_at"] = row.here_at
    with brief() as connection:
        if row:
            connection.execute(update(TABLE).where(TABLE.c.user_id == user_id).values(**seen))
        else:
            connection.execute(insert(TABLE).values(user_id=user_id, **seen))
    g.pop("kindness", None)
