"""The team's reply templates: read, made, changed, put away; and what the composer offers of them."""

from flask import Blueprint, current_app, render_template, url_for
from flask_babel import gettext as _

from app.accounts.access import me, requires
from app.comments.queries import get_comment
from app.lib.errors import Refused
from app.lib.htmx import back_to, request
from app.lib.text import script_of
from app.replies.queries import get_reply
from app.replies.templates import actions
from app.replies.templates.fields import direction, with_fields, with_marks
from app.replies.templates.forms import LANGUAGE_NAMES, TemplateForm
from app.replies.templates.queries import get_template, templates
from app.replies.templates.suggesting import chain, suggestions

bp = Blueprint("reply_templates", __name__)


def prepare(app):
    """What the composer offers without a script."""
    app.jinja_env.filters.update(with_marks=with_marks, dir_of_template=direction)
    app.jinja_env.globals.update(
        reply_templates=templates, suggested_replies=suggestions, language_names=LANGUAGE_NAMES
    )


@bp.get("/reply-templates")
@requires("moderator")
def index():
    put_away = "archived" in request.args
    found = templates(archived=put_away)
    return render_template("replies/templates/page.html", templates=found, put_away=put_away)


@bp.get("/reply-templates/new")
@requires("moderator")
def new():
    """An empty form, or one with an answer that was sent."""
    sent = request.args.get("reply", type=int)
    return draw(form(**(words_of(get_reply(sent)) if sent else {})))


@bp.post("/reply-templates")
@requires("moderator")
def create():
    filled = form()
    return keep(filled, None, lambda: actions.make_template(by=me(), **filled.words))


@bp.get("/reply-templates/<int:template_id>")
@requires("moderator")
def show(template_id):
    """One template, to be read and changed."""
    one = get_template(template_id)
    shown = {"name": one.name, "code": one.code, "tags": ", ".join(one.tags)}
    return draw(form(labels=one.labels, **shown, **one.by_language), one)


@bp.post("/reply-templates/<int:template_id>")
@requires("moderator")
def change(template_id):
    one, filled = get_template(template_id), form()
    return keep(filled, one, lambda: actions.change_template(one, **filled.words))


@bp.post("/reply-templates/<int:template_id>/archive")
@requires("moderator")
def archive(template_id):
    one = get_template(template_id)
    actions.archive(one)
    return back_to("reply_templates.index", _("“%(name)s” is archived.", name=one.name))


@bp.delete("/reply-templates/<int:template_id>/archive")
@bp.post("/reply-templates/<int:template_id>/archive/undo")
@requires("moderator")
def undo(template_id):
    """Use it again."""
    one = get_template(template_id)
    actions.bring_back(one)
    return back_to("reply_templates.index", _("“%(name)s” is in use again.", name=one.name))


@bp.get("/comments/<int:comment_id>/reply/suggestions")
@requires("moderator")
def suggest(comment_id):
    """What one may want to answer, for the composer; the template that was picked stands first."""
    comment = get_comment(comment_id)
    picked = request.args.get("template", type=int)
    return render_template("replies/templates/_suggested.html", comment=comment, picked=picked)


def keep(filled, one, act):
    """Save what a form says, or show it again with what is wrong."""
    if not filled.validate():
        return draw(filled, one), 422
    try:
        saved = act()
    except Refused as refusal:
        filled.code.errors = [refusal.reason]
        return draw(filled, one), 422
    return back_to("reply_templates.index", _("“%(name)s” is saved.", name=saved.name))


def words_of(answer):
    """An answer that was sent, as a form to make a template of; its language is a guess one can correct."""
    comment = answer.comment
    text = with_fields(answer.text, comment.author.called if comment.author else "")
    return {"name": " ".join(answer.text.split())[:40], spoken(answer): text}


def spoken(answer):
    """The language that an answer is likely in: of those that its script writes, the one its comment wants."""
    written = ("ar", "tn") if script_of(answer.text) == "arab" else ("fr", "en")
    return next(language for language in chain(answer.comment) if language in written)


def form(labels=(), **words):
    # The labels stand on this room's own floor: the page that shows them has them already.
    known = current_app.jinja_env.globals["LABELS"]
    return TemplateForm(known, data={"labels": list(labels), **words})


def draw(filled, one=None):
    url = url_for("reply_templates.change" if one else "reply_templates.create",
                  **({"template_id": one.id} if one else {}))  # fmt: skip
    return render_template("replies/templates/form.html", form=filled, template=one, url=url)
