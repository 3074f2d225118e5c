"""Answer those who spoke, each in their own thread and language, once, with words that a lead said yes to."""

from collections import Counter

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.comments.models import Comment
from app.extensions import db
from app.feedback.actions import LONGEST_WORD, say
from app.feedback.models import Saying
from app.lib.clock import now
from app.lib.errors import Refused
from app.lib.text import clean
from app.replies.actions import TAKEN_BACK, reply
from app.replies.models import Reply
from app.replies.templates.fields import filled
from app.replies.templates.models import LANGUAGES

# Each is a reply of its own, with its own undo window; the rest is one more click.
AT_ONCE = 100


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
    """Answer whom it can, a reply each; gives how many were answered, and why the others were not."""
    if not feedback.answer_yes_at:
        raise Refused(_("A lead has to say yes to the answer first."))
    answered, left, reached = [], Counter(), reached_already(feedback)
    for saying in unanswered(feedback):
        reason = answer_one(feedback, saying, reached, by)
        if reason:
            left[reason] += 1
        else:
            answered.append(saying.comment_id)
        if len(answered) == AT_ONCE:
            break
    if answered:
        say(feedback, "replied", by=by, numbers=answered, comments=answered, left=dict(left))
    return len(answered), dict(left)


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
    wanted = select(Saying).options(joinedload(Saying.comment).joinedload(Comment.channel))
    wanted = wanted.outerjoin(Reply, Reply.id == Saying.reply_id)
    nothing_left = or_(Saying.reply_id.is_(None), Reply.state == TAKEN_BACK)
    wanted = wanted.where(Saying.feedback_id == feedback.id, nothing_left)
    return db.session.scalars(wanted.order_by(Saying.comment_id)).all()
