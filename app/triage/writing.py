"""Write a rule, put it in its place, switch it on and off, put it away."""

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.extensions import db
from app.lib.clock import now
from app.lib.errors import Refused
from app.lib.text import clean, normalise
from app.rules.models import Rule
from app.rules.queries import all_rules
from app.search.asking import ask, problems_of
from app.search.query import Query
from app.tags.actions import known_or_made

MOST, LONGEST_NAME = 100, 120


def make_rule(name, *, query, effects, by, stop=False, expires_at=None):
    """Write a new rule at the end of the others; it is off until somebody has seen what it would have done."""
    if db.session.scalar(select(func.count()).where(Rule.removed_at.is_(None))) >= MOST:
        raise Refused(_("There are %(most)s rules already. Put one away first.", most=MOST))
    last = db.session.scalar(select(func.max(Rule.place))) or 0
    rule = Rule(name="", key="", query="", owner_id=by.id, place=last + 1, effects=[])
    say(rule, name, query=query, effects=effects, by=by, stop=stop, expires_at=expires_at)
    db.session.add(rule)
    db.session.flush()
    return rule


def change_rule(rule, name, *, query, effects, by, stop=False, expires_at=None):
    """Write a rule anew; one that would now do something else is off until it was looked at again."""
    before = (rule.query, rule.effects)
    say(rule, name, query=query, effects=effects, by=by, stop=stop, expires_at=expires_at)
    if (rule.query, rule.effects) != before:
        rule.on = False


def say(rule, name, *, query, effects, by, stop, expires_at):
    rule.name, rule.query = tidy(name, rule), understood(query, by)
    rule.key = normalise(rule.name)
    if not effects:
        raise Refused(_("Choose at least one thing that the rule does."), status=422)
    rule.effects, rule.stop, rule.expires_at = effects, bool(stop), expires_at
    rule.changed_at = now()
    # A later rule may look for a tag that this one puts: it is there from now on.
    known_or_made([name for each in effects for name in each.get("tags", ())], by)


def tidy(name, rule):
    """A name that no rule had before: the trail of comments says it."""
    name = " ".join(clean(name).split())
    key = normalise(name)
    if not key or len(name) > LONGEST_NAME:
        raise Refused(_("A rule needs a name of at most 120 letters."), status=422)
    other = db.session.scalar(select(Rule.id).where(Rule.key == key))
    if key == "any" or (other is not None and other != rule.id):
        raise Refused(_("Another rule has, or had, this name."), status=422)
    return name


def understood(text, by):
    """The query as it is kept; refuses one that is not understood, or that asks for nothing."""
    query = Query.of(text)
    if problems := problems_of(query, ask(query, by)):
        raise Refused(str(problems[0]), status=422)
    if not query:
        raise Refused(_("Say what the rule looks for."), status=422)
    return str(query)


def switch(rule, on):
    """Let a rule look at what arrives from now on, or no more."""
    if on and rule.expired:
        raise Refused(_("Its last day is over. Choose another first."))
    rule.on = bool(on)
    if on:
        rule.error = rule.error_at = rule.error_comment_id = None


def move(rule, step):
    """Put a rule before the one above it (-1), or after the one below (1)."""
    order = all_rules()
    at = order.index(rule)
    to = min(max(at + step, 0), len(order) - 1)
    order.insert(to, order.pop(at))
    for place, each in enumerate(order, 1):
        each.place = place


def put_away(rule):
    """The rule looks at nothing any more; what it did keeps its name."""
    rule.removed_at, rule.on = now(), False
