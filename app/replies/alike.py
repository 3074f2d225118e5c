"""The same answer to many comments: written once, and to each a reply of its own."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.comments.many import to_many
from app.lib.errors import Refused
from app.replies.actions import reply
from app.replies.queries import answered_or_about_to_be

MOST = 200


@to_many("reply", _l("Answer all the same"), most=MOST)
def reply_alike(comment, text, *, by, rule=None):
    if answered_or_about_to_be(comment):
        raise Refused(_("Somebody answered this already. Open it to answer again."))
    return reply(comment, text, by=by, rule=rule)
