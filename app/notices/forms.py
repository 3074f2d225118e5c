"""How somebody wishes to be told of things."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectChoice, SelectField

HOURS = [SelectChoice(str(hour), f"{hour:02}:00") for hour in range(24)]


class WishForm(FlaskForm):
    """What one follows by itself, which letters come, and when none do."""

    follow_noted = BooleanField(_l("I wrote a note about"))
    follow_replied = BooleanField(_l("I answered"))
    follow_assigned = BooleanField(_l("are given to me"))
    follow_mentioned = BooleanField(_l("somebody mentioned me on"))
    mail_mentioned = BooleanField(_l("when somebody mentions me"))
    mail_assigned = BooleanField(_l("when a comment is given to me"))
    mail_due = BooleanField(_l("when a comment that I answer for is due soon"))
    mail_found = BooleanField(_l("when a rule is to tell me what it found"))
    digest = SelectField(
        _l("Digest of what I have not read"),
        choices=[
            SelectChoice("off", _l("None")),
            SelectChoice("daily", _l("Each morning")),
            SelectChoice("weekly", _l("On Monday mornings")),
        ],
    )
    quiet_from = SelectField(_l("No letters from"), choices=HOURS)
    quiet_to = SelectField(_l("until"), choices=HOURS)
    quiet_weekends = BooleanField(_l("No letters on Saturday and Sunday"))

    @property
    def follows(self):
        return (self.follow_noted, self.follow_replied, self.follow_assigned, self.follow_mentioned)

    @property
    def letters(self):
        return (self.mail_mentioned, self.mail_assigned, self.mail_due, self.mail_found)

    @property
    def said(self):
        """The wishes as they are kept."""
        values = {field.name: field.data for field in self if field.name != "csrf_token"}
        hours = {name: int(values[name]) for name in ("quiet_from", "quiet_to")}
        return values | hours
