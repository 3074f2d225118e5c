"""Which acts can be done on a comment right now: what its platform, our permissions and the comment itself allow."""

from sqlalchemy import select

from app.comments.models import Comment
from app.connectors.contract import Can
from app.connectors.registry import connector_of
from app.extensions import db
from app.moderation.families import LET_IN, LIKED
from app.moderation.models import Measure

# What was wanted last, unless it came to nothing.
NOTHING = ("taken-back", "failed")


def offered(comment):
    """The acts beside replying and hiding, which have ways of their own."""
    acts = {
        each for each in (Can.DELETE, Can.LIKE, Can.UNLIKE, Can.BAN, Can.UNBAN) if comment.can(each)
    }
    if comment.gone:
        acts -= {Can.DELETE, Can.LIKE, Can.UNLIKE}
    if comment.by_us:
        acts -= {Can.LIKE, Can.UNLIKE}
    if comment.by_us or comment.author is None:
        acts -= {Can.BAN, Can.UNBAN}
    acts -= (
        {Can.LIKE if is_liked(comment) else Can.UNLIKE} if acts & {Can.LIKE, Can.UNLIKE} else set()
    )
    acts -= {Can.BAN if is_banned(comment) else Can.UNBAN} if acts & {Can.BAN, Can.UNBAN} else set()
    return acts


def elsewhere(comment):
    """The acts that only the platform's own page can do, and a link there."""
    if not comment.url or comment.gone:
        return frozenset()
    kind = connector_of(comment.channel)
    return kind.elsewhere | (
        {Can.REPLY} if Can.REPLY in kind.can and not comment.can(Can.REPLY) else set()
    )


def is_final(comment, kind):
    """Whether an act cannot be taken back on this platform."""
    return kind in connector_of(comment.channel).final


def meaning(comment, kind):
    """What an act does there, when its word does not say so."""
    return connector_of(comment.channel).acts_mean.get(kind, "")


def is_liked(comment):
    """Whether we like it, or have just said so."""
    return last_wanted(Measure.comment_id == comment.id, LIKED) == Can.LIKE


def is_banned(comment):
    """Whether its author is kept out by us, or about to be."""
    if comment.author_id is None:
        return False
    theirs = select(Comment.id).where(Comment.author_id == comment.author_id)
    return last_wanted(Measure.comment_id.in_(theirs), LET_IN) == Can.BAN


def last_wanted(where, family):
    wanted = select(Measure.kind).where(
        where, Measure.kind.in_(family), Measure.state.not_in(NOTHING)
    )
    return db.session.scalar(wanted.order_by(Measure.id.desc()).limit(1))
