"""The mark of one drawn form: signed, of this channel, and of when; so that no cookie and no session is needed."""

import hashlib
import secrets
from base64 import b32encode
from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.lib.clock import now

# Nobody reads the form, writes and sends within this; programs do.
QUICKEST, OLDEST = 3, 24 * 3600


@dataclass(frozen=True)
class Mark:
    """What a form said of itself: its own word, and how many seconds ago it was drawn."""

    word: str
    age: float

    @property
    def too_quick(self):
        return self.age < QUICKEST

    @property
    def too_old(self):
        return self.age > OLDEST


def new_mark(channel):
    """The mark for a form that is drawn now."""
    return signer().dumps([channel.token, secrets.token_urlsafe(9)])


def read_mark(channel, text):
    """The mark that a form sent back; None when it is not ours, or another channel's."""
    try:
        (token, word), drawn_at = signer().loads(text or "", return_timestamp=True)
    except (BadSignature, ValueError, TypeError):
        return None
    age = (now() - drawn_at).total_seconds()
    return Mark(word, age) if token == channel.token else None


def reference(mark, text):
    """What a citizen can name their message by; the same words sent twice from one form have the same."""
    # The key is in it, so that nobody can choose a reference and overwrite another's words.
    key = current_app.config["SECRET_KEY"]
    digest = hashlib.sha256(f"{key}\n{mark.word}\n{text}".encode()).digest()
    letters = b32encode(digest[:10]).decode()
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def signer():
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="sada website form")
