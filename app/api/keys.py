"""Who may ask: making a key, taking it away, and finding the one that was shown."""

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from app.accounts.tokens import fingerprint, new_token
from app.api.models import ApiKey
from app.extensions import db
from app.lib.clock import now
from app.lib.errors import Refused
from app.lib.transaction import brief, glance

MOST = 50


def all_keys():
    """Every key, the newest first."""
    return db.session.scalars(select(ApiKey).order_by(ApiKey.id.desc())).all()


def make_key(name, *, by):
    """A key for one program, told once: afterwards only its fingerprint is known."""
    if db.session.scalar(select(func.count()).select_from(ApiKey)) >= MOST:
        raise Refused(_("There are %(most)s keys already. Take one away first.", most=MOST))
    token = new_token()
    db.session.add(ApiKey(name=name, fingerprint=fingerprint(token), by=by))
    return token


def take_away(key):
    """From now on nobody is let in by this key."""
    db.session.delete(key)


def key_shown(token):
    """The number of the key that a program showed, or None; the day of its use is noted once a day."""
    if not token or len(token) > 200:
        return None
    keys, today = ApiKey.__table__.c, now().date()
    asked = select(keys.id, keys.last_used_on).where(keys.fingerprint == fingerprint(token))
    with glance() as connection:
        found = connection.execute(asked).one_or_none()
    if found is None:
        return None
    if found.last_used_on != today:
        with brief() as connection:
            connection.execute(
                update(ApiKey.__table__).where(keys.id == found.id).values(last_used_on=today)
            )
    return found.id
