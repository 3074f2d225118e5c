"""What a lead may say about an answer that waits."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from app.lib.errors import Refused
from app.replies.approval.actions import LONGEST_WORD
from app.replies.limits import fit, longest
from app.replies.templates.fields import filled_in


class WordForm(FlaskForm):
    """Why an answer does not leave like this."""

    word = TextAreaField(
        _l("What should be different"),
        description=_l("The writer sees it with the comment."),
        validators=[DataRequired(_l("Say what should be different.")), Length(max=LONGEST_WORD)],
    )


class LetterWordForm(WordForm):
    """The same from a letter: its signature stands for the session that there is not."""

    class Meta:
        csrf = False


class LetterTextForm(FlaskForm):
    """The answer in the lead's own words, from a letter."""

    text = TextAreaField(_l("The reply"), validators=[DataRequired(_l("Write something first."))])

    class Meta:
        csrf = False

    def __init__(self, answer, **more):
        super().__init__(text=answer.text, **more)
        self.answer, self.most = answer, longest(answer.comment)

    def validate_text(self, field):
        try:
            filled_in(fit(self.answer.comment, field.data))
        except Refused as refusal:
            raise ValidationError(refusal.reason) from None
