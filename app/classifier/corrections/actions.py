"""Say what is right about a comment: its flags follow at once, and the classifier is taught."""

from flask_babel import gettext as _

from app.classifier.in_force import labels_on, signals
from app.classifier.labels import LABELS
from app.comments.activity import Kind
from app.comments.changing import change, restore
from app.comments.standing import done
from app.comments.undo import takes_back
from app.lib.errors import Refused

KINDS = tuple(name for name in LABELS if LABELS[name].signal == "toxic" and name != "toxic")


def correct(comment, labels, *, by, fine=False):
    """Keep a person's word on some labels; `fine` says besides that nothing more is to be done."""
    if not labels:
        raise Refused(_("That is already so."))
    if comment.by_us:
        raise Refused(_("Our own answers are not classified."))
    up = set(labels_on(comment))
    up = {name for name in LABELS if labels.get(name, name in up)}
    reasons = dict(comment.reasons or {})
    reasons["said"] = {**(reasons.get("said") or {}), **labels}
    to = {"reasons": reasons, **signals(up, reasons["said"])}
    if fine and comment.status == "open":
        to |= done()
    return change(comment, Kind.CORRECTED, to, by=by, labels=labels, fine=fine)


@takes_back(Kind.CORRECTED)
def take_back_correction(comment, activity, *, by):
    return restore(comment, activity, Kind.CORRECTED, by=by, labels={})


def flip(comment, name):
    """What is said by "it is" or "it is not" about one label."""
    up = labels_on(comment)
    wanted = [other for other in up if other != name] if name in up else [*up, name]
    if name == "toxic" and name in up:
        wanted = [other for other in wanted if other not in KINDS]
    return said_by(up, wanted)


def nothing_wrong(comment):
    """What is said by "not a problem": none of what calls for an eye on it."""
    up = labels_on(comment)
    wanted = [name for name in up if LABELS[name].signal == "priority"]
    return said_by(up, wanted) | {"toxic": False}


def exactly(comment, wanted):
    """What is said by choosing all the right labels: what is chosen holds, what was up and is not chosen does not."""
    return dict.fromkeys(with_toxic(wanted), True) | said_by(labels_on(comment), wanted)


def said_by(up, wanted):
    wanted = with_toxic(wanted)
    return {name: name in wanted for name in LABELS if (name in wanted) != (name in up)}


def with_toxic(names):
    """Every kind of toxic is toxic."""
    return {*names, *(["toxic"] if set(names) & set(KINDS) else [])}
