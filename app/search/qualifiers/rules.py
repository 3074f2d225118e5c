"""`rule:` the comments that a rule of ours did something to."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, exists, false, select

from app.comments.models import Comment
from app.extensions import db
from app.lib.text import normalise
from app.rules.models import DONE, Rule, RuleAct
from app.search.leads import rows_of

ANY = "any"
_ANY = frozenset(map(normalise, (ANY, "toute", "n'importe", "أي", "كل")))
MOST, FEW = 8, 8


def read(typed):
    return ANY if normalise(typed) in _ANY else typed


def find(values, asking):
    """By the whole name, whatever case or accents; rules that were put away too."""
    keys = {normalise(value): value for value in values if value != ANY}
    rows = db.session.execute(select(Rule.key, Rule.id).where(Rule.key.in_(keys))).all()
    found = {keys[key]: [number] for key, number in rows}
    return found | ({ANY: []} if ANY in values else {})


def clause(value, asking):
    here = and_(RuleAct.comment_id == Comment.id, RuleAct.outcome == DONE)
    if value == ANY:
        return exists().where(here)
    ids = asking.named("rule", value)
    return exists().where(here, RuleAct.rule_id.in_(ids)) if ids else false()


def test(value, comment, asking):
    ids = asking.named("rule", value)
    acts = (act for act in comment.rule_acts if act.outcome == DONE)
    return any(value == ANY or act.rule_id in ids for act in acts)


def lead(value, asking, statuses):
    ids = asking.named("rule", value)
    if not 0 < len(ids) <= FEW:
        return None
    return rows_of(
        RuleAct, lambda t: t.rule_id == ids[0], lambda t: t.outcome == DONE, doubled=True
    )


def offer(typed, asking):
    start = normalise(typed)
    if ANY.startswith(start):
        yield ANY, _l("any of our rules")
    names = select(Rule.name).where(Rule.key.startswith(start, autoescape=True))
    yield from ((name, "") for name in db.session.scalars(names.order_by(Rule.key).limit(MOST)))


QUALIFIERS = (
    {
        "name": "rule",
        "about": _l("a rule of ours did something to it"),
        "aliases": ("règle", "قاعدة"),
        "read": read,
        "find": find,
        "offer": offer,
        "clause": clause,
        "test": test,
        "lead": lead,
    },
)
