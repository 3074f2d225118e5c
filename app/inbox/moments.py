"""The moments at which a list says more than its rows: before anything came, at the first comment, when all is done."""

from datetime import UTC, datetime, time

from sqlalchemy import func, select

from app.channels.health import health_of
from app.channels.models import Channel
from app.comments.activity import Kind
from app.comments.acts.moments import zone
from app.comments.models import Activity, Comment
from app.extensions import db
from app.lib.clock import now

CHANNELS_MOST = 5
# What somebody did with a comment, in the order it is told.
DEEDS = (Kind.REPLIED, Kind.RESOLVED, Kind.TAGGED, Kind.ESCALATED, Kind.HIDDEN)


def listening():
    """The channels that are open while nothing has come yet, each with how it does; none once a comment is here."""
    if db.session.scalar(select(Comment.id).limit(1)) is not None:
        return []
    wanted = select(Channel).where(Channel.archived_at.is_(None)).order_by(Channel.id)
    channels = db.session.scalars(wanted.limit(CHANNELS_MOST)).all()
    return [(channel, health_of(channel)) for channel in channels]


def is_new_here(user):
    """Whether this person never did anything to a comment yet."""
    if not user.may("moderator"):
        return False
    return not db.session.scalar(select(Activity.id).where(Activity.by_id == user.id).limit(1))


def done_today(user):
    """How many comments somebody answered, settled, tagged, escalated and hid since midnight: {kind: count}."""
    midnight = datetime.combine(now().astimezone(zone()).date(), time(), zone()).astimezone(UTC)
    counted = (
        select(Activity.kind, func.count(Activity.comment_id.distinct()))
        .where(Activity.by_id == user.id, Activity.at >= midnight, Activity.undone_at.is_(None))
        .where(Activity.kind.in_(list(map(str, DEEDS))))
        .group_by(Activity.kind)
    )
    found = dict(map(tuple, db.session.execute(counted)))
    return {str(kind): found[kind] for kind in DEEDS if kind in found}
