"""What joins a wave later is acted on by a machine: the guard looks first, and it is counted with what rules hide."""

from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.lib.text import normalise
from app.rules.models import DONE, KEPT, Rule, RuleAct
from app.triage.effects import EFFECTS
from app.triage.guard import borne, may_withhold
from app.triage.running import add_to_day
from app.waves.newcomers import hears_newcomers, keeps_from


@keeps_from
def is_civil(act, comment):
    """Nothing negative but civil is hidden by a machine, however many say it."""
    return withholds(act) and not may_withhold(comment, borne(comment))


@hears_newcomers
def count(act, comment, activity):
    """One more that a machine hid, or was kept from hiding; somebody is to look at what it hid."""
    if not withholds(act):
        return
    rule, outcome = rule_of(act), DONE if activity else KEPT
    db.session.add(
        RuleAct(
            rule_id=rule.id, comment_id=comment.id, effect=act.kind, outcome=outcome,
            activity_id=activity and activity.id, at=now(), withholds=True, waits=bool(activity),
            lang=comment.lang, labels=" ".join(borne(comment))[:120],
        )
    )  # fmt: skip
    add_to_day(rule.id, hits=1, kept=int(outcome == KEPT))


def withholds(act):
    effect = EFFECTS.get(act.kind)
    return bool(effect and effect.withholds)


def rule_of(act):
    """The rule that a lasting act on a wave is: put away from the start, so that it looks at nothing else."""
    name = f"wave {act.wave_id}"
    key = normalise(name)
    rule = db.session.scalar(select(Rule).where(Rule.key == key))
    if rule is None:
        rule = Rule(
            name=name, key=key, query=f"wave:{act.wave_id}", effects=[{"do": act.kind}],
            owner_id=act.by_id, removed_at=now(),
        )  # fmt: skip
        db.session.add(rule)
        db.session.flush()
    return rule
