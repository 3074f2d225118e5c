"""The same answer to many comments: written once, and to each a reply of its own."""

from flask_babel import lazy_gettext as _l

from app.comments.many import to_many
from app.replies.actions import reply

MOST = 200


@to_many("reply", _l("Answer all the same"), most=MOST)
def reply_alike(comment, text, *, by, rule=None):
    return reply(comment, text, by=by, rule=rule)
