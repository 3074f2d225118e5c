"""Rumours: the same claim wherever it is made, and the one approved answer kept at hand for whoever meets it again."""

from flask_babel import gettext as _
from sqlalchemy import delete, exists, func, insert, select
from sqlalchemy.orm import joinedload

from app.comments.models import Comment
from app.extensions import db
from app.feedback.models import Feedback, Like, Refusal, Saying
from app.lib.bulk import among
from app.lib.clock import now
from app.lib.text import search_words
from app.replies.templates.fields import filled
from app.replies.templates.offers import offers
from app.replies.templates.suggesting import Suggestion, chain
from app.waves.models import WaveComment

RUMOUR = "rumour"
# So many known rumours, each by its latest comments, are compared with a comment.
KNOWN_MOST, BY_LATEST, CANDIDATES, LOOKED_AT = 100, 5, 10, 200
# Of the shorter one's telling words, at least so many are in the other, and never fewer than three.
SHARED, FEWEST, TELLING = 0.6, 3, 4


def candidates(feedback, most=CANDIDATES):
    """Comments that seem to make the same claim and nobody has said yes or no to, one of each wave.

    Waves gather what says nearly the same in any script and on any channel; others were found by their likeness.
    """
    waves = select(WaveComment.wave_id).join(Saying, Saying.comment_id == WaveComment.comment_id)
    waves = waves.where(Saying.feedback_id == feedback.id).distinct()
    in_waves = select(WaveComment.comment_id).where(WaveComment.wave_id.in_(waves))
    liked = select(Like.comment_id).where(Like.feedback_id == feedback.id)
    numbers = {
        *unsettled(feedback, in_waves, WaveComment.comment_id),
        *unsettled(feedback, liked, Like.comment_id),
    }
    wanted = select(Comment).where(among(Comment.id, sorted(numbers)), ~Comment.by_us)
    options = (joinedload(Comment.author), joinedload(Comment.channel), joinedload(Comment.waving))
    found = db.session.scalars(wanted.options(*options).order_by(Comment.id.desc()))
    firsts = {(one.waving.wave_id if one.waving else -one.id): one for one in reversed([*found])}
    return sorted(firsts.values(), key=lambda one: -one.id)[:most]


def unsettled(feedback, wanted, comment_id):
    """The newest of these that are not in the feedback and were not refused."""
    of_it = exists().where(Saying.feedback_id == feedback.id, Saying.comment_id == comment_id)
    refused = exists().where(Refusal.feedback_id == feedback.id, Refusal.comment_id == comment_id)
    wanted = wanted.where(~of_it, ~refused).order_by(comment_id.desc())
    return db.session.scalars(wanted.limit(LOOKED_AT))


def refuse(feedback, numbers, *, by):
    """These are not that rumour: nobody is asked again."""
    here = (Refusal.feedback_id == feedback.id, among(Refusal.comment_id, numbers))
    db.session.execute(delete(Refusal).where(*here))
    said = {"feedback_id": feedback.id, "by_id": by.id, "at": now()}
    db.session.execute(insert(Refusal), [{"comment_id": number, **said} for number in numbers])


def rumour_of(comment):
    """The answered rumour that a comment repeats, or nothing: it is in it, in one wave with it, or says its words."""
    known = answered_rumours()
    if not known:
        return None
    numbers = sorted(known)
    told = dict.fromkeys(refused_of(comment))
    for number in (*said_in(comment, numbers), *in_one_wave(comment, numbers), *liked_by(comment)):
        if number in known and number not in told:
            return known[number]
    ours = telling(comment.words)
    for number, words in words_of(known).items():
        if number not in told and any(alike(ours, theirs) for theirs in words):
            return known[number]
    return None


def answered_rumours():
    """{id: rumour} of those whose answer a lead said yes to."""
    wanted = select(Feedback).where(Feedback.kind == RUMOUR, Feedback.answer_yes_at.is_not(None))
    found = db.session.scalars(wanted.order_by(Feedback.id.desc()).limit(KNOWN_MOST))
    return {one.id: one for one in found}


def refused_of(comment):
    return db.session.scalars(select(Refusal.feedback_id).where(Refusal.comment_id == comment.id))


def said_in(comment, numbers):
    here = (Saying.comment_id == comment.id, among(Saying.feedback_id, numbers))
    return db.session.scalars(select(Saying.feedback_id).where(*here)).all()


def in_one_wave(comment, numbers):
    if not comment.waving:
        return []
    wanted = select(Saying.feedback_id).join(
        WaveComment, WaveComment.comment_id == Saying.comment_id
    )
    here = (WaveComment.wave_id == comment.waving.wave_id, among(Saying.feedback_id, numbers))
    return db.session.scalars(wanted.where(*here).distinct()).all()


def liked_by(comment):
    wanted = select(Like.feedback_id).where(Like.comment_id == comment.id)
    return db.session.scalars(wanted.order_by(Like.over.desc())).all()


def words_of(known):
    """{rumour id: the telling words of its subject and of its latest comments}"""
    place = func.row_number().over(
        partition_by=Saying.feedback_id, order_by=Saying.comment_id.desc()
    )
    latest = select(Saying.feedback_id, Saying.comment_id, place.label("place"))
    latest = latest.where(among(Saying.feedback_id, sorted(known))).subquery()
    rows = db.session.execute(
        select(latest.c.feedback_id, Comment.words)
        .join(Comment, Comment.id == latest.c.comment_id)
        .where(latest.c.place <= BY_LATEST)
    )
    found = {
        number: [telling(" ".join(search_words(one.subject)))] for number, one in known.items()
    }
    for number, words in rows:
        found[number].append(telling(words))
    return found


def telling(words):
    """Words long enough to tell one claim from another."""
    return {word for word in words.split() if len(word) >= TELLING}


def alike(some, others):
    shared = len(some & others)
    return shared >= FEWEST and shared >= SHARED * min(len(some), len(others))


@offers
def known_answer(comment):
    """The approved answer of the rumour that a comment repeats, in its language where there is one."""
    rumour = rumour_of(comment)
    language = rumour and next((one for one in chain(comment) if one in rumour.answer), None)
    if not language:
        return None
    name = _("Known rumour: %(subject)s", subject=rumour.subject)
    return Suggestion(name, filled(rumour.answer[language], comment, language), language)
