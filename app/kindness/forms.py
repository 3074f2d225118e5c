"""What a person may wish for."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField


class WishesForm(FlaskForm):
    """How much is blurred, and when a break is proposed."""

    blur = RadioField(
        _l("Blur abusive comments"),
        choices=[
            ("strong", _l("Where the classifier is sure")),
            ("all", _l("Whatever it takes for abuse")),
            ("off", _l("Never")),
        ],
    )
    breaks_after = SelectField(
        _l("Propose a break"),
        choices=[
            ("10", _l("after 10 hard comments a day")),
            ("20", _l("after 20 hard comments a day")),
            ("40", _l("after 40 hard comments a day")),
            ("0", _l("never")),
        ],
    )
