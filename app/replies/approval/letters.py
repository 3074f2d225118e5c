"""The letter to a lead: somebody's answer waits for a yes."""

from flask import current_app
from flask_babel import gettext as _

from app.comments.masking import first_words, subject_words
from app.comments.queries import around
from app.connectors.registry import connector_of
from app.letters.actions import post
from app.lib.clock import now
from app.lib.links import public_url
from app.replies.approval.holding import NOBODY, TRAINING
from app.replies.approval.links import button
from app.replies.approval.models import HELD
from app.replies.approval.queries import held_approval, same_words

LONGEST_NAME = 60


def ask(approval_id):
    """Write to the lead, unless it was answered or taken back meanwhile; the same words are one letter."""
    approval = held_approval(approval_id)
    if approval is None or not approval.is_open or approval.written_at:
        return
    if approval.reply.state != HELD or approval.to is None:
        return
    others = same_words(approval)
    write(approval, len(others))
    for one in (approval, *others):
        one.written_at = now()


def write(approval, others):
    lead, comment = approval.to, approval.reply.comment
    return post(
        lead.email,
        template="replies/approval/mail/asked",
        locale=lead.locale or current_app.config["DEFAULT_LOCALE"],
        name=lead.called,
        by=approval.by.called if approval.by else current_app.config["TEAM_NAME"],
        why=lambda: why(approval),
        answer=approval.reply,
        comment=comment,
        channel=first_words(comment.channel.name, LONGEST_NAME),
        platform=connector_of(comment.channel).title,
        author=first_words(comment.author.called, LONGEST_NAME) if comment.author else "",
        around=around(comment),
        words=subject_words(comment),
        others=others,
        yes=button(approval),
        link=public_url("inbox.show", comment_id=comment.id),
        all_link=public_url("inbox.page", q="is:to-approve"),
    )


def why(approval):
    """Why an answer waits, as a sentence."""
    if approval.why == TRAINING:
        name = approval.by.called if approval.by else _("Somebody")
        return _("%(name)s is in training: their replies wait for a yes.", name=name)
    if approval.why == NOBODY:
        return _("No person sent it: it waits for one.")
    tags = " ".join(f"#{name}" for name in approval.tags)
    return _("Replies about %(tags)s wait for a yes.", tags=tags)
