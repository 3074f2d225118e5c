"""Text as people write it: one spelling to find it by, its script and direction."""

import re

from app.lib.letters import LETTERS
from app.lib.markup import LONGEST, clean, plain_text

__all__ = [
    "LONGEST", "clean", "direction_of", "normalise", "plain_text", "query_terms", "script_of",
    "search_text", "search_words",
]  # fmt: skip

_WORD = re.compile(r"[^\W_]+")
_LETTER = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|@\w+(?:@[\w.-]+)?")
_ARABIC = re.compile(
    "[\u0620-\u064a\u066e-\u06d3\u06fa-\u06fc\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]+"
)
_LATIN = re.compile("[A-Za-zª-ʯḀ-ỿﬀ-ﬆＡ-Ｚａ-ｚ]+")
_RIGHT_TO_LEFT = re.compile("[\u05d0-\u07ff\u0800-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+")
_MIXED = 0.2  # of the letters, in the other script

# والـ بالـ فالـ كالـ, Derja's عالـ مالـ هالـ, and للـ; at least three letters follow, two after الـ.
_ARTICLE = re.compile(r"(?:[وف]?[بكعمهف]|[وف])ال(?=\w{3})|[وف]?لل(?=\w{3})|ال(?=\w\w)")
_JOINED = frozenset("اوفبكعمهل")
_WHOLE = frozenset("الله اللهم اللي الذي التي الذين اللذين اللواتي الان الفين الهام".split())
_GOD = dict.fromkeys("والله بالله فالله لله ولله".split(), "الله")


def normalise(text):
    """One spelling for what people write in many: what search, word lists and the model compare.

    Case, accents, harakat, tatweel, invisible and control characters go; Arabic, Persian and
    Maghrebi letter variants, digits of every script, ligatures and white space become one form.
    """
    return " ".join(_folded(text).split())


def search_words(text):
    """The terms under which a text is found, in order and one a word, so that phrases still work.

    A term is the normalised word without the Arabic article and the particles joined to it:
    الماء والماء بالماء للماء and مَاء are all the term ماء. What a person types is cut the same
    way (`query_terms`), so neither database needs to know Arabic. Words in which the first
    letters only look like an article (الله, الذي, الآن) stay whole.
    """
    words = _WORD.findall(_folded(text))
    if text.isascii():
        return words
    return [_bare(word) if word[0] in _JOINED else word for word in words]


def search_text(text):
    """What the full-text index keeps: terms of letters and digits only, with a space between."""
    return " ".join(search_words(text))


def query_terms(words):
    """The terms to look for, of what a person typed."""
    return search_words(words)


def script_of(text):
    """ "arab", "latn", "mixed", or "" when there is no letter of either."""
    if _ADDRESS.search(text):
        text = _ADDRESS.sub(" ", text)
    if text.isascii() or not _ARABIC.search(text):
        return "latn" if _LATIN.search(text) else ""
    if not _LATIN.search(text):
        return "arab"
    arab, latin = _length(_ARABIC, text), _length(_LATIN, text)
    if min(arab, latin) >= _MIXED * (arab + latin):
        return "mixed"
    return "arab" if arab > latin else "latn"


def direction_of(text):
    """The direction of the script that most letters are in; addresses, mentions, digits aside."""
    if text.isascii():
        return "ltr"
    text = "".join(_LETTER.findall(_ADDRESS.sub(" ", text)))
    return "rtl" if 2 * _length(_RIGHT_TO_LEFT, text) > len(text) else "ltr"


def _folded(text):
    plain = text.isascii() and text.isprintable()
    return text.lower() if plain else text.translate(LETTERS)


def _bare(word):
    """Cut until nothing is left to cut, so that both what is kept and what is typed end alike."""
    while word[0] in _JOINED and word not in _WHOLE:
        if word in _GOD:
            return _GOD[word]
        if not (article := _ARTICLE.match(word)):
            return word
        word = word[article.end() :]
    return word


def _length(pattern, text):
    return sum(map(len, pattern.findall(text)))
