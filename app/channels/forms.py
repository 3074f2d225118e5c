"""The connect form of any platform, drawn from what its connector says it needs."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
    URLField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.lib.errors import PermanentError
from app.lib.http import taken_apart
from app.lib.origins import origin_of
from app.lib.text import clean

# Made by us and said once, so nobody types them in.
OURS = ("secret", "former_secret")
# Kinds of many lines, and their direction.
LINES = {"lines": "auto", "origins": "ltr"}
LONGEST_NAME, LONGEST_LINE, LONGEST_TEXT = 120, 400, 4000


def one_line(text):
    return " ".join(clean(text, LONGEST_LINE).split()) if text else text


def lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()] if text else []


def are_sites(form, field):
    for line in lines(field.data):
        if not origin_of(line):
            raise ValidationError(_("“%(line)s” is not the address of a site.", line=line))


def is_address(form, field):
    if not field.data.startswith(("https://", "http://")):
        raise ValidationError(_l("An address starts with https://"))
    try:
        taken_apart(field.data)
    except PermanentError as error:
        raise ValidationError(str(error)) from None


class ChannelForm(FlaskForm):
    """What every channel has: a name for the team."""

    name = StringField(
        _l("Name"),
        [DataRequired(), Length(max=LONGEST_NAME)],
        filters=[one_line],
        description=_l("How the team calls it, such as “Page of the town hall”."),
        render_kw={"dir": "auto", "autocomplete": "off"},
    )

    def split(self):
        """(settings, secrets) as the channel keeps them."""
        told = {"settings": {}, "secrets": {}}
        for setting in self.asked:
            where = "secrets" if setting.secret else "settings"
            told[where][setting.name] = kept(setting, self[setting.name].data)
        return told


def form_for(connector, channel=None):
    """The form of one platform: empty, or filled in with how a channel is set."""
    asked = [s for s in connector.settings if not (s.secret and s.name in OURS)]
    fields = {setting.name: field_for(setting, channel) for setting in asked}
    form = type(f"{connector.__name__}Form", (ChannelForm,), {**fields, "asked": asked})
    if channel is None:
        return form()
    now = {"name": channel.name} | {s.name: shown(s, channel) for s in asked if not s.secret}
    return form(data=now)


def field_for(setting, channel):
    """One line of the form."""
    title, about = setting.title, setting.about
    must = (
        [InputRequired()] if setting.required and not (setting.secret and channel) else [Optional()]
    )
    if setting.kind == "flag":
        return BooleanField(title, description=about, default=setting.default)
    if setting.kind == "choice":
        choices = list(setting.choices)
        return SelectField(title, choices=choices, description=about, default=setting.default)
    if setting.kind in LINES:
        keys = {"rows": 3, "dir": LINES[setting.kind]}
        checks = [*must, Length(max=LONGEST_TEXT)] + [are_sites] * (setting.kind == "origins")
        return TextAreaField(title, checks, description=about, render_kw=keys)
    if setting.kind == "secret":
        keys = {"autocomplete": "new-password", "dir": "ltr"}
        about = _("Leave empty to keep the one that is set.") if channel else about
        return PasswordField(
            title, [*must, Length(max=LONGEST_TEXT)], description=about, render_kw=keys
        )
    if setting.kind == "url":
        keys = {"dir": "ltr", "autocomplete": "off", "placeholder": "https://"}
        checks = [*must, Length(max=LONGEST_LINE), is_address]
        return URLField(title, checks, filters=[one_line], description=about, render_kw=keys)
    keys = {"dir": "auto", "autocomplete": "off"}
    checks = [*must, Length(max=LONGEST_LINE)]
    return StringField(
        title,
        checks,
        filters=[one_line],
        description=about,
        default=setting.default,
        render_kw=keys,
    )


def kept(setting, data):
    if setting.kind in LINES:
        return lines(data)
    return bool(data) if setting.kind == "flag" else (data or "")


def shown(setting, channel):
    value = channel.settings.get(setting.name, setting.default)
    if setting.kind in LINES and isinstance(value, list | tuple):
        return "\n".join(value)
    return value
