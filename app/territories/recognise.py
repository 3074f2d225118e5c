"""Which places a comment names, in French, Arabic or Arabizi spelling.

Known names in any of their forms, then by their sound. A name that is also an ordinary word is left unsaid unless
the words around it settle it; the most specific place wins.
"""

from functools import cache
from typing import NamedTuple

from app.territories.context import JOINERS, PLACED, ordinary_from, title_before
from app.territories.gazetteer import MILD, SHY, SURE, around, entries, in_use
from app.territories.spelling import ARTICLES, forms, sound, words_of

SHORTEST_SOUND = 6  # letters, of a name told by its sound alone


class Found(NamedTuple):
    """A name in a text: its places, how sure it is by itself and here, and the kind its title says."""

    codes: tuple
    level: int
    sure: bool
    kind: str


def places_in(text):
    """The codes of the places that a text names, most specific first; none when it is not sure."""
    found = list(names_in(words_of(text)))
    said = {code for each in found if each.sure for code in each.codes}
    chosen = {settle(each, said) for each in found} - {None}
    return sorted(chosen - {code for one in chosen for code in around(one)})


def names_in(words):
    """Every known name in a list of words, at each place the longest that is sure, or else the longest."""
    at, ended = 0, -1
    while at < len(words):
        if skipped := ordinary_from(words, at):
            at += skipped
            continue
        if not begins_name(words[at]):
            at += 1
            continue
        kind, placed = title_before(words, at), stands_as_place(words, at, ended)
        known = [(size, read(levels, kind, placed)) for size, levels in known_from(words, at, kind)]
        if not known:
            at += 1
            continue
        size, found = next((each for each in known if each[1].sure), known[0])
        yield found
        at += size
        ended = at if found.sure else ended


def read(levels, kind, placed):
    """What is sure of a name: the surest of its places, in the light of the words before it."""
    level = min(level for level, _joined in levels.values())
    joined = any(joined for _level, joined in levels.values())
    sure = level == SURE or kind is not None or (level == MILD and (joined or placed))
    codes = [code for code, (its, _joined) in levels.items() if not sure or kind or its < SHY]
    return Found(tuple(codes or levels), level, sure, kind or "")


def stands_as_place(words, at, ended):
    """Whether the word before is one that stands before places, or joins this to a place just named."""
    if at == ended or (at > 0 and words[at - 1] in PLACED):
        return True
    return at > 1 and words[at - 1] in JOINERS and at - 1 == ended


def settle(found, said):
    """Which of the places of one name is meant: one whose parent is also named, and the widest there is."""
    others = said - set(found.codes)
    beside = [code for code in found.codes if others & set(around(code))]
    if found.level == SHY and not found.sure:
        # the ruins of Sbeitla are no imada: so small a place needs its title
        beside = [code for code in beside if entries()[code].kind != "imada"]
    if not found.sure and not beside:
        return None
    titled = [code for code in found.codes if entries()[code].kind == found.kind]
    possible = titled or beside or found.codes
    rank = min(entries()[code].rank for code in possible)
    widest = [code for code in possible if entries()[code].rank == rank]
    return widest[0] if len(widest) == 1 else None


def begins_name(word):
    """Whether any name begins with this word or its sound: most words begin none, and are passed at once."""
    firsts, first_sounds = _first_words(in_use())
    return word in firsts or (word.isascii() and sound(word) in first_sounds)


@cache
def _first_words(sources):
    names, sounds, _longest = _known(sources)
    return tuple(frozenset(form.partition(" ")[0] for form in forms) for forms in (names, sounds))


def known_from(words, at, kind):
    """(how many words, {code: (level, joined)}) of each name that begins here, the longest first."""
    names, sounds, longest = known_names()
    for size in range(min(longest, len(words) - at), 0, -1):
        part = words[at : at + size]
        if part[-1] == "est" and kind is None:
            continue  # "Sidi Bouzid est…" says "is" far more often than "East"
        if levels := names.get(" ".join(part)):
            yield size, levels
        elif all(map(str.isascii, part)) and (levels := sounds.get(" ".join(map(sound, part)))):
            yield size, levels


def known_names():
    """Every form of every name, every sound, and how many words the longest has."""
    return _known(in_use())


def codes_of(name):
    """The places of a name that was typed as one, with or without its article, in any spelling."""
    names, sounds, _longest = known_names()
    words = words_of(name)
    typed = " ".join(words)
    for form in (typed, f"le {typed}", f"el {typed}", f"la {typed}", f"ال{typed}"):
        if form in names:
            return tuple(names[form])
    return tuple(sounds.get(_sounds(words), ())) if typed.isascii() else ()


@cache
def _known(_sources):
    names, sounds = {}, {}
    for entry in entries().values():
        plain = all(name.level < SHY for name in entry.names)
        for name in entry.names:
            for form, joined in forms(name.text).items():
                _keep(names, form, entry.code, (name.level, joined))
            words = words_of(name.text)
            key = _sounds(words)
            if plain and name.level == SURE and words[0].isascii() and len(key) >= SHORTEST_SOUND:
                # told by its sound alone, a short name needs a word of place before it
                level = MILD if len(key) < SHORTEST_SOUND + 2 else SURE
                _keep(sounds, key, entry.code, (level, False))
    longest = max(len(form.split()) for form in names)
    return names, sounds, longest


def _keep(index, form, code, level):
    codes = index.setdefault(form, {})
    known = codes.get(code, level)
    codes[code] = (min(level[0], known[0]), level[1] or known[1])


def _sounds(words):
    if len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    return " ".join(map(sound, words))
