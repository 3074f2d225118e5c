"""A letter that tells somebody of what a rule found, all of a few minutes in one."""

from sqlalchemy import func, select

from app.accounts.models import User
from app.extensions import db
from app.letters.actions import post
from app.lib.links import public_url
from app.rules.models import DONE, Rule, RuleAct
from app.search.tree import Filter


def tell(rule_id):
    """Write to whom the rule names, of what it found since the last letter."""
    rule = db.session.get(Rule, rule_id, with_for_update=True)
    news = (RuleAct.rule_id == rule_id, RuleAct.effect == "notify", RuleAct.id > rule.told_id)
    counted = select(func.count(), func.max(RuleAct.id)).where(*news, RuleAct.outcome == DONE)
    count, last = db.session.execute(counted).one()
    if not count:
        return None
    rule.told_id = last
    return write(rule, count)


def write(rule, count):
    to = next((each["to"] for each in rule.effects if each["do"] == "notify"), None)
    user = db.session.get(User, to) if to else None
    if user is None or not user.active:
        return None
    return post(
        user.email,
        template="rules/mail/found",
        locale=user.locale,
        name=user.called,
        rule=rule.name,
        count=count,
        link=public_url("inbox.page", q=str(Filter("rule", rule.name))),
    )
