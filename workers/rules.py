"""What rules ask for that takes its time: look at the past, or take back an hour's work."""

from app import jobs
from app.extensions import db
from app.lib.transaction import looking, transaction
from app.rules.models import Rule, RuleUndoing
from app.triage.trying import looked_back
from app.triage.undoing import go_on
from workers.runner import AGAIN, does


@does(jobs.UNDO_RULE_ACTS)
def undo_rule_acts(number):
    """Take back the next acts of one undoing."""
    undoing = db.session.get(RuleUndoing, number, with_for_update=True)
    return AGAIN if undoing and not undoing.finished_at and go_on(undoing) else None


@does(jobs.TRY_RULE, own_transactions=True)
def look_at_the_past(rule_id):
    """Look up what a rule would have caught, while others write."""
    with looking():
        rule = db.session.get(Rule, rule_id)
        query, found = rule.query, looked_back(rule)
    with transaction():
        rule = db.session.get(Rule, rule_id)
        rule.tried, rule.tried_query = found, query
