"""The ways one name stands in a text: with its article, with what is joined to it, and by its sound."""

import re
from functools import lru_cache

from app.lib.text import normalise

WORD = re.compile(r"[^\W_]+")
ARTICLES = frozenset("el le la l es er en et ez ech ed al les il".split())
# Joined to a Latin name (fel9asrine) or to an Arabic one (بالقصرين): after these it can only be a place…
_JOINED = ("fel", "bel", "lel", "mel", "f", "b", "l")
_ARABIC = ("ب", "ف", "ل", "وب", "وف", "ول")
# …and after these it is as sure as without.
_BESIDE = ("و", "ك", "م", "ع", "ه")
SHORTEST_BARE = 5
# One word in the many spellings of Arabizi and French.
_ALIKE = {
    spelling: words[0]
    for words in (
        "oued wed wad wadi oud", "ain 3in 3ain ayn aine", "ouled wled awled oulad ouelad wlad",
        "menzel manzel manzil menzil", "borj bourj bordj", "kalaat 9al3et 9alet kalaa kalaet 9al3at",
        "henchir hanchir", "hassi 7assi", "souk sou9 souq suq", "bir bi2r bier", "djebel jebel jbal jbel",
        "bou bu", "cite hay 7ay", "nord chamaliya chameliya shamaliya", "sud janoubiya jnoubia",
        "ben bin", "oum om omm", "hammam 7ammam", "sakiet sa9iet sakiat sa9yet", "hajeb 7ajeb",
    )
    for words in [words.split()]
    for spelling in words
}  # fmt: skip
_SOUNDS = (
    (re.compile("ch|sh"), "$"), (re.compile("kh|5"), "x"), (re.compile("gh|8"), "r"),
    (re.compile("dj"), "j"), (re.compile("ou|oo|w|o"), "u"), (re.compile("ai|ei|ay|ey|y|e"), "i"),
    (re.compile("[9qg]|c(?=[aou])"), "k"), (re.compile("7"), "h"), (re.compile("[3'2]"), "a"),
    (re.compile("h(?![aiu])"), ""), (re.compile("aa+"), "a"), (re.compile(r"(.)\1+"), r"\1"),
)  # fmt: skip


def words_of(text):
    return WORD.findall(normalise(text))


def forms(name):
    """Each way a name is written, and whether what is joined to it says that it is a place."""
    words = words_of(name)
    if not words:
        return {}
    rest = " ".join(words)
    return _latin(words, rest) if words[0][0].isascii() else _arabic(rest)


def _latin(words, rest):
    apart = words[0] in ARTICLES and len(words) > 1
    bare = " ".join(words[1:]) if apart else rest
    found = {rest: False, f"el {bare}": False, f"l{bare}": False, f"el{bare}": False}
    if apart and len(bare) < SHORTEST_BARE:
        # "kef" alone is Derja for "how": with its article it is the town.
        found |= dict.fromkeys((f"{one} {bare}" for one in ("le", "l")), False)
        found |= dict.fromkeys((f"{one} {bare}" for one in ("au", "du", "fel", "lel")), True)
        return found | dict.fromkeys((f"{one}{bare}" for one in ("fel", "bel", "lel", "mel")), True)
    found[bare] = False
    if len(bare) >= SHORTEST_BARE:
        found |= dict.fromkeys((f"{one}{bare}" for one in _JOINED if one != "l"), True)
    return found


def _arabic(rest):
    found = {rest: False}
    if not rest.startswith("ال"):
        found |= dict.fromkeys((f"{one}{rest}" for one in _ARABIC), True)
        return found | {f"و{rest}": False}
    bare = rest[2:]
    found |= dict.fromkeys((f"{one}{rest}" for one in _ARABIC), True)
    found |= dict.fromkeys((f"{one}{rest}" for one in _BESIDE), False)
    return found | {f"لل{bare}": True, f"ولل{bare}": True, f"ل{bare}": False}


@lru_cache(50_000)
def sound(word):
    """What a Latin word sounds like, so that 9asrin and gasrine, weslatia and Oueslatia are one."""
    word = _ALIKE.get(word, word)
    for written, said in _SOUNDS:
        word = written.sub(said, word)
    return word[:-1] if len(word) > 4 and word[-1] in "iah" else word
