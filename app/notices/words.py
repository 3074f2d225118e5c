"""A line of the bell as a sentence, and where it leads."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.comments.masking import first_words, subject_words
from app.comments.story import told
from app.notices.models import ASSIGNED, DUE, ESCALATED, FOLLOWED, FOUND, MANY, MENTIONED

LONGEST_NAME = 60


class Happened:
    """What the trail's sentences need of an activity, when only its kind was kept."""

    def __init__(self, kind):
        self.kind, self.details = kind, {}


def sentence(notice):
    """What happened, with who did it."""
    who, count = who_did(notice), notice.count
    if notice.why == MENTIONED:
        return _("%(name)s mentioned you in a note", name=who)
    if notice.why == ASSIGNED and count > 1:
        return ngettext(
            "%(name)s gave you %(num)s comment",
            "%(name)s gave you %(num)s comments",
            count,
            name=who,
        )
    if notice.why == ASSIGNED:
        return _("%(name)s gave you a comment", name=who)
    if notice.why == ESCALATED:
        return _("%(name)s asks you to decide", name=who)
    if notice.why == DUE:
        return ngettext(
            "%(num)s comment is due soon, or late",
            "%(num)s comments are due soon, or late",
            count,
        )
    if notice.why == FOUND:
        return ngettext(
            "%(name)s found %(num)s comment for you",
            "%(name)s found %(num)s comments for you",
            count, name=who,
        )  # fmt: skip
    if notice.what == "arrived":
        return ngettext(
            "A new answer in a thread you follow",
            "%(num)s new answers in a thread you follow",
            count,
        )
    what = told(Happened(notice.what)) if notice.what != "assigned" else _("gave it to somebody")
    if notice.why == MANY or is_one_of_many(notice):
        return ngettext(
            "%(name)s %(what)s: %(num)s comment you follow",
            "%(name)s %(what)s: %(num)s comments you follow",
            count, name=who, what=what,
        )  # fmt: skip
    return f"{who} {what}"


def who_did(notice):
    if notice.by:
        return notice.by.called
    if notice.rule:
        return _("The rule “%(rule)s”", rule=notice.rule)
    return _("The platform")


def is_one_of_many(notice):
    return notice.why == FOLLOWED and notice.count > 1 and not notice.bundle.startswith("comment:")


def excerpt(notice):
    """The first words of the comment, without its rude ones."""
    many = notice.count > 1 and not notice.bundle.startswith("comment:")
    return subject_words(notice.comment) if notice.comment and not many else ""


def source(notice):
    """Where the comment stands, and who wrote it."""
    comment = notice.comment
    if comment is None or not excerpt(notice):
        return ""
    author = comment.author.called if comment.author else ""
    names = (comment.channel.name, author)
    return " · ".join(first_words(name, LONGEST_NAME) for name in names if name)


def leads_to(notice):
    """Where to read more: the comment, or all that the one act was about."""
    if excerpt(notice) or (notice.comment_id and notice.count == 1):
        return {"endpoint": "inbox.show", "comment_id": notice.comment_id}
    if notice.why == ASSIGNED:
        return {"endpoint": "inbox.page", "q": "is:open assignee:me"}
    if notice.why == DUE:
        return {"endpoint": "due.index"}
    if notice.why == FOUND:
        return {"endpoint": "inbox.page", "q": f"rule:{quoted(notice.rule)}"}
    name, number, *_rest = notice.bundle.split(":")
    if name == "batch" and number.isdigit():
        return {"endpoint": "batches.show", "batch_id": int(number)}
    return {"endpoint": "inbox.page"}


def quoted(name):
    """A name as the search box reads it whole."""
    return '"' + (name or "").replace("\\", "\\\\").replace('"', '\\"') + '"'


def address(notice):
    return url_for(**leads_to(notice))
