"""What a rule can ask for: one entry each, calling the action that a moderator would."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.comments import actions, apart
from app.comments.acts.moments import morning, zone
from app.escalations.actions import escalate
from app.extensions import db
from app.lib.clock import later, now
from app.lib.errors import Refused
from app.moderation.actions import hide
from app.tags.actions import tag
from app.triage import drafting

EFFECTS = {}


@dataclass(frozen=True)
class Effect:
    """One thing a rule does: `do(comment, rule, **details)` gives the activity it left."""

    name: str
    title: object  # what a person chooses
    do: Callable
    said: Callable  # details → what it will do, in words
    withholds: bool = False  # nobody outside reads it any more: the guard looks first
    fresh: bool = False  # only for what was written lately, not for an archive that is brought in


def effect(name, title, said=None, **more):
    """Mark what does one effect."""

    def mark(function):
        EFFECTS[name] = Effect(name, title, function, said or (lambda **details: title), **more)
        return function

    return mark


def named(user_id):
    user = db.session.get(User, user_id) if user_id else None
    return user.called if user else _("somebody who has left")


def person(user_id):
    """Who is meant, as long as they are here."""
    user = db.session.get(User, user_id) if user_id else None
    if user is None or not user.active:
        raise Refused(_("The person that this rule names is no longer here."))
    return user


@effect(
    "tag",
    _l("put tags on it"),
    lambda tags: _("tag %(tags)s", tags=" ".join(f"#{name}" for name in tags)),
)
def put_tags(comment, rule, tags):
    return tag(comment, tags, by=None, rule=rule.name)


@effect("priority", _l("say that it is to be seen first"))
def raise_priority(comment, rule):
    return apart.raise_priority(comment, by=None, rule=rule.name)


@effect("assign", _l("give it to somebody"), lambda to: _("give it to %(name)s", name=named(to)))
def assign(comment, rule, to):
    return actions.assign(comment, by=None, to=person(to), rule=rule.name)


@effect("hide", _l("hide it: on the platform where it can be, else here"), withholds=True)
def hide_it(comment, rule):
    return hide(comment, by=None, rule=rule.name)


@effect("hold", _l("hold it back until a person looks"), withholds=True)
def hold_back(comment, rule):
    return apart.hold_back(comment, by=None, rule=rule.name)


@effect("spam", _l("mark it as spam"), withholds=True)
def mark_spam(comment, rule):
    return actions.mark_spam(comment, by=None, rule=rule.name)


SNOOZES = {
    "hours": _l("for three hours"),
    "tomorrow": _l("until tomorrow morning"),
    "monday": _l("until Monday morning"),
    "week": _l("for a week"),
}


@effect("snooze", _l("put it off"), lambda until: _("put it off %(time)s", time=SNOOZES[until]))
def snooze(comment, rule, until):
    return actions.snooze(comment, by=None, until=moment(until), rule=rule.name)


def moment(name):
    today = now().astimezone(zone()).date()
    return {
        "hours": lambda: later(hours=3),
        "tomorrow": lambda: morning(today + timedelta(days=1)),
        "monday": lambda: morning(today + timedelta(days=7 - today.weekday())),
        "week": lambda: later(days=7),
    }[name]()


@effect(
    "draft",
    _l("propose a reply from a template, which somebody reads before it leaves"),
    lambda template: _("propose the reply “%(name)s”", name=drafting.called(template)),
    fresh=True,
)
def draft(comment, rule, template):
    return drafting.draft(comment, template, rule=rule.name)


@effect(
    "escalate",
    _l("hand it to somebody who decides"),
    lambda to, urgency="today", reason="": _("hand it to %(name)s", name=named(to)),
    fresh=True,
)
def hand_on(comment, rule, to, urgency="today", reason=""):
    reason = reason or _("The rule “%(rule)s” asks for a decision.", rule=rule.name)
    return escalate(comment, by=None, to=person(to), reason=reason, urgency=urgency, rule=rule.name)


@effect(
    "notify",
    _l("tell somebody"),
    lambda to: _("tell %(name)s", name=named(to)),
    fresh=True,
)
def notify(comment, rule, to):
    """The bell, and a letter where they wish for one: one line and one letter for all that come within a while."""
    return apart.tell_of(comment, to=person(to), rule=rule.name)


def in_words(rule):
    """What a rule does, each effect as a few words."""
    known = [each for each in rule.effects if each["do"] in EFFECTS]
    return [str(EFFECTS[each["do"]].said(**details_of(each))) for each in known]


def details_of(each):
    return {name: value for name, value in each.items() if name != "do"}


def withholds(rule):
    """Whether a rule keeps people from reading anything."""
    return any(EFFECTS[each["do"]].withholds for each in rule.effects if each["do"] in EFFECTS)
