"""The forms of verbs: asked for, sent back with what is wrong, or shown again because the comment changed."""

from flask import abort, render_template
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import IntegerField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from app.comments.fragments import pane
from app.comments.queries import get_comment
from app.extensions import db
from app.lib.htmx import make_response, refuse, request, wants_page


class ActForm(FlaskForm):
    """What a person sends about one comment; carries the version of it that they saw."""

    noun = ""
    # Where the form stands on the pane, when that is not the slot of its noun.
    place = None
    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])

    def __init__(self, comment, **values):
        super().__init__(data={"version": comment.version, **values})
        self.comment = comment
        self.name_fields(comment.id)

    def name_fields(self, mark):
        """Several forms stand on one page, so a field's name alone is no id."""
        for field in self:
            field.id = field.label.field_id = f"{self.noun}-{field.short_name}-{mark}"

    @property
    def slot(self):
        return f"{self.place or self.noun}-of-{self.comment.id}"

    @property
    def stale(self):
        """Whether somebody changed the comment since the person saw it."""
        return self.version.data != self.comment.version

    def see(self):
        """From here on the form has seen the comment as it is."""
        self.version.raw_data, self.version.data = None, self.comment.version
        return self


def seen():
    """The version of the comment that a person saw when they pressed a single button."""
    try:
        return int(request.values["version"])
    except (KeyError, ValueError):
        abort(400)


def ask(part, form, status=200, **needs):
    """A verb's form: alone for its slot, or on a page of its own without htmx."""
    template = "comments/acts/page.html" if wants_page() else part
    body = render_template(template, part=part, comment=form.comment, form=form, **needs)
    return make_response(body, status)


def ask_again(part, form, words=None, **needs):
    """The form with all that was written in it, beside the comment as somebody else left it meanwhile."""
    form.see()
    words = words or _(
        "This comment was changed meanwhile. Look at it, then send what you wrote again."
    )
    if wants_page():
        return ask(part, form, 409, words=words, **needs)
    return standing(form.comment, words, part=part, form=form, **needs)


def show_standing(refusal):
    """Answer a click that met somebody else's change: how the comment stands, and that nothing was overwritten."""
    db.session.rollback()
    if wants_page() or not refusal.comment_id:
        return refuse(refusal)
    return standing(get_comment(refusal.comment_id), refusal.reason)


def standing(comment, words, **needs):
    """A comment's pane as it is now, with a few words about why nothing was done."""
    body = render_template("comments/acts/_again.html", words=words, **pane(comment), **needs)
    return make_response(body, 409, retarget=f"#comment-{comment.id}", reswap="outerMorph")
