"""An escalation that nobody takes is reminded of once, then goes to the next lead on call."""

from datetime import timedelta

from flask import current_app

from app import jobs
from app.comments.activity import Kind
from app.escalations.actions import say
from app.escalations.asked import next_after
from app.escalations.letters import write, write_passed_on
from app.escalations.queries import held
from app.jobs import enqueue
from app.lib.clock import now


def send(escalation_id):
    """Write to whom a comment was handed, unless it was taken back in time or the letter is already written."""
    escalation = held(escalation_id)
    if escalation is None or not escalation.is_open or escalation.written_at:
        return
    if not decides(escalation.to):
        pass_on(escalation)
        return
    write(escalation)
    escalation.written_at = now()
    look_again(escalation)


def remind(escalation_id):
    """See whether somebody took it meanwhile; remind them, or ask the next."""
    escalation = held(escalation_id)
    if escalation is None or not escalation.is_open or escalation.taken_at:
        return
    # Run twice, the second finds that it is too early; the task for the next look is already there.
    if not escalation.written_at or now() < due(escalation):
        return
    if escalation.comment.status == "done":
        look_again(escalation, now() + patience(escalation))
    elif escalation.reminded_at or not decides(escalation.to):
        pass_on(escalation)
    else:
        escalation.reminded_at = now()
        write(escalation, again=True)
        say(escalation, Kind.REMINDED)
        look_again(escalation)


def pass_on(escalation):
    """Hand it to the next on call; at the end of the list it stays where it is."""
    following, former = next_after(escalation), escalation.to
    if following is None:
        return
    escalation.to = following
    escalation.to_id = following.id
    escalation.passed_on_at = escalation.links_from = now()
    escalation.written_at = escalation.reminded_at = None
    say(escalation, Kind.PASSED_ON, former_id=former and former.id)
    if decides(former):
        write_passed_on(escalation, former)
    enqueue(jobs.SEND_ESCALATION, escalation)


def decides(user):
    return bool(user and user.active and user.may("lead"))


def look_again(escalation, at=None):
    enqueue(jobs.REMIND_ESCALATION, escalation, due_at=at or due(escalation))


def due(escalation):
    """When it is time for the next step with whom it is now."""
    return (escalation.reminded_at or escalation.written_at) + patience(escalation)


def patience(escalation):
    """How long one waits for them; a quarter of that when it is urgent."""
    hours = current_app.config["ESCALATION_REMINDER_HOURS"]
    return timedelta(hours=hours / 4 if escalation.urgency == "now" else hours)
