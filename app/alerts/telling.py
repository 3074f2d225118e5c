"""A sign becomes an alert, or one more sign of an alert that lasts."""

from sqlalchemy import or_, select

from app import jobs
from app.alerts.models import Alert
from app.alerts.quiet import letters_leave_at
from app.alerts.stories import QUIET, belongs
from app.alerts.terms import standing_out
from app.alerts.usual import QUARTER
from app.extensions import db
from app.jobs import enqueue
from app.lib.live import announce

MOST_TERMS = 8


def hear(watch, sign, hearing):
    """Join the story it belongs to, or tell a new one."""
    ids = list(sign.ids) or [one.id for one in hearing.heard if since(sign) <= one.id]
    terms = terms_of(ids, hearing)
    story = lasting(watch, sign, terms, hearing.at)
    if story is None:
        return tell(watch, sign, ids, terms, hearing)
    story.last_at = hearing.at
    if [sign.kind, sign.key] not in story.keys:
        story.keys = [*story.keys, [sign.kind, sign.key]]
        story.kinds = list(dict.fromkeys((*story.kinds, sign.kind)))
    if terms:
        story.terms = list(dict.fromkeys((*story.terms, *terms)))[:MOST_TERMS]
    story.strength = max(story.strength, sign.strength)
    measure(story, ids, hearing)
    return story


def tell(watch, sign, ids, terms, hearing):
    """One alert: on every open screen, and by letter to who asked for it."""
    alert = Alert(
        watch=watch, kinds=[sign.kind], keys=[[sign.kind, sign.key]], terms=terms,
        since_id=min(ids, default=hearing.start), until_id=hearing.end,
        first_id=min(ids, default=None), count=0, authors=0, channels=0,
        expected=sign.expected, strength=sign.strength, told_at=hearing.at, last_at=hearing.at,
    )  # fmt: skip
    db.session.add(alert)
    measure(alert, ids, hearing)
    db.session.flush()
    announce("alert-told", [alert.id])
    if watch.readers:
        enqueue(jobs.TELL_OF_ALERT, alert, due_at=letters_leave_at(watch, hearing.at))
    return alert


def measure(alert, ids, hearing):
    """How far it reaches by now, and where it began."""
    if ids and min(ids) < (alert.first_id or hearing.end):
        alert.since_id = alert.first_id = min(ids)
    alert.until_id = hearing.end
    told = hearing.reach(ids)
    if told[0] >= alert.count:
        alert.count, alert.authors, alert.channels = told


def lasting(watch, sign, terms, at):
    """The story of this watch that the sign belongs to, if one lasts; who snoozed a story is not told of it again."""
    open_ones = select(Alert).where(
        Alert.watch_id == watch.id, or_(Alert.last_at > at - QUIET, Alert.snoozed_until > at)
    )
    for story in db.session.scalars(open_ones.order_by(Alert.id.desc())):
        keys = {tuple(key) for key in story.keys}
        about = {"kinds": story.kinds, "keys": keys, "story_terms": story.terms}
        if story.snoozed or belongs(sign, terms, age=at - story.told_at, **about):
            return story
    return None


def terms_of(ids, hearing):
    chosen = set(ids)
    here = [one.words for one in hearing.heard if one.id in chosen]
    return standing_out(here, hearing.before, names=hearing.names)


def since(sign):
    return sign.since * QUARTER if sign.since is not None else 0
