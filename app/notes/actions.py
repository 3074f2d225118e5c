"""Keep a word among moderators."""

from flask_babel import gettext as _

from app.comments.activity import Kind, record
from app.comments.undo import takes_back
from app.comments.words import becomes
from app.extensions import db
from app.lib.errors import Refused
from app.lib.text import clean
from app.notes.mentions import mentioned_in
from app.notes.models import Mention, Note

LONGEST = 8000


@becomes("note")
def note(comment, text, *, by, rule=None):
    """Leave a word about a comment that only the team reads."""
    text = fit(text)
    kept = Note(comment_id=comment.id, by_id=by.id if by else None, text=text)
    named = mentioned_in(text)
    kept.mentions = [
        Mention(start=at, length=length, user_id=user.id) for at, length, user in named
    ]
    db.session.add(kept)
    db.session.flush()
    db.session.expire(comment, ["notes"])
    whom = list(dict.fromkeys(user.id for _at, _length, user in named))
    more = {"mentions": whom} if whom else {}
    return record(comment, Kind.NOTED, by=by, rule=rule, note_id=kept.id, **more)


@takes_back(Kind.NOTED)
def take_back_note(comment, activity, *, by):
    kept = db.session.get(Note, activity.details["note_id"])
    if kept is None:
        raise Refused(_("This note is no longer there."))
    db.session.delete(kept)
    db.session.flush()
    db.session.expire(comment, ["notes"])
    return record(comment, Kind.NOTE_TAKEN_BACK, by=by, undo_of=activity.id, note_id=kept.id)


def fit(text):
    """The note as it is kept; refuses one that is empty or endless."""
    if len(text.strip()) > LONGEST:
        raise Refused(_("A note can have at most %(most)s characters.", most=LONGEST))
    text = clean(text)
    if not text:
        raise Refused(_("Write something first."))
    return text
