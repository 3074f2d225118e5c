"""Reads of rules."""

from datetime import timedelta

from flask import abort
from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.jobs import Task
from app.lib.clock import now
from app.rules.models import DONE, Rule, RuleAct, RuleDay, RuleUndoing

DAYS = 30


def rules_in_force():
    """The rules that look at what arrives now, in their order."""
    unexpired = or_(Rule.expires_at.is_(None), Rule.expires_at > now())
    wanted = select(Rule).where(Rule.on, Rule.removed_at.is_(None), unexpired)
    return db.session.scalars(wanted.order_by(Rule.place, Rule.id)).all()


def any_in_force():
    return bool(
        db.session.scalar(select(Rule.id).where(Rule.on, Rule.removed_at.is_(None)).limit(1))
    )


def all_rules():
    """Every rule there is, in order."""
    wanted = select(Rule).where(Rule.removed_at.is_(None)).options(joinedload(Rule.owner))
    return db.session.scalars(wanted.order_by(Rule.place, Rule.id)).all()


def get_rule(rule_id):
    rule = db.session.get(Rule, rule_id)
    return rule if rule and not rule.removed_at else abort(404)


def counts(days=DAYS):
    """What each rule met and what was taken back, over the last days: {rule: (hits, kept, reversed)}."""
    sums = [func.sum(column) for column in (RuleDay.hits, RuleDay.kept, RuleDay.reversed)]
    since = now().date() - timedelta(days=days)
    wanted = select(RuleDay.rule_id, *sums).where(RuleDay.day >= since).group_by(RuleDay.rule_id)
    return {row[0]: tuple(row[1:]) for row in db.session.execute(wanted)}


def undoings_of(rule, most=5):
    """Who took back what this rule did, the latest first."""
    wanted = select(RuleUndoing).where(RuleUndoing.rule_id == rule.id)
    wanted = wanted.options(joinedload(RuleUndoing.by))
    return db.session.scalars(wanted.order_by(RuleUndoing.id.desc()).limit(most)).all()


def withheld_on(comment):
    """The rule's act that keeps people from reading this comment, as long as no person has looked."""
    wanted = select(RuleAct).where(RuleAct.comment_id == comment.id, RuleAct.waits)
    return db.session.scalar(wanted.options(joinedload(RuleAct.rule)).limit(1))


def waits_for(job, number):
    here = (Task.job == job.name, Task.subject_id == number)
    undone = (Task.done_at.is_(None), Task.failed_at.is_(None), Task.claimed_at.is_(None))
    return db.session.scalar(select(Task.id).where(*here, *undone).limit(1)) is not None


def acts_since(rule, moment):
    """The acts of a rule since a moment that can still be taken back, as a condition."""
    return (
        RuleAct.rule_id == rule.id,
        RuleAct.at >= moment,
        RuleAct.outcome == DONE,
        RuleAct.reversed_at.is_(None),
        RuleAct.effect != "notify",
    )
