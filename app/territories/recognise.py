"""Which places a comment names, in French, Arabic or Arabizi spelling.

Exact words only, in one normalised spelling, with the particles that Arabic joins to a name. A place that is
also an ordinary word is left unsaid unless its context settles it; the most specific place wins.
"""

import re
from functools import cache

from app.lib.text import normalise
from app.territories.gazetteer import entries, lineage

WORD = re.compile(r"[^\W_]+")
ARTICLES = {"el", "le", "la", "l", "es", "er", "en", "et", "ez", "ech", "al", "les"}
# Before a Latin name people write apart (f kasserine) or joined (fel9asrine); apart needs no form of its own.
JOINED = ("fel", "bel", "lel", "mel", "el", "l", "f")
PARTICLES = "بلوفمك"
# After one of these, even an ordinary word is a place.
ANNOUNCE = set(
    "wilaya wilayet gouvernorat governorate delegation mo3tamdia mo3tamdiyet mo3tamadiyat baladia baladiyet baladiyat commune "
    "municipalite mairie imada secteur ولايه بولايه معتمديه بمعتمديه عماده بعماده بلديه ببلديه والي معتمد مدينه بمدينه".split()
)
SHORTEST_BARE = 5


def places_in(text):
    """The codes of the places that a text names, most specific first; none when it is not sure."""
    words = WORD.findall(normalise(text))
    found = list(names_in(words))
    said = {code for _, codes, shy in found for code in codes if not shy}
    chosen = {settle(codes, shy, said) for _, codes, shy in found} - {None}
    inside = {parent for code in chosen for parent in list(lineage(code))[1:]}
    return sorted(chosen - inside)


def names_in(words):
    """Every known name in a list of words, the longest at each place: (position, codes, shy)."""
    names, longest = known_names()
    at = 0
    while at < len(words):
        for size in range(min(longest.get(words[at], 0), len(words) - at), 0, -1):
            codes = names.get(" ".join(words[at : at + size]))
            if codes:
                announced = at > 0 and words[at - 1] in ANNOUNCE
                yield at, codes, all(entries()[c].shy for c in codes) and not announced
                at += size - 1
                break
        at += 1


def settle(codes, shy, said):
    """Which of the places of one name is meant: one whose parent is also named, and the widest of one line."""
    others = said - set(codes)
    beside = [code for code in codes if others & set(list(lineage(code))[1:])]
    if shy and not beside:
        return None
    possible = beside or [code for code in codes if not entries()[code].shy] or codes
    widest = [code for code in possible if not set(possible) & set(list(lineage(code))[1:])]
    return widest[0] if len(widest) == 1 else None


@cache
def known_names():
    """Every form of every name, and for each first word how many words a name may have."""
    names = {}
    for entry in entries().values():
        for form in {form for name in entry.names for form in forms(name)}:
            names.setdefault(form, []).append(entry.code)
    longest = {}
    for form in names:
        words = form.split()
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return names, longest


def forms(name):
    """The ways one name stands in a text."""
    words = WORD.findall(normalise(name))
    rest = " ".join(words)
    if words[0][0].isascii():
        return latin_forms(words, rest)
    return arabic_forms(rest)


def latin_forms(words, rest):
    bare = " ".join(words[1:]) if words[0] in ARTICLES and len(words) > 1 else rest
    if len(bare) < SHORTEST_BARE and bare != rest:
        # "kef" alone is Derja for "how": with its article it is the town.
        return {
            rest,
            *(f"{article} {bare}" for article in ("el", "le", "au", "du", "l")),
            f"fel{bare}",
            f"bel{bare}",
        }
    return {
        rest,
        bare,
        f"el {bare}",
        *(f"{particle}{bare}" for particle in JOINED if len(bare) >= SHORTEST_BARE),
    }


def arabic_forms(rest):
    if not rest.startswith("ال"):
        return {rest, *(f"{particle}{rest}" for particle in PARTICLES)}
    bare = rest[2:]
    return {rest, f"لل{bare}", f"ول{bare}", *(f"{particle}{rest}" for particle in PARTICLES)}
