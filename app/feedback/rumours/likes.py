"""Who makes the claim of a rumour in other words or other letters: looked for as comments arrive, and among those of late.

The web process never comes here: numpy is the workers'. Nothing is said of a comment but that a person should look.
"""

import numpy as np
from flask import current_app
from sqlalchemy import func, select

from app.comments.models import Comment
from app.extensions import db
from app.feedback.models import OPEN, Feedback, Like, Saying, Step
from app.feedback.rumours.known import BY_LATEST, KNOWN_MOST, RUMOUR
from app.lib.bulk import among
from app.lib.clock import now
from app.lib.upsert import insert_into
from app.waves.gathering import meets, recent
from app.waves.likeness import likeness, sketched

# Below saying nearly the same; of pairs written to be told apart none was wrong above it.
LOOSE = 0.15
FOUND_MOST = 200


class Claims:
    """Sketches of what known rumours say, and whose each is; as of the last step that any feedback took."""

    def __init__(self, step, numbers):
        self.step = step
        said = latest(numbers)
        self.said = {(number, comment) for number, comment, _text in said}
        self.sketches = sketched((place, text) for place, (_n, _c, text) in enumerate(said))
        self.whose = [said[place][0] for place in self.sketches["id"].tolist()]

    def like(self, sketches):
        """[(rumour, comment, how far above the least)], each pair once with its best."""
        found = {}
        for claim, number in zip(self.sketches, self.whose, strict=True):
            over, _like = likeness(claim[None], sketches)
            for place in np.flatnonzero(over >= -LOOSE):
                pair = number, int(sketches["id"][place])
                found[pair] = max(found.get(pair, -1), float(over[place]) + LOOSE)
        new = ((over, pair) for pair, over in found.items() if pair not in self.said)
        best = sorted(new, reverse=True)
        return [(*pair, over) for over, pair in best[:FOUND_MOST]]


@meets
def look_at(sketches):
    """Comments that have just arrived are held against the claims of the known rumours."""
    claims = known_claims()
    if claims and len(claims.sketches):
        keep(claims.like(sketches))


def look_back(feedback):
    """The comments of late are held against the claim of one rumour; those that arrive are looked at anyway."""
    claims = Claims(None, [feedback.id])
    if len(claims.sketches):
        for row in recent().rows:
            keep(claims.like(row.sketches))


def known_claims():
    """What known rumours say, read again once a feedback took a step."""
    step = db.session.scalar(select(func.max(Step.id)))
    if step is None:
        return None
    at_hand = current_app.extensions.get("sada-claims")
    if at_hand is None or at_hand.step != step:
        wanted = select(Feedback.id).where(Feedback.kind == RUMOUR, Feedback.state.in_(OPEN))
        wanted = wanted.union(
            select(Feedback.id).where(Feedback.kind == RUMOUR, Feedback.answer_yes_at.is_not(None))
        ).subquery()
        newest = select(wanted.c.id).order_by(wanted.c.id.desc()).limit(KNOWN_MOST)
        numbers = db.session.scalars(newest).all()
        at_hand = current_app.extensions["sada-claims"] = Claims(step, numbers)
    return at_hand


def latest(numbers):
    """(rumour, comment, its text) of the latest comments of each."""
    place = func.row_number().over(
        partition_by=Saying.feedback_id, order_by=Saying.comment_id.desc()
    )
    some = select(Saying.feedback_id, Saying.comment_id, place.label("place"))
    some = some.where(among(Saying.feedback_id, sorted(numbers))).subquery()
    wanted = select(some.c.feedback_id, Comment.id, Comment.text)
    wanted = wanted.join(Comment, Comment.id == some.c.comment_id)
    return db.session.execute(wanted.where(some.c.place <= BY_LATEST)).all()


def keep(found):
    """Write down who seems to say it, those that are still there."""
    numbers = {comment for _number, comment, _over in found}
    there = select(Comment.id).where(among(Comment.id, sorted(numbers)), ~Comment.by_us)
    there = set(db.session.scalars(there)) if numbers else set()
    rows = [
        {"feedback_id": number, "comment_id": comment, "over": over, "at": now()}
        for number, comment, over in found
        if comment in there
    ]
    if rows:
        kept = insert_into(Like.__table__).on_conflict_do_nothing()
        db.session.connection().execute(kept, rows)
