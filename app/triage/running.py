"""Let the rules look at comments that were just judged, as part of the same change."""

import logging
from collections import Counter
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from app.classifier.in_force import judged_by
from app.classifier.thresholds.queries import chosen
from app.comments.activity import together
from app.comments.models import Comment
from app.extensions import db
from app.lib.bulk import among, insert_rows
from app.lib.clock import now
from app.lib.errors import Refused
from app.lib.upsert import insert_into
from app.rules.models import DONE, KEPT, NOTHING, RuleAct, RuleDay
from app.rules.queries import rules_in_force
from app.search.matches import matches
from app.search.preparing import prepared
from app.triage.effects import EFFECTS, details_of
from app.triage.guard import borne, may_withhold

log = logging.getLogger(__name__)
OLD = timedelta(days=7)


def apply_rules(ids):
    """Each rule in its order looks at each of these comments, and what it asks for is done."""
    rules = rules_in_force() if ids else ()
    if not rules:
        return
    with judged_by(chosen()):
        ready, needs = prepared(rules)
        wanted = select(Comment).where(among(Comment.id, ids)).options(*needs)
        wanted = wanted.order_by(Comment.id).execution_options(populate_existing=True)
        look = Look(ready, known_acts(rules, ids))
        for comment in db.session.scalars(wanted).all():
            look.at(comment)
        look.write_down()


def known_acts(rules, ids):
    """(rule, comment, effect) of what was done before: a comment that was edited is looked at twice."""
    wanted = select(RuleAct.rule_id, RuleAct.comment_id, RuleAct.effect)
    wanted = wanted.where(among(RuleAct.comment_id, ids))
    return {tuple(row) for row in db.session.execute(wanted)}


class Look:
    """One look of all rules at some comments, and what came of it."""

    def __init__(self, ready, known):
        self.ready, self.known = ready, known
        self.acts, self.days = [], {}

    def at(self, comment):
        for rule, query, asking in self.ready:
            if self.meets(rule, query, asking, comment) and rule.stop:
                return

    def meets(self, rule, query, asking, comment):
        """Whether a rule's query finds the comment; then its effects are done. A rule that fails is set aside here."""
        try:
            if not matches(query, comment, asking=asking):
                return False
            with db.session.begin_nested():
                acts = [act for each in rule.effects if (act := self.act(rule, each, comment))]
        except DBAPIError:
            raise  # the database is busy or away: all of it is done again later
        except Exception as error:
            self.set_aside(rule, comment, error)
            return False
        self.count(rule, acts)
        return True

    def act(self, rule, each, comment):
        """The row of one effect; none where it was done before."""
        if (rule.id, comment.id, each["do"]) in self.known:
            return None
        effect, names = EFFECTS[each["do"]], borne(comment)
        outcome, activity = NOTHING, None
        if effect.withholds and not may_withhold(comment, names):
            outcome = KEPT
        elif not (effect.fresh and is_old(comment)):
            activity = done(effect, each, comment, rule)
            outcome = DONE if activity else NOTHING
        withheld = effect.withholds and outcome == DONE
        return {
            "rule_id": rule.id, "comment_id": comment.id, "effect": effect.name,
            "outcome": outcome, "activity_id": activity and activity.id, "at": now(),
            "withholds": effect.withholds and outcome != NOTHING, "waits": withheld,
            "lang": comment.lang, "labels": " ".join(names)[:120],
        }  # fmt: skip

    def count(self, rule, acts):
        self.acts += acts
        if acts:
            day = self.days.setdefault(rule.id, Counter())
            day["hits"] += 1
            day["kept"] += any(act["outcome"] == KEPT for act in acts)

    def set_aside(self, rule, comment, error):
        # The comment's number and never its words: what people write stays out of the log.
        log.warning("Rule %s failed at comment %s: %s", rule.id, comment.id, type(error).__name__)
        said = str(error.reason) if isinstance(error, Refused) else type(error).__name__
        rule.error, rule.error_at, rule.error_comment_id = said[:400], now(), comment.id

    def write_down(self):
        """In few statements, whatever their number; days in the order of the rules, so that two workers do not cross."""
        db.session.flush()
        insert_rows(db.session.connection(), RuleAct.__table__, self.acts)
        for rule_id, day in sorted(self.days.items()):
            add_to_day(rule_id, **day)


def done(effect, each, comment, rule):
    """Ask for one effect; what is refused because it is so already is nothing to be told of."""
    with together(rule_id=rule.id):
        try:
            return effect.do(comment, rule, **details_of(each))
        except Refused:
            return None


def is_old(comment):
    return comment.received_at - comment.created_at > OLD


def add_to_day(rule_id, hits=0, kept=0, reversed=0):
    """Count something on a rule's day."""
    more = {"hits": hits, "kept": kept, "reversed": reversed}
    row = insert_into(RuleDay).values(rule_id=rule_id, day=now().date(), **more)
    sums = {name: getattr(RuleDay, name) + number for name, number in more.items() if number}
    keys = [RuleDay.rule_id, RuleDay.day]
    db.session.execute(row.on_conflict_do_update(index_elements=keys, set_=sums))
