"""Many comments handed to the same person for the same reason."""

from flask_babel import lazy_gettext as _l

from app.accounts.queries import get_user
from app.comments.many import to_many
from app.escalations.actions import escalate

# Each is a letter of its own.
MOST = 50


@to_many("escalate", _l("Escalate all"), most=MOST)
def escalate_alike(comment, *, by, to_id, reason, urgency="today", rule=None):
    return escalate(comment, by=by, to=get_user(to_id), reason=reason, urgency=urgency, rule=rule)
