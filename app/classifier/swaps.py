"""The same sentence about another group: hateful of one is hateful of all, and naming one is no hate."""

import re
from dataclasses import replace
from zlib import crc32

from app.classifier.groups import names
from app.lib.text import normalise

HATEFUL, CIVIL = 2, 10  # copies: a name must stand in far more good company than bad
_WORD = re.compile(r"\w+")
_JOINED = re.compile("^(?:[وف]?(?:ال|بال|كال|لل|هال|عال|مال)|[وف]?ال|el)(?=..)")
# Themes in which another name would not fit, or not mean the same.
_KEPT = frozenset("reclaimed insult obscene threat".split())


def copies_of(example):
    """The example told of other groups, always the same ones."""
    if not example.theme or example.theme in _KEPT:
        return []
    found = _named(example)
    if not found:
        return []
    groups = {name.group for _, name, _, _ in found}
    others = [name for name in _plain(_family(example)) if name.group not in groups]
    most = HATEFUL if example.labels.get("toxic") else CIVIL
    told = [_told(example, found, others, number) for number in range(most)]
    return list({one.text: one for one in told if one}.values())


def _told(example, found, others, number):
    """One copy: each group named becomes one and the same other one."""
    fitting = [name for name in others if all(name.forms[form] for _, _, form, _ in found)]
    if not fitting:
        return None
    chosen = fitting[(crc32(example.text.encode()) + number) % len(fitting)]
    text, at = "", 0
    for word, _, form, joined in found:
        text += example.text[at : word.start()] + joined + chosen.forms[form]
        at = word.end()
    return replace(example, text=text + example.text[at:], copy=True)


def _named(example):
    """(word, name, form, what is joined before it) of each single word that names a group."""
    known = _by_word(_family(example))
    found = []
    for word in _WORD.finditer(example.text):
        plain = normalise(word[0])
        joined = _JOINED.match(plain)
        for before in filter(None, ("", joined and joined[0])) if joined else ():
            if plain[len(before) :] in known:
                found.append((word, *known[plain[len(before) :]], before))
        if plain in known and not (found and found[-1][0] is word):
            found.append((word, *known[plain], ""))
    return found


def _family(example):
    if example.language == "tn":
        return "ar" if example.script == "arab" else "tn"
    return example.language


def _by_word(language):
    return {
        normalise(form): (name, place)
        for name in reversed(names())
        if name.language == language and name.group
        for place, form in enumerate(name.forms)
        if form
    }


def _plain(language):
    """The plain name of each group: the first one told."""
    first = {}
    for name in names():
        if name.language == language and name.group:
            first.setdefault(name.group, name)
    return list(first.values())
