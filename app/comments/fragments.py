"""A comment drawn anew after something happened to it."""

from flask import flash, redirect, render_template, url_for

from app.comments.queries import THREAD_MOST, get_comment, history_of, near, thread_of
from app.lib.htmx import is_htmx, make_response, page_arg


def pane(comment, unfolded=None):
    """What the pane of one comment is drawn from, beside the list that the person was reading.

    Of its thread a few words around it, or all around the comment whose id is `unfolded`.
    """
    thread = thread_of(comment, at=unfolded)
    return {
        "comment": comment,
        "thread": thread if unfolded else near(comment, thread),
        "thread_is": len(thread),
        "long_thread": len(thread) == THREAD_MOST,
        "unfolded": unfolded,
        "history": history_of(comment),
        "query": page_arg("q"),
    }


def redraw(comment, notice=None, undo=None, status=200):
    """Answer an action: the comment's pane and row as they are now, what was done, and the way back.

    Without htmx the person is led back to the comment, where the notice is said.
    """
    if not is_htmx():
        tell(notice, undo)
        return redirect(where_from(comment), 303)
    shown = pane(get_comment(comment.id)) | {"words": notice, "undo": undo}
    changed = {
        "id": str(comment.id),
        "version": comment.version,
        "status": comment.status,
        "left": left(comment, undo),
    }
    body = render_template("comments/_redrawn.html", **shown)
    return make_response(body, status, trigger={"comment-changed": changed})


def tell(notice, undo):
    """Keep what was done, and the way back, for the page that is drawn next."""
    if undo:
        flash([notice, undo.id], "undo")
    elif notice:
        flash(notice, "notice")


def left(comment, activity):
    """Whether this act took the comment out of the queue, so that the next one is shown."""
    before = (activity.details.get("before") or {}) if activity else {}
    return before.get("status") == "open" and comment.status != "open"


def where_from(comment):
    """The comment's own page, in the list that the person was reading."""
    return url_for("inbox.show", comment_id=comment.id, q=page_arg("q") or None)
