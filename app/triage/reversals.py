"""What people think of the acts of rules: that somebody looked, and what they took back, is counted as it happens."""

from collections import Counter

from sqlalchemy import select, update

from app.comments.activity import Kind
from app.comments.hooks import hears, hears_lots
from app.comments.models import Activity
from app.extensions import db
from app.lib.bulk import among
from app.lib.clock import now
from app.rules.models import DONE, RuleAct
from app.triage.running import add_to_day

# Which act of a rule a person's act takes back.
TAKES_BACK = {
    Kind.UNTAGGED: "tag",
    Kind.LOWERED: "priority",
    Kind.ASSIGNED: "assign",
    Kind.UNHIDDEN: "hide",
    Kind.REOPENED: "hold",
    Kind.UNMARKED_SPAM: "spam",
    Kind.ESCALATION_WITHDRAWN: "escalate",
    Kind.REPLY_TAKEN_BACK: "draft",
}


@hears
def notice(comment, activity):
    """A person did something to a comment: what a rule withheld was looked at, what it did may be taken back by that."""
    if not activity.by_id:
        return
    if was_withheld(comment, activity.details):
        looked_at([comment.id])
    if undone := activity.details.get("undo_of"):
        reverse(RuleAct.activity_id == undone)
    elif activity.kind in TAKES_BACK and is_against(activity):
        reverse(RuleAct.comment_id == comment.id, kind=activity.kind, tags=tags_of(activity))


@hears_lots
def notice_lot(numbers, kind, by):
    """The same, of what was done to hundreds at once."""
    if by:
        looked_at(numbers)
        if kind in TAKES_BACK:
            reverse(among(RuleAct.comment_id, numbers), kind=kind)


def was_withheld(comment, details):
    """Whether people could not read this just before, or cannot now: only then is it worth asking by which rule."""
    before = details.get("before") or {}
    return (
        comment.status == "held" or before.get("status") == "held"
        or comment.state == "hidden" or before.get("state") == "hidden"
        or comment.is_spam or before.get("is_spam")
    )  # fmt: skip


def looked_at(numbers):
    seen = update(RuleAct).where(among(RuleAct.comment_id, numbers), RuleAct.waits)
    db.session.execute(seen.values(waits=False).execution_options(synchronize_session=False))


def is_against(activity):
    """Giving a comment to another is no objection; giving it to nobody is."""
    return activity.kind != Kind.ASSIGNED or "to_id" not in activity.details


def tags_of(activity):
    return set(activity.details.get("tag_ids") or ())


def reverse(where, kind=None, tags=()):
    """Write down that people took these acts back, and count it for their rules."""
    wanted = select(RuleAct.id, RuleAct.rule_id, Activity.details)
    wanted = wanted.outerjoin(Activity, Activity.id == RuleAct.activity_id)
    wanted = wanted.where(where, RuleAct.outcome == DONE, RuleAct.reversed_at.is_(None))
    if kind:
        wanted = wanted.where(RuleAct.effect == TAKES_BACK[kind])
    rows = db.session.execute(wanted).all()
    if tags:
        rows = [row for row in rows if tags & set((row.details or {}).get("tag_ids") or ())]
    if not rows:
        return
    gone = update(RuleAct).where(among(RuleAct.id, [row.id for row in rows]))
    gone = gone.values(reversed_at=now()).execution_options(synchronize_session=False)
    db.session.execute(gone)
    for rule_id, count in sorted(Counter(row.rule_id for row in rows).items()):
        add_to_day(rule_id, reversed=count)
