"""What a citizen may send."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, HiddenField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length

from app.lib.text import clean

LONGEST, LONGEST_NAME, LONGEST_PLACE = 5000, 80, 120


def readable(limit):
    """Keep what a person can read of a field, at most this long afterwards."""

    def read(text):
        # Browsers count a line end as one character and send two.
        return clean(text, limit + 1) if text else text

    return read


def says_something(form, field):
    if not any(char.isalnum() for char in field.data or ""):
        raise ValidationError(_l("Please write a few words."))


def stays_empty(form, field):
    if field.data:
        raise ValidationError(_l("Please leave this empty: programs fill it in, people do not."))


class LeaveForm(Form):
    """A comment or a question; nothing but the words must be given."""

    text = TextAreaField(
        _l("Your comment or question"),
        [
            InputRequired(_l("Please write a few words.")),
            says_something,
            Length(max=LONGEST, message=_l("This is too long: %(max)d characters at most.")),
        ],
        filters=[readable(LONGEST)],
        render_kw={"rows": 6, "dir": "auto", "maxlength": LONGEST},
    )
    name = StringField(
        _l("Your name (if you like)"),
        [Length(max=LONGEST_NAME, message=_l("This is too long: %(max)d characters at most."))],
        filters=[readable(LONGEST_NAME)],
        render_kw={"dir": "auto", "autocomplete": "name", "maxlength": LONGEST_NAME},
    )
    place = StringField(
        _l("Which place is it about? (if you like)"),
        [Length(max=LONGEST_PLACE, message=_l("This is too long: %(max)d characters at most."))],
        filters=[readable(LONGEST_PLACE)],
        render_kw={"dir": "auto", "autocomplete": "off", "maxlength": LONGEST_PLACE},
    )
    private = BooleanField(_l("Only for the team: do not show my words on the site"))
    # Hidden from people; a program that fills in every field gives itself away.
    subject = StringField(
        _l("Leave this empty"), [stays_empty], render_kw={"autocomplete": "off", "tabindex": -1}
    )
    mark = HiddenField()
