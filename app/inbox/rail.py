"""The views at the side: the built-in ones, and those that people saved."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as pgettext
from sqlalchemy import or_, select

from app.extensions import db
from app.inbox.models import SavedView
from app.search.budget import counts_in_time
from app.search.query import Query


@dataclass(frozen=True)
class View:
    """A query with a name, as the rail shows it."""

    key: str
    title: object
    query: Query
    icon: str
    counted: bool = True
    saved: SavedView | None = None
    least_role: str = "viewer"


def built_in(key, title, text, icon, counted=True, least_role="viewer"):
    return View(key, title, Query.of(text), icon, counted, least_role=least_role)


BUILT_IN = (
    built_in("inbox", _l("Inbox"), "is:open", "inbox"),
    built_in("mine", _l("Mine"), "is:open assignee:me", "person"),
    built_in("priority", _l("Priority"), "is:open is:priority", "priority"),
    built_in("toxic", pgettext("view", "Toxic"), "is:open is:toxic", "toxic"),
    built_in("escalated", _l("Escalated"), "is:escalated", "escalate"),
    built_in("to-approve", _l("To approve"), "is:to-approve", "reply", least_role="lead"),
    built_in("held-back", _l("Held back"), "is:held-back", "hide"),
    built_in("snoozed", _l("Snoozed"), "is:snoozed", "snooze"),
    built_in("done", _l("Done"), "is:done", "done", counted=False),
)
SAVED_MOST = 50


def rail(user):
    """Every view this person sees: built-in, shared, their own."""
    shown = tuple(view for view in BUILT_IN if user.may(view.least_role))
    return {"built_in": shown, "saved": saved_views(user)}


def saved_views(user):
    theirs = or_(SavedView.shared.is_(True), SavedView.by_id == user.id)
    found = db.session.scalars(
        select(SavedView).where(theirs).order_by(SavedView.name).limit(SAVED_MOST)
    )
    return tuple(View(f"saved-{v.id}", v.name, Query.of(v.query), "view", saved=v) for v in found)


def rail_counts(user):
    """How many comments each view lists, by its key; capped, so that no view costs more than a page."""
    views = [view for views in rail(user).values() for view in views if view.counted]
    return counts_in_time({view.key: view.query for view in views}, user)
