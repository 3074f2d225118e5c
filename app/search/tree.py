"""A query as a value: words, filters, and how they go together."""

import re
from dataclasses import dataclass
from functools import cached_property

from app.lib.text import query_terms

_PLAIN = re.compile(r"[^\s\"“”«»()|]+")
_QUOTED = re.compile(r'"((?:\\.|[^"\\])*\\?)"?', re.DOTALL)
_ESCAPED = re.compile(r'\\(["\\])')
_QUALIFIER = re.compile(r"[^\W\d_]+(?:-by)?:.")


@dataclass(frozen=True)
class Words:
    """A word, or several in a row."""

    text: str

    @cached_property
    def terms(self):
        return tuple(query_terms(self.text))

    def __str__(self):
        word = self.text
        bare = _PLAIN.fullmatch(word) and word[0] not in "-#@" and word not in ("OR", "AND")
        return word if bare and not _QUALIFIER.match(word) else quoted(word)


@dataclass(frozen=True)
class Filter:
    """A qualifier and its value, as the grammar writes it."""

    name: str
    value: str

    def __str__(self):
        plain = _PLAIN.fullmatch(self.value)
        return f"{self.name}:{self.value if plain else quoted(self.value)}"


@dataclass(frozen=True)
class Not:
    """What must not be so."""

    part: object

    def __str__(self):
        return f"-{inner(self.part)}"


@dataclass(frozen=True)
class Either:
    """At least one of these."""

    parts: tuple

    def __str__(self):
        return " OR ".join(map(inner, self.parts))


@dataclass(frozen=True)
class All:
    """Every one of these; none means anything goes."""

    parts: tuple = ()

    def __str__(self):
        return " ".join(f"({p})" if isinstance(p, All) else str(p) for p in self.parts)


def quoted(text):
    """A text between quotes; a quote inside stands behind a backslash."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def unquoted(text):
    """What stands between quotes, whether or not the last one was typed."""
    return _ESCAPED.sub(r"\1", _QUOTED.fullmatch(text)[1]) if text.startswith('"') else text


def inner(part):
    """A part as it stands inside another: in parentheses where it has several."""
    return f"({part})" if isinstance(part, All | Either) else str(part)


def leaves(part):
    """Every word and filter of a tree, in order."""
    if isinstance(part, Words | Filter):
        yield part
    elif isinstance(part, Not):
        yield from leaves(part.part)
    else:
        for each in part.parts:
            yield from leaves(each)


def both(*parts):
    """All of these as one, flat: what stands in an All inside is taken out of it."""
    flat = []
    for part in parts:
        flat += part.parts if isinstance(part, All) else (part,)
    return flat[0] if len(flat) == 1 else All(tuple(flat))


def either(*parts):
    flat = []
    for part in parts:
        flat += part.parts if isinstance(part, Either) else (part,)
    return flat[0] if len(flat) == 1 else Either(tuple(flat))
