"""The verbs that every comment has, done to hundreds with a few statements."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.comments.actions import named
from app.comments.activity import Kind
from app.comments.many import takes_lots_back, to_lots
from app.comments.standing import done
from app.extensions import db
from app.lib.clock import now
from app.lib.errors import Refused


@to_lots("done")
def resolve(lot):
    lot.refuse(lambda row: row.status == "done", _("This comment is already resolved."))
    lot.change(Kind.RESOLVED, done())


@to_lots("spam")
def mark_spam(lot):
    lot.refuse(lambda row: row.is_spam, _("This comment is already marked as spam."))
    lot.change(Kind.MARKED_SPAM, {"is_spam": True, **done()})


@to_lots("snooze", _l("Put all off"))
def snooze(lot, until):
    until = datetime.fromisoformat(until)
    if until <= now():
        raise Refused(_("That moment has already passed."))
    to = {"status": "snoozed", "snoozed_until": until, "resolved_at": None}
    lot.change(Kind.SNOOZED, to, lambda row: {"until": until.isoformat()})


@to_lots("assign", _l("Assign all"))
def assign(lot, to_id):
    to = db.session.get(User, to_id) if to_id else None
    if to_id and not (to and to.active and to.may("moderator")):
        raise Refused(_("This person cannot be given comments."))
    lot.refuse(lambda row: row.assignee_id == to_id, _("That is already so."))
    whose = named(to)
    lot.change(Kind.ASSIGNED, {"assignee_id": to_id}, lambda row: whose)


@takes_lots_back(Kind.RESOLVED, Kind.SNOOZED)
def take_back_leaving(lot, activities):
    lot.refuse_changed(activities)
    lot.restore(Kind.REOPENED, activities)


@takes_lots_back(Kind.MARKED_SPAM)
def take_back_spam(lot, activities):
    lot.refuse_changed(activities)
    lot.restore(Kind.UNMARKED_SPAM, activities)


@takes_lots_back(Kind.ASSIGNED)
def take_back_assignment(lot, activities):
    lot.refuse_changed(activities)
    had = {activities[number].details["before"]["assignee_id"] for number in lot.open}
    people = {number: named(db.session.get(User, number)) if number else {} for number in had}
    before = {number: activities[number].details["before"]["assignee_id"] for number in lot.open}
    lot.restore(Kind.ASSIGNED, activities, lambda row: people[before[row.id]])
