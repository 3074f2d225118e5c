"""Letters to who decides: what is asked, once more when nobody took it, and that it went on to another."""

from flask import current_app
from flask_babel import gettext as _

from app.comments.masking import first_words, subject_words
from app.comments.queries import around
from app.connectors.registry import connector_of
from app.escalations.links import SETTLE, TAKE, button
from app.letters.actions import post
from app.lib.links import public_url

LONGEST_NAME = 60


def write(escalation, *, again=False):
    """Ask the lead to decide, with all that is needed to; `again` is a reminder."""
    lead = escalation.to
    context = about(escalation)
    return post(
        lead.email,
        template="escalations/mail/asked",
        locale=locale_of(lead),
        again=again,
        name=lead.called,
        by=escalation.by.called if escalation.by else current_app.config["TEAM_NAME"],
        take=None if escalation.taken_at else button(escalation, TAKE),
        settle=button(escalation, SETTLE),
        **context,
    )


def write_passed_on(escalation, former):
    """Tell the first lead that the next one has it now."""
    return post(
        former.email,
        template="escalations/mail/passed_on",
        locale=locale_of(former),
        name=former.called,
        now_with=escalation.to.called,
        **about(escalation),
    )


def write_withdrawn(escalation):
    """Tell the lead that nobody waits for them any more."""
    return post(
        escalation.to.email,
        template="escalations/mail/withdrawn",
        locale=locale_of(escalation.to),
        name=escalation.to.called,
        **about(escalation),
    )


def about(escalation):
    """The comment, its thread and its context, as a letter tells them."""
    comment = escalation.comment
    return {
        "escalation": escalation,
        "comment": comment,
        "channel": first_words(comment.channel.name, LONGEST_NAME),
        "platform": connector_of(comment.channel).title,
        "author": first_words(comment.author.called, LONGEST_NAME) if comment.author else "",
        "around": around(comment),
        "words": subject_words(comment),
        "link": public_url("inbox.show", comment_id=comment.id),
        "urgency_words": urgency_words,
    }


def urgency_words(urgency):
    return {
        "now": _("Needs you now"),
        "today": _("Needs you today"),
        "week": _("Needs you this week"),
    }[urgency]


def locale_of(user):
    return user.locale or current_app.config["DEFAULT_LOCALE"]
