"""Put tags on a comment and take them off."""

from flask import Blueprint, render_template
from flask_babel import gettext as _

from app.accounts.access import me, requires
from app.comments.asking import ask, ask_again, seen
from app.comments.fragments import redraw
from app.comments.queries import get_comment, hold
from app.comments.versions import expect
from app.lib.htmx import request
from app.tags.actions import tag, untag
from app.tags.forms import TagsForm
from app.tags.queries import get_tag, suggest, tags_of

FORM = "tags/_form.html"
bp = Blueprint("tags", __name__)


def prepare(app):
    """What the pane draws tags with."""
    app.jinja_env.globals.update(tags_of=tags_of, suggest_tags=suggest)


@bp.get("/comments/<int:comment_id>/tags")
@requires("moderator")
def new(comment_id):
    return ask(FORM, TagsForm(get_comment(comment_id)))


@bp.post("/comments/<int:comment_id>/tags")
@requires("moderator")
def create(comment_id):
    comment = hold(comment_id)
    form = TagsForm(comment)
    if not form.validate():
        return ask(FORM, form, 422)
    if form.stale:
        return ask_again(FORM, form)
    activity = tag(comment, form.chosen, by=me())
    words = _("Tagged %(tags)s.", tags=" ".join(f"#{name}" for name in activity.details["tags"]))
    return redraw(comment, notice=words, undo=activity)


@bp.delete("/comments/<int:comment_id>/tags/<int:tag_id>")
@bp.post("/comments/<int:comment_id>/tags/<int:tag_id>/undo")
@requires("moderator")
def undo(comment_id, tag_id):
    """Take one tag off."""
    comment, one = hold(comment_id), get_tag(tag_id)
    expect(comment, seen())
    activity = untag(comment, [one], by=me())
    return redraw(comment, notice=_("Took off #%(name)s.", name=one.name), undo=activity)


@bp.get("/tags/suggest")
@requires("moderator")
def suggested():
    """Tags a person may mean, as buttons of the form they type in."""
    found = suggest(last_name(request.args.get("q") or request.args.get("names", "")),
                    comment_id=request.args.get("comment", type=int))  # fmt: skip
    return render_template("tags/_suggestions.html", found=found)


def last_name(typed):
    """The name being typed, after the last comma."""
    return typed.replace("،", ",").rpartition(",")[2]
