"""What an answer may be: each platform has a limit of its own."""

from flask_babel import gettext as _

from app.connectors.registry import connect
from app.lib.errors import Refused
from app.lib.text import clean


def longest(comment):
    """How many characters the platform takes."""
    return connect(comment.channel).limit_for(comment)


def fit(comment, text):
    """The text as it will be sent; refuses one that is empty or that the platform would cut."""
    most = longest(comment)
    if connect(comment.channel).length(text.strip()) > most:
        raise Refused(_("%(most)s characters is the most this platform takes.", most=most))
    text = clean(text)
    if not text:
        raise Refused(_("Write something first."))
    return text
