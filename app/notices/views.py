"""The bell: how much is new, all of it on a page, each read on the way to its comment; and following."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.accounts.access import login_required, me
from app.comments.queries import get_comment
from app.lib.clock import moment_of
from app.lib.htmx import back_to, is_htmx, make_response
from app.notices import actions, following, words
from app.notices.queries import follows, get_notice, how_many_unread, notices_of

bp = Blueprint("notices", __name__)


def prepare(app):
    """What the rail and the pane draw the bell with."""
    app.jinja_env.globals.update(
        unread_notices=how_many_unread,
        follows=follows,
        notice_words=words.sentence,
        notice_excerpt=words.excerpt,
        notice_source=words.source,
        notice_at=lambda notice: moment_of(notice.place),
    )


@bp.get("/notices")
@login_required
def index():
    before = request.args.get("before", type=int)
    return render_template("notices/page.html", notices=notices_of(me(), before), older=before)


@bp.get("/notices/bell")
@login_required
def bell():
    """The bell alone, asked for when it rang."""
    return render_template("notices/_bell.html")


@bp.post("/notices/<int:notice_id>/read")
@login_required
def read(notice_id):
    """Seen; without a script, or from the list, on to what it is about."""
    notice = get_notice(notice_id, me())
    actions.read(notice)
    if is_htmx():
        return make_response(render_template("notices/_read.html", notice=notice))
    return redirect(words.address(notice), 303)


@bp.post("/notices/read")
@login_required
def read_all():
    actions.read_all(me())
    return back_to("notices.index", _("All read."))


@bp.post("/comments/<int:comment_id>/following")
@login_required
def follow(comment_id):
    return settle(comment_id, following.follow)


@bp.post("/comments/<int:comment_id>/following/undo")
@login_required
def unfollow(comment_id):
    return settle(comment_id, following.unfollow)


def settle(comment_id, act):
    """Follow or no longer, and the button as it is then."""
    comment = get_comment(comment_id)
    act(comment, me())
    if is_htmx():
        return render_template("notices/_follow.html", comment=comment)
    flash(_("You follow this comment.") if follows(comment, me()) else _("You no longer follow this comment."), "notice")  # fmt: skip
    return redirect(url_for("inbox.show", comment_id=comment.id), 303)
