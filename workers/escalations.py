"""Who decides is written to, and reminded."""

from app import jobs
from app.escalations import reminders
from workers.runner import does


@does(jobs.SEND_ESCALATION)
def send_escalation(escalation_id):
    """Write to whom a comment was handed."""
    reminders.send(escalation_id)


@does(jobs.REMIND_ESCALATION)
def remind_escalation(escalation_id):
    """See whether it was taken meanwhile."""
    reminders.remind(escalation_id)
