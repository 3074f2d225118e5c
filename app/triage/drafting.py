"""A rule proposes a reply from a template: somebody reads it, changes it, sends it or sets it aside."""

from flask_babel import gettext as _

from app.comments.activity import Kind, record
from app.comments.undo import takes_back
from app.extensions import db
from app.lib.errors import Refused
from app.replies.actions import DRAFT, TAKEN_BACK, propose
from app.replies.models import Reply
from app.replies.queries import can_be_answered
from app.replies.templates.models import ReplyTemplate
from app.replies.templates.suggesting import suggestion


def draft(comment, template_id, *, rule):
    """Keep the words of a template, in the language of the comment, as a reply to approve."""
    template = db.session.get(ReplyTemplate, template_id)
    words = template and not template.archived_at and suggestion(template, comment)
    if not words:
        raise Refused(_("The template that this rule names is no longer in use."))
    if not can_be_answered(comment) or comment.replies:
        raise Refused(_("This comment cannot be answered from here, or was answered already."))
    answer = propose(comment, words.text)
    db.session.expire(comment, ["replies"])
    return record(comment, Kind.PROPOSED, rule=rule, reply_id=answer.id)


@takes_back(Kind.PROPOSED)
def take_back_proposal(comment, activity, *, by):
    answer = db.session.get(Reply, activity.details["reply_id"], with_for_update=True)
    if answer is None or answer.state != DRAFT:
        raise Refused(_("This proposal was already sent or set aside."))
    answer.state = TAKEN_BACK
    told = {"reply_id": answer.id, "was": DRAFT, "undo_of": activity.id}
    return record(comment, Kind.REPLY_TAKEN_BACK, by=by, **told)


def called(template_id):
    template = db.session.get(ReplyTemplate, template_id)
    return template.name if template else _("a template that is gone")
