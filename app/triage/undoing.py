"""Take back what a rule did since a moment, in slices, newest first: an hour's work of a wrong rule in one click."""

from flask_babel import gettext as _
from sqlalchemy import func, select

from app import jobs
from app.comments.activity import together
from app.comments.models import Activity
from app.comments.queries import hold
from app.comments.undo import WAYS_BACK, take_back
from app.extensions import db
from app.jobs import enqueue
from app.lib.clock import ago, now
from app.lib.errors import Refused
from app.rules.models import RuleAct, RuleUndoing
from app.rules.queries import acts_since

AT_ONCE = 25
PERIODS = {"hour": 1, "day": 24, "week": 7 * 24, "month": 30 * 24}


def begin_undoing(rule, period, *, by):
    """Take back all of it that still stands; the first slice at once, a job does the rest. The rule is switched off."""
    here = acts_since(rule, ago(hours=PERIODS[period]))
    low, high, total = db.session.execute(
        select(func.min(RuleAct.id), func.max(RuleAct.id), func.count()).where(*here)
    ).one()
    if not total:
        raise Refused(_("This rule did nothing then that could be taken back."))
    rule.on = False
    undoing = RuleUndoing(
        rule_id=rule.id, by_id=by.id, low_id=low, reached_id=high + 1, total=total
    )
    db.session.add(undoing)
    db.session.flush()
    if go_on(undoing):
        enqueue(jobs.UNDO_RULE_ACTS, undoing)
    return undoing


def how_many(rule, period):
    """How many acts would be taken back."""
    here = acts_since(rule, ago(hours=PERIODS[period]))
    return db.session.scalar(select(func.count()).where(*here))


def go_on(undoing):
    """Take back the next slice; says whether more waits."""
    acts = db.session.scalars(slice_of(undoing)).all()
    for act in acts:
        undo_one(undoing, act)
        undoing.reached_id = act.id
    if len(acts) == AT_ONCE:
        return True
    undoing.finished_at = now()
    return False


def slice_of(undoing):
    """The newest acts that were not come to yet."""
    here = acts_since(undoing.rule, ago(hours=2 * PERIODS["month"]))
    among = (RuleAct.id >= undoing.low_id, RuleAct.id < undoing.reached_id)
    wanted = select(RuleAct).where(*here, *among).order_by(RuleAct.id.desc())
    return wanted.limit(AT_ONCE)


def undo_one(undoing, act):
    """Take one act back, or leave it where somebody did something else since."""
    activity = act.activity_id and db.session.get(Activity, act.activity_id)
    if not activity or activity.undone_at or activity.kind not in WAYS_BACK:
        undoing.left += 1
        return
    comment = hold(act.comment_id)
    try:
        with together(batch=f"rule-{undoing.id}"), db.session.begin_nested():
            take_back(comment, activity, by=undoing.by)
            undoing.undone += 1
    except Refused:
        undoing.left += 1
