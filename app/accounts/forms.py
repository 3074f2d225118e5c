"""What a person may send about accounts."""

from flask_babel import lazy_gettext as _l
from flask_security.proxies import _security
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    IntegerField,
    PasswordField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError

from app.accounts.models import ROLES
from app.lib.show import LOCALE_NAMES

LANGUAGES = [SelectChoice(code, name) for code, name in LOCALE_NAMES.items()]
THEMES = [
    SelectChoice("", _l("As my device")),
    SelectChoice("light", _l("Light")),
    SelectChoice("dark", _l("Dark")),
]
ROLE_NAMES = {
    "viewer": _l("Viewer"),
    "moderator": _l("Moderator"),
    "lead": _l("Lead"),
    "admin": _l("Administrator"),
}
ROLE_CHOICES = [SelectChoice(role, ROLE_NAMES[role]) for role in ROLES]


def is_address(form, field):
    """An e-mail address, kept as everybody writes it."""
    try:
        field.data = _security.mail_util.normalize(field.data).lower()
    except ValueError:
        raise ValidationError(_l("This is not an e-mail address.")) from None


def is_strong(form, field):
    """A password as good as Flask-Security asks for."""
    reasons, field.data = _security.password_util.validate(field.data, True)
    if reasons:
        raise ValidationError(reasons[0])


class AccountForm(FlaskForm):
    """Who makes an account of their own says how they are called, and chooses a password."""

    name = StringField(
        _l("Your name"),
        [DataRequired(), Length(max=120)],
        render_kw={"autocomplete": "name", "dir": "auto"},
    )
    password = PasswordField(
        _l("Password"),
        [DataRequired(), Length(max=200), is_strong],
        description=_l("At least 10 characters; a short sentence is good."),
        render_kw={"autocomplete": "new-password", "minlength": 10},
    )
    locale = SelectField(_l("Language"), choices=LANGUAGES)


class SetupForm(AccountForm):
    """The first administrator also says where letters reach them."""

    email = EmailField(
        _l("E-mail address"),
        [DataRequired(), Length(max=254), is_address],
        render_kw={"autocomplete": "email", "dir": "ltr"},
    )


class ProfileForm(FlaskForm):
    """How a user is called, and how the product looks and speaks to them."""

    name = AccountForm.name
    locale = SelectField(_l("Language"), choices=LANGUAGES)
    theme = SelectField(_l("Colours"), choices=THEMES)


class InvitationForm(FlaskForm):
    """Whom to invite, and what they may do."""

    email = EmailField(
        _l("E-mail address"),
        [DataRequired(), Length(max=254), is_address],
        render_kw={"autocomplete": "off", "dir": "ltr"},
    )
    role = SelectField(_l("Role"), choices=ROLE_CHOICES, default="moderator")
    locale = SelectField(_l("Language of the letter"), choices=LANGUAGES)


class UserForm(FlaskForm):
    """What a user may do, and when they are called."""

    role = SelectField(_l("Role"), choices=ROLE_CHOICES)
    place = IntegerField(_l("On call"), [Optional(), NumberRange(1, 99)])
    active = BooleanField(_l("May sign in"))

    def __init__(self, user, **more):
        """One of many forms on a page: its fields have names in the page that are theirs alone."""
        super().__init__(**more)
        for field in self:
            field.id = field.label.field_id = f"{field.name}-{user.id}"
