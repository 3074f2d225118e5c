"""What happened to a comment, as sentences for its timeline."""

from datetime import datetime

from flask_babel import gettext as _

from app.comments.activity import Kind
from app.lib.show import moment


def told(activity):
    """One activity as a sentence without its subject, which the template puts before it."""
    details = activity.details or {}
    words = SENTENCES.get(activity.kind, lambda details: activity.kind)(details)
    return _("%(what)s, with all alike", what=words) if details.get("wave") else words


def by_whom(activity):
    """Who did it: a person, a rule, or nobody we know of."""
    if activity.by:
        return activity.by.called
    if wave := (activity.details or {}).get("wave"):
        return _("what %(name)s chose for all alike", name=wave.get("who", ""))
    return _("the rule “%(rule)s”", rule=activity.rule) if activity.rule else ""


def until(details):
    try:
        return _(
            "put off until %(moment)s", moment=moment(datetime.fromisoformat(details["until"]))
        )
    except (KeyError, ValueError):
        return _("put off")


def to(details):
    name = details.get("to") or details.get("to_name") or details.get("name")
    return _("assigned to %(name)s", name=name) if name else _("no longer assigned to anyone")


def names(details):
    return " ".join(f"#{name}" for name in details.get("tags") or details.get("names") or ())


def because(words, details):
    reason = details.get("reason")
    return f"{words}: {reason}" if reason else words


def feedback(details):
    """A step of the feedback that a comment is part of."""
    subject, step = details.get("subject", ""), details.get("step")
    words = {
        "passed-on": lambda: _(
            "passed on to %(name)s: %(subject)s", name=details.get("to", ""), subject=subject
        ),
        "answered": lambda: _("there is an answer to: %(subject)s", subject=subject),
        "done": lambda: because(_("done: %(subject)s", subject=subject), details),
        "declined": lambda: because(_("declined: %(subject)s", subject=subject), details),
        "taken-out": lambda: _("taken out of the feedback: %(subject)s", subject=subject),
        "taken-back": lambda: _("took a step back: %(subject)s", subject=subject),
        "has-it": lambda: _(
            "%(name)s has it: %(subject)s", name=details.get("to", ""), subject=subject
        ),
    }
    return words.get(step, lambda: _("part of the feedback: %(subject)s", subject=subject))()


SENTENCES = {
    Kind.REPLIED: lambda d: _("wrote a reply"),
    Kind.REPLY_SENT: lambda d: _("the reply is on the platform"),
    Kind.REPLY_FAILED: lambda d: because(_("the reply did not leave"), d),
    Kind.REPLY_UNSURE: lambda d: _("nobody knows whether the reply arrived"),
    Kind.REPLY_TAKEN_BACK: lambda d: _("took the reply back"),
    Kind.REPLY_HELD: lambda d: (
        _("wrote a reply that waits for a yes from %(name)s", name=d["to"])
        if d.get("to")
        else _("wrote a reply that waits for a lead's yes")
    ),
    Kind.REPLY_APPROVED: lambda d: (
        _("said yes to the reply, in other words")
        if d.get("changed")
        else _("said yes to the reply")
    ),
    Kind.REPLY_YES_TAKEN_BACK: lambda d: _("took the yes to the reply back"),
    Kind.REPLY_SENT_BACK: lambda d: because(_("sent the reply back to its writer"), d),
    Kind.NOTED: lambda d: _("wrote a note"),
    "note-taken-back": lambda d: _("took the note back"),
    Kind.TAGGED: lambda d: (
        _("took %(tags)s from its post", tags=names(d))
        if d.get("from_post")
        else _("tagged %(tags)s", tags=names(d))
    ),
    Kind.FROM_POST: lambda d: (
        _("took %(tags)s from its post", tags=names(d))
        if d.get("tag_ids")
        else _("took its place from its post")
    ),
    Kind.FROM_POST_TAKEN_BACK: lambda d: _("gave back what it took from its post"),
    Kind.UNTAGGED: lambda d: _("took off %(tags)s", tags=names(d)),
    Kind.ASSIGNED: to,
    Kind.ESCALATED: lambda d: because(_("escalated to %(name)s", name=d.get("to", "")), d),
    Kind.TAKEN: lambda d: _("took the escalation"),
    Kind.REMINDED: lambda d: _("%(name)s was reminded of the escalation", name=d.get("to", "")),
    Kind.PASSED_ON: lambda d: _("the escalation went on to %(name)s", name=d.get("to", "")),
    Kind.SETTLED: lambda d: _("settled the escalation"),
    Kind.ESCALATION_WITHDRAWN: lambda d: _("took the escalation back"),
    Kind.SNOOZED: until,
    Kind.WOKEN: lambda d: _("back in the inbox, as planned"),
    Kind.RESOLVED: lambda d: _("marked as done"),
    Kind.REOPENED: lambda d: _("reopened"),
    Kind.MUTED: lambda d: _("done as it arrived: its author is muted here"),
    Kind.MARKED_SPAM: lambda d: _("marked as spam"),
    Kind.UNMARKED_SPAM: lambda d: _("said it is not spam"),
    Kind.HIDDEN: lambda d: because(_("hidden"), d),
    Kind.UNHIDDEN: lambda d: _("shown again"),
    Kind.REMOVED: lambda d: because(_("deleted from here"), d),
    Kind.REMOVAL_TAKEN_BACK: lambda d: _("took the deletion back"),
    Kind.LIKED: lambda d: _("liked in our name"),
    Kind.UNLIKED: lambda d: _("took our like back"),
    Kind.BANNED: lambda d: because(_("banned its author"), d),
    Kind.UNBANNED: lambda d: _("let its author back in"),
    Kind.DONE_THERE: lambda d: _("did it on the platform's own page"),
    Kind.MEASURE_DONE: lambda d: _("done on the platform"),
    Kind.MEASURE_FAILED: lambda d: because(_("the platform did not do it"), d),
    Kind.EDITED: lambda d: _("edited by its author"),
    Kind.DELETED: lambda d: _("deleted on the platform"),
    Kind.STATE_CHANGED: lambda d: _("changed on the platform: %(state)s", state=d.get("state", "")),
    Kind.RAISED: lambda d: _("said it is to be seen first"),
    Kind.LOWERED: lambda d: _("said it need not be seen first"),
    Kind.HELD: lambda d: _("held it back until a person looks"),
    Kind.LOOKED_AT: lambda d: _("looked, and left it as it is"),
    Kind.PROPOSED: lambda d: _("proposed a reply"),
    Kind.TOLD: lambda d: _("wrote to %(name)s about it", name=d.get("to", "")),
    Kind.FEEDBACK: lambda d: feedback(d),
    Kind.CORRECTED: lambda d: _("taught the classifier otherwise"),
    Kind.BROUGHT_BACK: lambda d: _("back in the inbox: something new in its thread"),
}
