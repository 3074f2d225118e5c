"""Whether an answer may leave by itself, and what happens to one that may not."""

from flask import current_app

from app import jobs
from app.accounts.queries import on_call, those_who_may
from app.comments.activity import Kind
from app.comments.changing import change
from app.comments.standing import done
from app.extensions import db
from app.jobs import enqueue
from app.lib.clock import later
from app.replies.approval.models import HELD, Approval

TRAINING, TAG, NOBODY = "training", "tag", "nobody"


def why_a_yes(comment, by):
    """Why an answer must wait for a lead, as columns of its approval; None when it need not."""
    if by is None:
        return {"why": NOBODY}
    if by.may("lead"):
        return None
    if by.in_training:
        return {"why": TRAINING}
    tags = [row.tag.name for row in comment.taggings if row.tag.needs_yes]
    return {"why": TAG, "tags": tags} if tags else None


def hold_back(comment, answer, *, by, rule, was, why, **details):
    """The answer waits for a yes; its comment leaves the queue, and a lead is written to after the undo window."""
    answer.state, answer.reason, answer.leaves_at = HELD, None, None
    lead = who_says_yes(by)
    approval = Approval(
        reply_id=answer.id, by_id=by and by.id, to_id=lead.id if lead else None, **why
    )
    db.session.add(approval)
    due_at = later(seconds=current_app.config["UNDO_SECONDS"])
    enqueue(jobs.ASK_FOR_YES, approval, due_at=due_at)
    details |= {"reply_id": answer.id, "was": was, "to": lead.called if lead else ""}
    return change(comment, Kind.REPLY_HELD, done(), by=by, rule=rule, **details)


def who_says_yes(by):
    """The first lead on call, else any; never who asks."""
    called = [user for user in on_call() if user.may("lead")]
    others = [lead for lead in those_who_may("lead") if lead not in called]
    return next((lead for lead in [*called, *others] if lead != by), None)
