"""The names of places, which are nobody's."""

import re
from functools import lru_cache

from app.lib.text import normalise
from app.reports.anonymous import words
from app.territories import gazetteer


@lru_cache(maxsize=4)
def place_names(_sources):
    """Every name of the gazetteer as normalised words; one word that people are called by is no place here."""
    told = set()
    for entry in gazetteer.entries().values():
        for name in (entry.name_fr, entry.name_ar, *(each.text for each in entry.names)):
            keys = tuple(t for t in re.split(r"[\s'’-]+", normalise(name)) if t)
            if len(keys) > 1 and not all(key in words.FIRST for key in keys):
                told.add(keys)
            elif keys and keys[0] not in words.FIRST | words.WORDS_TOO | words.FAMILY:
                told.add(keys)
    return frozenset(told)
