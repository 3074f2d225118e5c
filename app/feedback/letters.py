"""Pass a feedback on by mail, to somebody who needs no account."""

from flask import abort
from flask_babel import gettext as _
from itsdangerous import BadSignature, SignatureExpired

from app.comments.masking import first_words
from app.extensions import db
from app.feedback.actions import LONGEST_WORD, move, say
from app.feedback.models import ANSWERED, HEARD, PASSED_ON, Passing
from app.feedback.queries import said_in
from app.letters.actions import post
from app.lib.clock import now
from app.lib.errors import Refused
from app.lib.links import public_url, signer
from app.lib.text import clean

SALT, GOOD_FOR = "feedback letter", 60 * 24 * 3600
IN_LETTER = 30
MASKS = []


def anonymises(function):
    """Mark `function(comments, locale)`: their texts without names, numbers and addresses; known above this floor."""
    MASKS[:] = [function]
    return function


def pass_on(feedback, *, by, name, email, locale, word="", full=False):
    """Write to who can do something about it; the step names them."""
    if not feedback.is_open:
        raise Refused(_("It is closed: reopen it first."))
    passing = Passing(
        feedback_id=feedback.id, name=clean(name, 120), email=email, locale=locale,
        word=clean(word or "", LONGEST_WORD), full=full,
    )  # fmt: skip
    db.session.add(passing)
    db.session.flush()
    post(
        email,
        template="feedback/mail/passed_on",
        locale=locale,
        name=passing.name,
        by=by.called,
        subject=first_words(feedback.subject),
        feedback=feedback,
        said=texts_for(passing),
        word=passing.word,
        link=public_url("feedback_letters.show", token=signer(SALT).dumps(passing.id)),
    )
    db.session.expire(feedback, ["passings"])
    return move(feedback, PASSED_ON, by=by, to=passing.name, passing=passing.id)


def texts_for(passing):
    """What the letter and its page show of the comments: (who, words) each; nobody named unless that was chosen."""
    said = [saying.comment for saying in said_in(passing.feedback, IN_LETTER)]
    if passing.full:
        return [(one.author.called if one.author else "", one.text) for one in said]
    if not MASKS:
        raise Refused(_("The comments cannot be anonymised here."))
    return [("", text) for text in MASKS[0](said, passing.locale)]


def opened(token):
    """What the button of a letter opens; nothing for one that is forged or too old."""
    try:
        number = signer(SALT).loads(token, max_age=GOOD_FOR)
    except SignatureExpired:
        abort(410)
    except BadSignature:
        abort(404)
    return db.session.get(Passing, number) or abort(410)


def has_it(passing):
    """Who got the letter says that it is with them."""
    if not passing.has_it_at:
        passing.has_it_at = now()
        say(passing.feedback, "has-it", to=passing.name, passing=passing.id)


def answer(passing, words):
    """Who got the letter says what they answer."""
    words = clean(words or "", LONGEST_WORD)
    if not words:
        raise Refused(_("Write your answer first."))
    if passing.answered_at:
        raise Refused(_("You have answered already."))
    passing.answer, passing.answered_at = words, now()
    passing.has_it_at = passing.has_it_at or now()
    if passing.feedback.state in (HEARD, PASSED_ON):
        move(passing.feedback, ANSWERED, by=None, to=passing.name, answer=words)
    else:
        say(passing.feedback, "has-it", to=passing.name, answer=words)
