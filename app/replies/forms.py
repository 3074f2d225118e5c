"""What a person may send as a public answer."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import HiddenInput

from app.comments.asking import ActForm
from app.lib.errors import Refused
from app.replies.limits import fit, longest
from app.replies.queries import count_by
from app.replies.templates.fields import FIELD, filled_in


class ReplyForm(ActForm):
    """One answer; its mark stays the same until it is sent, so that the same answer is never two."""

    noun, place = "reply", "composer"
    text = TextAreaField(
        _l("Public reply"), validators=[DataRequired(_l("Write something first."))]
    )
    token = HiddenField(validators=[InputRequired(), Length(max=40)])
    draft = IntegerField(widget=HiddenInput(), validators=[Optional()])
    template = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def __init__(self, comment, me, draft=None, template=None):
        self.mark = f"{comment.id}.{me.id}."
        fresh = f"{self.mark}{count_by(me, comment)}"
        values = {"text": draft.text, "draft": draft.id} if draft else {}
        if template:
            values |= {"text": template.text, "template": template.template_id}
        super().__init__(comment, token=fresh, **values)
        self.most, self.fresh = longest(comment), fresh
        # A new answer has fields of its own, so that what was sent does not stay in the box.
        self.name_fields(fresh)

    @property
    def filling(self):
        """Whether a field waits to be filled, so that it is selected."""
        return bool(FIELD.search(self.text.data or ""))

    def see(self):
        self.token.raw_data, self.token.data = None, self.fresh
        return super().see()

    def validate_text(self, field):
        try:
            filled_in(fit(self.comment, field.data))
        except Refused as refusal:
            raise ValidationError(refusal.reason) from None

    def validate_token(self, field):
        if not field.data.startswith(self.mark):
            raise ValidationError(_("This form is of another comment."))
