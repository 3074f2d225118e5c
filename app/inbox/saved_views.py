"""The views that people save: `_save_view.html` asks for a name beside the search box, `/views` keeps them in order."""

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext as _

from app.accounts.access import login_required, me
from app.extensions import db
from app.inbox.models import SavedView
from app.inbox.rail import saved_views
from app.inbox.saving import change_view, delete_view, may_change, save_view
from app.lib.htmx import back_to

bp = Blueprint("saved_views", __name__, url_prefix="/views")


@bp.get("")
@login_required
def index():
    """Every view this person sees, those they may change with a form each."""
    views = [view.saved for view in saved_views(me())]
    return render_template("inbox/saved_views.html", views=views, may_change=may_change, by=me())


@bp.post("")
@login_required
def create():
    view = save_view(**sent(), by=me())
    return back_to("inbox.page", _("“%(name)s” is saved.", name=view.name), q=view.query)


@bp.post("/<int:view_id>")
@login_required
def change(view_id):
    change_view(get_view(view_id), **sent(), by=me())
    return back_to("saved_views.index", _("The view is changed."))


@bp.post("/<int:view_id>/deletion")
@login_required
def delete(view_id):
    delete_view(get_view(view_id), by=me())
    return back_to("saved_views.index", _("The view is deleted."))


def sent():
    form = request.form
    return {
        "name": form.get("name", ""),
        "query": form.get("query", ""),
        "shared": bool(form.get("shared")),
    }


def get_view(view_id):
    """A view this person sees, or a 404: what others keep to themselves is not there."""
    view = db.session.get(SavedView, view_id)
    return view if view and (view.shared or view.by_id == me().id) else abort(404)
