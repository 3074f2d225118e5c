"""The thresholds in force, and who chose what."""

from sqlalchemy import func, select

from app.classifier.thresholds.models import Threshold
from app.extensions import db


def chosen():
    """{label: {language or "*": from which score it counts}}: only what the team chose."""
    latest = select(func.max(Threshold.id)).group_by(Threshold.label, Threshold.language)
    wanted = select(Threshold.label, Threshold.language, Threshold.value)
    found = {}
    for label, language, value in db.session.execute(wanted.where(Threshold.id.in_(latest))):
        if value is not None:
            found.setdefault(label, {})[language] = value
    return found


def choices(limit=50):
    """What was chosen, newest first."""
    return db.session.scalars(select(Threshold).order_by(Threshold.id.desc()).limit(limit)).all()
