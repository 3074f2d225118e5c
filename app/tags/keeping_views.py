"""The team's tags, as leads keep them in order."""

from flask import Blueprint, render_template
from flask_babel import gettext as _

from app.accounts.access import me, requires
from app.lib.htmx import back_to, request
from app.tags.forms import MergeForm, RenameForm
from app.tags.keeping import ask_for_yes, delete_tag, merge, rename
from app.tags.queries import counted_tags, get_tag

bp = Blueprint("tag_keeping", __name__, url_prefix="/tags")


@bp.get("")
@requires("lead")
def index():
    return render_template("tags/page.html", counted=counted_tags())


@bp.get("/<int:tag_id>")
@requires("lead")
def show(tag_id):
    """One tag, to be called otherwise, merged or deleted."""
    return draw(get_tag(tag_id))


@bp.post("/<int:tag_id>/name")
@requires("lead")
def change_name(tag_id):
    one, form = get_tag(tag_id), RenameForm()
    if not form.validate():
        return draw(one, naming=form), 422
    rename(one, form.name.data, by=me())
    return back_to("tag_keeping.index", _("The tag is now called #%(name)s.", name=one.name))


@bp.post("/<int:tag_id>/merger")
@requires("lead")
def create_merger(tag_id):
    one = get_tag(tag_id)
    form = MergeForm(one, all_tags())
    if not form.validate():
        return draw(one, merging=form), 422
    into = get_tag(form.into.data)
    merge(one, into, by=me())
    return back_to("tag_keeping.index", _("The two are now #%(name)s.", name=into.name))


@bp.post("/<int:tag_id>/approval")
@requires("lead")
def change_approval(tag_id):
    """Whether replies to comments that bear it wait for a yes."""
    one = get_tag(tag_id)
    ask_for_yes(one, bool(request.form.get("needs_yes")))
    if one.needs_yes:
        words = _("Replies under #%(name)s now wait for a yes.", name=one.name)
    else:
        words = _("Replies under #%(name)s leave by themselves.", name=one.name)
    return back_to("tag_keeping.index", words)


@bp.delete("/<int:tag_id>")
@bp.post("/<int:tag_id>/undo")
@requires("lead")
def undo(tag_id):
    """Delete a tag, and take it off every comment."""
    one = get_tag(tag_id)
    name = one.name
    delete_tag(one, by=me())
    return back_to("tag_keeping.index", _("#%(name)s is gone.", name=name))


def all_tags():
    return [row.Tag for row in counted_tags()]


def draw(one, naming=None, merging=None):
    forms = {
        "naming": naming or RenameForm(name=one.name),
        "merging": merging or MergeForm(one, all_tags()),
    }
    return render_template("tags/tag.html", tag=one, **forms)
