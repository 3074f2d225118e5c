"""Give a query a name, change it, take it away."""

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.extensions import db
from app.inbox.models import SavedView
from app.lib.errors import Refused
from app.lib.text import clean, normalise
from app.search.asking import ask, problems_of
from app.search.query import Query

MOST = 50


def save_view(name, *, query, shared, by):
    """Keep a query under a name, for oneself or for the team."""
    if written_by(by) >= MOST:
        raise Refused(_("You have %(most)s views already. Delete one first.", most=MOST))
    view = SavedView(by_id=by.id, query="", name="")
    change_view(view, name=name, query=query, shared=shared, by=by)
    db.session.add(view)
    db.session.flush()
    return view


def change_view(view, *, name, query, shared, by):
    """Call a view otherwise, share it or keep it to oneself, look for something else."""
    if not may_change(view, by):
        raise Refused(_("Only who saved this view, or a lead, can change it."), status=403)
    view.name, view.query = tidy(name), understood(query, by)
    if shared and not view.shared and not may_share(by):
        raise Refused(
            _("Moderators share views with the team. Keep this one to yourself."), status=403
        )
    view.shared = bool(shared)


def delete_view(view, *, by):
    if not may_change(view, by):
        raise Refused(_("Only who saved this view, or a lead, can delete it."), status=403)
    db.session.delete(view)


def may_change(view, user):
    """One's own, and what is shared when one leads."""
    return view.by_id == user.id or (view.shared and user.may("lead"))


def may_share(user):
    """Who only looks does not change what the others see."""
    return user.may("moderator")


def tidy(name):
    name = " ".join(clean(name).split())
    if not normalise(name) or len(name) > 80:
        raise Refused(_("A view needs a name of at most 80 letters."), status=422)
    return name


def understood(text, by):
    """The query as it is kept; refuses one with a word that is not understood."""
    query = Query.of(text)
    problems = problems_of(query, ask(query, by))
    if problems:
        raise Refused(str(problems[0]), status=422)
    return str(query)


def written_by(user):
    wanted = select(func.count()).select_from(SavedView).where(SavedView.by_id == user.id)
    return db.session.scalar(wanted)
