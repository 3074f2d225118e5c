"""Make and change watches; say what an alert was worth."""

from datetime import timedelta

from flask_babel import gettext as _

from app.alerts.counting import forget_all
from app.alerts.models import LEAST, MOST, Watch
from app.alerts.offers import BY_KEY
from app.extensions import db
from app.lib.clock import now
from app.lib.errors import Refused
from app.lib.live import announce

# A false alarm costs trust: it teaches more than a good one, and neither ever moves far at once.
STRICTER, LOOSER = 0.4, 0.1


def take_offer(key, *, by):
    """Switch a ready watch on; who does gets its letters."""
    offer = BY_KEY[key]
    if db.session.scalar(db.select(Watch.id).where(Watch.offer == key)):
        raise Refused(_("This watch is there already."))
    return keep(Watch(name="", offer=key, query=offer.query, kinds=list(offer.kinds), urgent=offer.urgent), by)  # fmt: skip


def make_watch(*, by, **given):
    return keep(Watch(**given), by)


def keep(watch, by):
    watch.by, watch.readers = by, [by]
    db.session.add(watch)
    db.session.flush()
    return watch


def change_watch(watch, **given):
    """Change what is watched; other comments are counted from the beginning."""
    if given.get("query", watch.query) != watch.query:
        forget_all(watch)
    for name, value in given.items():
        setattr(watch, name, value)


def pause(watch, paused):
    watch.paused_at = now() if paused else None


def drop(watch):
    """Forget a watch, its counts and its alerts."""
    db.session.delete(watch)
    announce("alert-told", [])


def write_to(watch, user, wanted):
    """Whether this person gets the letters of a watch."""
    if wanted and user not in watch.readers:
        watch.readers.append(user)
    elif not wanted and user in watch.readers:
        watch.readers.remove(user)


def review(alert, useful, *, by):
    """Say whether it was worth telling; the watch becomes a little stricter or looser, within limits."""
    if alert.useful is useful:
        return
    watch = alert.watch
    if alert.useful is not None:
        watch.strictness -= step(alert.useful)
    watch.strictness = min(max(watch.strictness + step(useful), LEAST), MOST)
    alert.useful, alert.by, alert.reviewed_at = useful, by, now()
    announce("alert-told", [alert.id])


def step(useful):
    return -LOOSER if useful else STRICTER


def snooze(alert, hours):
    """Hear nothing more of this story for a while."""
    alert.snoozed_until = now() + timedelta(hours=hours)
    announce("alert-told", [alert.id])


def unsnooze(alert):
    alert.snoozed_until = None
    announce("alert-told", [alert.id])
