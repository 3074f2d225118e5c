"""One spelling beneath every disguise: what the model, word lists and waves read."""

import re
from functools import lru_cache

from app.lib.text import normalise

LONGEST = 2_000  # letters read of one comment

# Four letters or more with a blank between, or three with a dot: s a l e, c.o.n
SPACED = re.compile(r"(?<!\w)(?:\w(?:[ .\-_*]{1,2}\w){3,}|\w(?:[.\-_*]\w){2,})(?!\w)")
_BETWEEN = re.compile(r"[ .\-_*]")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\burl\b|[\w.+-]+@[\w-]+\.\w[\w.]*")
_MENTION = re.compile(r"(?<!\w)@[\w.]+")
_REPEATED = re.compile(r"(\D)\1+")
_TOKEN = re.compile(r"\w+|[^\w\s]+")

# 2 3 5 7 9 are letters of Arabizi: they are read as others only beside a sign that is no letter there.
_LEET = re.compile(r"(?<=[a-z])[014@$€*]+(?=[a-z])")
_LEET_WORD = re.compile(r"[a-z0-9@$€*]*[a-z][014@$€*]+[a-z][a-z0-9@$€*]*")
_INSTEAD = str.maketrans("01345@7$€", "oieasatse", "*")
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u04ff]")
_MIXED_WORD = re.compile("(?=\\w*[a-z])\\w*[\u0370-\u03ff\u0400-\u04ff]\\w*")
_LOOKALIKE = str.maketrans("авекмнорстухіјѕԁоαβεζηικμνορτυχωс", "abekmhopctyxijsdoabezhikmnoptuxwc")


@lru_cache(maxsize=1024)  # the model and the waves read the same texts, one slice after the other
def fold(text):
    """The text as the model reads it: one spelling, addresses masked, nothing disguised or repeated.

    It folds word by word: folding the pieces of a text gives the pieces of its fold, which is how
    a reason is led back to the letters a person wrote.
    """
    text = text[:LONGEST]
    if SPACED.search(text):
        text = SPACED.sub(lambda run: _BETWEEN.sub("", run[0]), text)
    text = normalise(text)
    if _FOREIGN.search(text):
        text = _MIXED_WORD.sub(lambda word: word[0].translate(_LOOKALIKE), text)
    text = _MENTION.sub("@", _ADDRESS.sub("url", text))
    if _LEET.search(text):
        text = _LEET_WORD.sub(lambda word: word[0].translate(_INSTEAD), text)
    return " ".join(_TOKEN.findall(_REPEATED.sub(r"\1", text)))
