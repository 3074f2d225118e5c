"""What each decision of a person teaches, written down as examples; taking a decision back withdraws them."""

from flask_babel import lazy_gettext as _
from sqlalchemy import update

from app.classifier.labels import LABELS, flagged
from app.classifier.learning.models import Example
from app.comments.activity import Kind
from app.comments.hooks import hears
from app.comments.models import Activity
from app.extensions import db
from app.lib.clock import now
from app.lib.text import normalise

ORIGINS = {
    "correction": _("said so"),
    "fine": _("said that it is not a problem"),
    "hidden": _("hid it"),
    "shown": _("showed it again"),
    "spam": _("marked or unmarked spam"),
    "priority": _("answered or escalated it"),
}
TOXIC = tuple(name for name, label in LABELS.items() if label.signal == "toxic")
PRIORITY = tuple(name for name, label in LABELS.items() if label.signal == "priority")
# What a person says outright weighs one; what their act only suggests weighs less.
SAID, SHOWN, HID, ANSWERED, RUSHED = 1.0, 0.7, 0.5, 0.3, 0.5
_NAMED = {
    "spam": "spam pub publicite arnaque سبام اشهار إعلان".split(),
    "hate": "haine raciste racisme hate racist كراهية كره عنصرية".split(),
    "threat": "menace menaces threat تهديد".split(),
    "obscene": "obscene vulgaire grossier vulgar فاحش بذيء".split(),
    "insult": "insulte insultes injure injures insult شتم سب إهانة".split(),
}


@hears
def learn_from(comment, activity):
    """Keep what an act teaches; automated acts teach nothing."""
    details = activity.details
    if not activity.by_id or activity.rule:
        return
    if undone := details.get("undo_of"):
        take_back(undone)
        return
    # What is done to many at once is one decision, and was looked at as one.
    if details.get("wave") or details.get("batch"):
        return
    for label, value, weight, origin in lessons(comment, activity.kind, activity.details):
        db.session.add(
            Example(
                comment_id=comment.id,
                label=label,
                value=bool(value),
                weight=weight,
                origin=origin,
                activity_id=activity.id,
                by_id=activity.by_id,
            )
        )


def lessons(comment, kind, details):
    """(label, value, weight, origin) of everything an act says."""
    teach = TEACHES.get(kind)
    return list(teach(comment, details)) if teach and not comment.by_us else []


def take_back(activity_id):
    """Withdraw what an act taught; what a taken back act had withdrawn holds again."""
    act = db.session.get(Activity, activity_id)
    before = act.details.get("undo_of") if act else None
    theirs = update(Example).where(Example.activity_id == (before or activity_id))
    db.session.execute(theirs.values(withdrawn_at=None if before else now()))


def corrected(comment, details):
    origin = "fine" if details.get("fine") else "correction"
    return ((label, value, SAID, origin) for label, value in details["labels"].items())


def hidden(comment, details):
    """The reason chosen; else the one written; without any, only that it was not to be read."""
    said = details.get("why") or named_in(details.get("reason") or "")
    if said in LABELS:
        yield said, 1, SAID, "hidden"
        if said in TOXIC and said != "toxic":
            yield "toxic", 1, SAID, "hidden"
    elif not said and not details.get("reason"):
        yield "toxic", 1, HID, "hidden"


def named_in(reason):
    """The label that a written reason names, or None: it may be a reason of quite another kind."""
    words = set(normalise(reason).split())
    return next(
        (label for label, known in _NAMED.items() if words & set(map(normalise, known))), None
    )


def shown(comment, details):
    return ((label, 0, SHOWN, "shown") for label in TOXIC)


def spam(value):
    return lambda comment, details: [("spam", value, SAID, "spam")]


def answered(comment, details):
    """Who answers a question or a complaint says that it is one."""
    up = flagged(comment.scores or {}, language=comment.lang)
    return ((label, 1, ANSWERED, "priority") for label in up if label in PRIORITY)


def escalated(comment, details):
    if details.get("urgency") == "now":
        yield "urgent", 1, RUSHED, "priority"


TEACHES = {
    Kind.CORRECTED: corrected,
    Kind.HIDDEN: hidden,
    Kind.UNHIDDEN: shown,
    Kind.MARKED_SPAM: spam(1),
    Kind.UNMARKED_SPAM: spam(0),
    Kind.REPLIED: answered,
    Kind.ESCALATED: escalated,
}
