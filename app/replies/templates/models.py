"""Reply templates, each in the languages that it is needed in."""

from sqlalchemy import JSON, String, Text

from app.extensions import db
from app.lib.clock import UTCDateTime, now

LANGUAGES = ("fr", "ar", "tn", "en")


class ReplyTemplate(db.Model):
    """An answer that the team keeps, with what it suits and how often it was used."""

    __tablename__ = "reply_templates"
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(String(120), nullable=False)
    # What one types to find it; free again once the template is archived.
    code = db.Column(String(20), nullable=False)
    # The keys of tags and the names of labels that it suits.
    tags = db.Column(JSON, nullable=False, default=list)
    labels = db.Column(JSON, nullable=False, default=list)
    used = db.Column(db.Integer, nullable=False, default=0)
    used_at = db.Column(UTCDateTime)
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    made_at = db.Column(UTCDateTime, nullable=False, default=now)
    changed_at = db.Column(UTCDateTime, nullable=False, default=now)
    archived_at = db.Column(UTCDateTime)
    by = db.relationship("User")
    # A template is never drawn without its words.
    texts = db.relationship(
        "TemplateText", cascade="all, delete-orphan", lazy="selectin", passive_deletes=True
    )

    @property
    def by_language(self):
        """{language: text}, in the order of the languages."""
        kept = {row.language: row.text for row in self.texts}
        return {language: kept[language] for language in LANGUAGES if language in kept}


class TemplateText(db.Model):
    """A template in one language."""

    __tablename__ = "reply_template_texts"
    template_id = db.Column(
        db.ForeignKey("reply_templates.id", ondelete="CASCADE"), primary_key=True
    )
    language = db.Column(String(4), primary_key=True)
    text = db.Column(Text, nullable=False)
