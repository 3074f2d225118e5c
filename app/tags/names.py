"""What a tag may be called, and how two spellings are known to be one tag."""

import re

from flask_babel import gettext as _

from app.lib.errors import Refused
from app.lib.text import clean, normalise

LONGEST = 60
_SEPARATORS = re.compile("[,;،؛\n\t]")


def split(text):
    """The names a person typed at once, in order, each once."""
    names = (tidy(part) for part in _SEPARATORS.split(text))
    return list({key_of(name): name for name in names if name}.values())


def completed(text, picked):
    """What was typed, with the name that was being typed last taken from a suggestion."""
    *done, _last = _SEPARATORS.split(text)
    return ",".join([*done, picked])


def last_of(text):
    """The name that is being typed."""
    return _SEPARATORS.split(text)[-1]


def tidy(text):
    """A name as it is shown: one line, without the # that people type before it, nor what quotes it in a search."""
    return " ".join(clean(text).replace('"', " ").split()).lstrip("#").strip()


def key_of(name):
    """The name as it is searched; refuses one that has nothing to search or is too long."""
    key = normalise(name)
    if not key:
        raise Refused(_("A tag needs at least one letter or digit."))
    if max(len(key), len(name)) > LONGEST:
        raise Refused(_("A tag can have at most %(most)s letters.", most=LONGEST))
    return key
