"""Words shown when asked for, and the wishes of one person."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.accounts.access import login_required, me
from app.comments.fragments import where_from
from app.comments.masking import spared
from app.comments.queries import get_comment
from app.kindness import exposure
from app.kindness.actions import change
from app.kindness.forms import WishesForm
from app.kindness.veil import abuse_in, kindness, shape_of, veil
from app.lib.htmx import is_htmx, request

bp = Blueprint("kindness", __name__)


def prepare(app):
    """What the templates cover people's words with."""
    app.jinja_env.globals.update(
        veil=veil, abuse_in=abuse_in, break_due=exposure.break_due, wishes=wishes, read_of=read
    )
    app.jinja_env.filters.update(shape=shape_of, spared=spared)


def read():
    return exposure.counted(me())


def wishes():
    """The form of one's own wishes, as they are."""
    return WishesForm(
        formdata=None, blur=kindness().blur, breaks_after=str(kindness().breaks_after)
    )


@bp.post("/comments/<int:comment_id>/words")
@login_required
def show(comment_id):
    """The words of one comment, because somebody asked for them; or covered again."""
    comment = get_comment(comment_id)
    if "cover" in request.form:
        exposure.cover(comment, me())
    elif abuse_in(comment, "all"):
        exposure.show(comment, me())
    if not is_htmx():
        return redirect(where_from(comment), 303)
    return render_template("kindness/_shown.html", comment=comment)


@bp.post("/kindness")
@login_required
def change_wishes():
    form = WishesForm()
    if form.validate():
        change(me(), blur=form.blur.data, breaks_after=int(form.breaks_after.data))
        flash(_("Your wishes are kept."), "success")
    return redirect(url_for("accounts.profile") + "#kindness", 303)


@bp.post("/kindness/count/deletion")
@login_required
def forget():
    """Nobody counted."""
    exposure.forget(me())
    flash(_("Your count is deleted."), "success")
    return redirect(url_for("accounts.profile") + "#kindness", 303)
