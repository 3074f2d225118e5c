"""Answer those who spoke, each in their own thread and language, once, with words that a lead said yes to."""

from collections import Counter

from flask_babel import gettext as _
from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from app import jobs
from app.comments.models import Comment
from app.extensions import db
from app.feedback.actions import LONGEST_WORD, say, trail
from app.feedback.models import Round, Saying
from app.jobs import enqueue
from app.lib.clock import now
from app.lib.errors import Refused
from app.lib.text import clean
from app.replies.actions import TAKEN_BACK, reply
from app.replies.models import Reply
from app.replies.templates.fields import filled
from app.replies.templates.models import LANGUAGES

# Each is a reply of its own, with its own undo window.
AT_ONCE = 25


def word_answer(feedback, texts, *, by):
    """Keep the one answer in each language; words of a lead have their yes, others wait for one."""
    kept = {name: clean(texts.get(name) or "", LONGEST_WORD) for name in LANGUAGES}
    kept = {name: text for name, text in kept.items() if text}
    if not kept:
        raise Refused(_("Write the answer in one language at least."))
    feedback.answer = kept
    feedback.answer_yes_by_id, feedback.answer_yes_at = None, None
    if by.may("lead"):
        approve(feedback, by=by)


def approve(feedback, *, by):
    """A lead says yes to the answer as it is."""
    if not by.may("lead"):
        raise Refused(_("Only a lead can say yes to an answer."))
    if not feedback.answer:
        raise Refused(_("There is no answer yet."))
    feedback.answer_yes_by_id, feedback.answer_yes_at = by.id, now()


def answer_together(feedback, *, by):
    """Begin to answer whom it can, a reply each; a job does it, and the round tells how far it has come."""
    if not feedback.answer_yes_at:
        raise Refused(_("A lead has to say yes to the answer first."))
    if any(not one.finished_at for one in feedback.rounds):
        raise Refused(_("They are being answered already."))
    total = db.session.scalar(select(func.count()).select_from(unanswered(feedback).subquery()))
    if not total:
        raise Refused(_("Everybody here has an answer."))
    one = Round(feedback_id=feedback.id, by_id=by.id, total=total)
    db.session.add(one)
    db.session.flush()
    db.session.expire(feedback, ["rounds"])
    enqueue(jobs.ANSWER_TOGETHER, one)
    return one


def go_on(one):
    """Answer the next few; says whether more wait. What was answered is never answered again, whoever was killed."""
    feedback, left = one.feedback, Counter(one.left)
    if not feedback.answer_yes_at:
        return finish(one, left + Counter({_("The answer lost its yes"): one.total}))
    reached, answered = reached_already(feedback), []
    sayings = db.session.scalars(
        unanswered(feedback).where(Saying.comment_id > one.reached_id).limit(AT_ONCE)
    ).all()
    for saying in sayings:
        reason = answer_one(feedback, saying, reached, one.by)
        left.update([reason] if reason else [])
        answered += [] if reason else [saying.comment_id]
        one.reached_id = saying.comment_id
    one.answered, one.left = one.answered + len(answered), dict(left)
    if answered:
        trail(feedback, "replied", answered, by=one.by)
    return len(sayings) == AT_ONCE or finish(one, left)


def finish(one, left):
    one.left, one.finished_at = dict(left), now()
    if one.answered:
        say(one.feedback, "replied", by=one.by, numbers=[], answered=one.answered, left=one.left)
    return False


def answer_one(feedback, saying, reached, by):
    """Why this one is not answered, or nothing."""
    comment = saying.comment
    text = feedback.answer.get(language_of(comment))
    if not text:
        return _("No answer in their language: %(language)s", language=language_of(comment))
    if comment.author_id in reached:
        return _("Had this answer already")
    try:
        with db.session.begin_nested():
            activity = reply(comment, filled(text, comment, language_of(comment)), by=by)
    except Refused as refusal:
        return _("%(channel)s: %(reason)s", channel=comment.channel.name, reason=refusal.reason)
    saying.reply_id = activity.details["reply_id"]
    if comment.author_id:
        reached.add(comment.author_id)
    return None


def language_of(comment):
    """The language that somebody is answered in: who mixes two is answered in derja."""
    language = "tn" if comment.lang == "mixed" else comment.lang
    return language if language in LANGUAGES else "fr"


def reached_already(feedback):
    """Who had this answer, in whichever thread."""
    wanted = select(Comment.author_id).join(Saying, Saying.comment_id == Comment.id)
    had = (Saying.feedback_id == feedback.id, Reply.state != TAKEN_BACK)
    found = db.session.scalars(wanted.join(Reply, Reply.id == Saying.reply_id).where(*had))
    return {number for number in found if number}


def unanswered(feedback):
    """Who has no answer yet, as a statement, in the order they wrote."""
    wanted = select(Saying).options(joinedload(Saying.comment).joinedload(Comment.channel))
    wanted = wanted.outerjoin(Reply, Reply.id == Saying.reply_id)
    nothing_left = or_(Saying.reply_id.is_(None), Reply.state == TAKEN_BACK)
    wanted = wanted.where(Saying.feedback_id == feedback.id, nothing_left)
    return wanted.order_by(Saying.comment_id)
