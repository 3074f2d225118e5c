"""Choose from which score a label counts."""

from flask_babel import gettext as _

from app.classifier.labels import ANY, LABELS
from app.classifier.language import LANGUAGES
from app.classifier.learning.actions import rejudge
from app.classifier.thresholds.models import Threshold
from app.classifier.thresholds.queries import chosen
from app.extensions import db
from app.lib.errors import Refused

LEAST, MOST = 0.1, 0.99


def choose(label, language, value, *, by):
    """From now on the label counts from this score in a language; None: as it ships. Open comments follow."""
    if label not in LABELS or language not in (ANY, *LANGUAGES):
        raise Refused(_("There is no such label or language."))
    if value is not None and not LEAST <= value <= MOST:
        raise Refused(_("A threshold lies between 10% and 99%."))
    if chosen().get(label, {}).get(language) == value:
        raise Refused(_("That is already so."))
    row = Threshold(label=label, language=language, value=value, by_id=by.id)
    db.session.add(row)
    db.session.flush()
    rejudge(by=by)
    return row
