"""What the demo's team did: the same actions that a moderator's click calls, each at its own moment."""

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from app.comments.actions import assign, mark_spam, resolve, snooze
from app.comments.models import Activity, Comment
from app.connectors.registry import connect
from app.demo.texts import rows
from app.escalations.actions import escalate, settle, take
from app.escalations.models import Escalation
from app.escalations.queries import open_escalation
from app.extensions import db
from app.jobs import SEND_ESCALATION, Task
from app.lib.clock import ago, later, now
from app.moderation import delivery as measuring
from app.moderation.actions import hide
from app.moderation.models import Measure
from app.notes.actions import note
from app.notes.models import Note
from app.replies import delivery as replying
from app.replies.actions import reply
from app.replies.models import Reply
from app.tags.actions import tag


def act_out(channels, team):
    """Do everything the team did, oldest first; says how many things that were."""
    comments = by_platform_id(channels)
    planned = sorted(plan(comments), key=lambda step: step[0])
    for at, deed, comment in planned:
        started = now()
        ACTS[deed["deed"]](comment, team[deed["by"]], deed["text"], team)
        back_then(comment, started, at)
    return len(planned)


def by_platform_id(channels):
    wanted = select(Comment).where(Comment.channel_id.in_([channel.id for channel in channels]))
    return {comment.platform_id: comment for comment in db.session.scalars(wanted)}


def plan(comments):
    """(when, deed, comment) of every deed; nothing is done before its comment, nor later than now."""
    for place, deed in enumerate(rows("deeds")):
        comment = comments[deed["comment"]]
        # Nobody works by the clock; all that is done to one comment is as quick or as slow.
        pace = Random(comment.platform_id).uniform(0.6, 1.5)
        at = comment.created_at + timedelta(hours=float(deed["hours"]) * pace)
        yield min(at, ago(minutes=5) + timedelta(seconds=place)), deed, comment


def answered(comment, by, text, team):
    reply(comment, text, by=by)
    answer = db.session.scalar(last(Reply, comment))
    replying.set_off(answer.id)
    sent = connect(comment.channel).reply(comment, text, reply_id=answer.id)
    replying.arrived(answer.id, sent)
    answer.task.done_at = now()


def hidden(comment, by, text, team):
    hide(comment, by=by, reason=text)
    measure = db.session.scalar(last(Measure, comment))
    if measure.task:
        measuring.set_off(measure.id)
        sent = connect(comment.channel).hide(comment)
        measuring.arrived(measure.id, sent)
        measure.task.done_at = now()


def settled(comment, by, text, team):
    """Decided, so the letter that asks for it need not leave any more."""
    escalation = open_escalation(comment)
    settle(escalation, by=by, text=text, kept_as="note")
    asked = Task.job == SEND_ESCALATION.name, Task.subject_id == escalation.id
    for task in db.session.scalars(select(Task).where(*asked)):
        task.done_at = now()


def last(kind, comment):
    return select(kind).where(kind.comment_id == comment.id).order_by(kind.id.desc()).limit(1)


# A reply that "leaves in ten seconds" left back then too.
MOMENT = timedelta(minutes=1)

ACTS = {
    "reply": answered,
    "hide": hidden,
    "settle": settled,
    "escalate": lambda comment, by, text, team: escalate(
        comment, by=by, to=team["nadia"], reason=text, urgency="now"
    ),
    "take": lambda comment, by, text, team: take(open_escalation(comment), by=by),
    "note": lambda comment, by, text, team: note(comment, text, by=by),
    "tag": lambda comment, by, text, team: tag(comment, [text], by=by),
    "assign": lambda comment, by, text, team: assign(comment, by=by, to=team[text]),
    "resolve": lambda comment, by, text, team: resolve(comment, by=by),
    "spam": lambda comment, by, text, team: mark_spam(comment, by=by),
    "snooze": lambda comment, by, text, team: snooze(
        comment, by=by, until=later(hours=float(text or 40))
    ),
}


def back_then(comment, started, at):
    """Move what was just written down to when it happened: nothing here waits a month to look lively."""
    db.session.flush()
    shift = now() - at
    for kind in (Activity, Reply, Note, Measure, Escalation):
        for row in db.session.scalars(select(kind).where(kind.comment_id == comment.id)):
            move(row, started, shift)
    move(comment, started, shift)


def move(row, started, shift):
    """Every moment of a row since `started` is put back; what lies ahead, such as the end of a snooze, stays."""
    for column in row.__table__.columns:
        value = getattr(row, column.name)
        if isinstance(value, datetime) and started <= value <= now() + MOMENT:
            setattr(row, column.name, value - shift)
