"""How one wishes to be told, on the profile page."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _

from app.accounts.access import login_required, me
from app.lib.errors import Refused
from app.notices.forms import WishForm
from app.notices.models import NoticeWish
from app.notices.queries import wishes_of
from app.notices.wishing import change_wishes

bp = Blueprint("notice_wishes", __name__)


def prepare(app):
    """What the profile draws its part on notices with."""
    app.jinja_env.globals["notice_wish_form"] = wish_form


def wish_form():
    """The form as somebody's wishes are now."""
    wishes = wishes_of(me().id)
    names = [name for name in NoticeWish.__table__.c.keys() if name in WishForm.__dict__]
    said = {name: getattr(wishes, name) for name in names}
    hours = {name: str(said[name]) for name in ("quiet_from", "quiet_to")}
    return WishForm(formdata=None, data=said | hours)


@bp.post("/notices/wishes")
@login_required
def change():
    form = WishForm()
    if not form.validate():
        raise Refused(_("The request could not be understood. Nothing was changed."))
    change_wishes(me(), **form.said)
    flash(_("Your wishes for notices are kept."), "success")
    return redirect(url_for("accounts.profile", _anchor="notice-wishes"), 303)
