"""Going through comments one at a time: begin, act, go back, stop whenever it was enough."""

from flask import abort
from flask_babel import gettext as _
from sqlalchemy import select

from app.comments.actions import resolve, snooze
from app.comments.acts.moments import moments
from app.comments.models import Comment
from app.comments.queries import hold
from app.extensions import db
from app.kindness.kind_words import of_the_week
from app.kindness.models import Round
from app.lib.clock import now
from app.lib.errors import Refused
from app.moderation.actions import hide
from app.search.query import Query
from app.search.sql import select_ids

HARD, KIND, BATCHES = 5, 3, 3
CALM_LIST = "is:open is:toxic"


def calm_ids(user):
    """Five hard ones, three kind ones, and so on: never more than fifteen hard ones in a row of batches."""
    hard = select_ids(Query.of(CALM_LIST), user, limit=60)
    hard = worst(hard)[: HARD * BATCHES]
    kind = [comment.id for comment in of_the_week(KIND * BATCHES)]
    ids = []
    for batch in range(BATCHES):
        ids += hard[batch * HARD : (batch + 1) * HARD]
        if batch * HARD < len(hard):
            ids += kind[batch * KIND : (batch + 1) * KIND]
    return ids


def worst(ids):
    """The worst first: the most toxic by score."""
    found = db.session.execute(select(Comment.id, Comment.scores).where(Comment.id.in_(ids)))
    return [row.id for row in sorted(found, key=lambda row: -(row.scores or {}).get("toxic", 0))]


def begin(kind, ids, user):
    """Freeze these comments into a round."""
    row = Round(user_id=user.id, kind=kind, comment_ids=ids)
    db.session.add(row)
    db.session.flush()
    return row


def mine(round_id, user):
    """One's own round; others' are not there."""
    row = db.session.get(Round, round_id)
    return row if row and row.user_id == user.id else abort(404)


def under_way(user, kind):
    """The latest round of a kind that was not ended, begun today."""
    wanted = select(Round).where(Round.user_id == user.id).order_by(Round.id.desc()).limit(1)
    row = db.session.scalar(wanted)
    open_still = row and row.kind == kind and not row.ended_at
    return row if open_still and (now() - row.began_at).days < 1 else None


def current(row):
    """The comment it stands at, passing what is no longer there; None at the end."""
    for number in row.comment_ids[row.place :]:
        comment = db.session.get(Comment, number)
        if comment:
            return comment
    return None


def act(row, comment_id, verb, user):
    """Do one thing to the comment it stands at, and go on; gives the activity that can be taken back."""
    if row.ended_at or comment_id not in row.comment_ids:
        raise Refused(_("This round is over."))
    activity = None
    if verb != "next":
        activity = VERBS[verb](hold(comment_id), user)
    row.place = row.comment_ids.index(comment_id) + 1
    return activity


def end(row):
    row.ended_at = now()


def put_off(comment, user):
    return snooze(comment, by=user, until=moments(now())["tomorrow"][1])


VERBS = {
    "done": lambda comment, user: resolve(comment, by=user),
    "hide": lambda comment, user: hide(comment, by=user),
    "later": put_off,
    "next": None,
}
