"""The places that ship with the product: a CSV a country, and one of the project's own groupings."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

SHIPPED = Path(__file__).parent
KINDS = ("governorate", "delegation", "commune", "imada", "grouping")
COLUMNS = ("code", "kind", "parent", "name_fr", "name_ar", "spellings", "shy", "members")
# How sure a name alone is: always a place; only after a word of place; only by its title or its parent.
SURE, MILD, SHY = range(3)
_LEVELS = {"": SURE, "+": SURE, "~": MILD, "1": SHY, "!": SHY}
_in_use = ("tn", "pact")


class Unreadable(ValueError):
    """A gazetteer that nothing can be read from, and why."""


class Name(NamedTuple):
    """One spelling of a place, and how sure it is by itself."""

    text: str
    level: int


class Entry(NamedTuple):
    """One place as the gazetteer has it."""

    code: str
    kind: str
    parent: str
    name_fr: str
    name_ar: str
    names: tuple
    members: tuple

    @property
    def rank(self):
        return KINDS.index(self.kind)


def use(*sources):
    """Recognise the places of these from now on: shipped gazetteers by name, others by path."""
    global _in_use
    _in_use = tuple(sources)
    return entries()


def in_use():
    return _in_use


def entries():
    """Every place by its code, parents before children."""
    return _entries(_in_use)


@cache
def lineage(code):
    """A place and the places it lies in, itself first."""
    return (code, *lineage(parent)) if (parent := entries()[code].parent) else (code,)


@cache
def around(code):
    """The places a place lies in, and the groupings that hold it or one of them."""
    inside = set(lineage(code))
    held = (each.code for each in entries().values() if inside & set(each.members))
    return tuple(dict.fromkeys((*lineage(code)[1:], *(one for one in held if one != code))))


@cache
def _entries(sources):
    lineage.cache_clear()
    around.cache_clear()
    found = {}
    for source in sources:
        for entry in _read(_path(source)):
            found[entry.code] = entry
    lost = [
        each.code for each in found.values() if not {each.parent, *each.members} <= {"", *found}
    ]
    if lost:
        raise Unreadable(f"{', '.join(lost)}: lies in, or holds, a place that is not there")
    return found


def _path(source):
    return SHIPPED / f"{source}.csv" if source.isalnum() else Path(source)


def _read(path):
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            rows = csv.DictReader(file)
            for row in rows:
                yield _entry(row, f"{path}, line {rows.line_num}")
    except (OSError, UnicodeDecodeError, csv.Error) as wrong:
        raise Unreadable(f"{path}: {wrong}") from wrong


def _entry(row, place):
    known = {key: (row.get(key) or "").strip() for key in COLUMNS}
    if not known["code"] or not known["name_fr"] or known["kind"] not in KINDS:
        raise Unreadable(f"{place}: a place needs a code, a kind and a name_fr")
    mark = known["shy"]
    level, script = _LEVELS.get(mark[:1], SURE), mark.lstrip("~1!")
    names = [
        Name(name, level if script in ("", its) else SURE)
        for name, its in ((known["name_fr"], "fr"), (known["name_ar"], "ar"))
        if name
    ]
    names += [_spelling(one, level if not script else SURE) for one in _parts(known["spellings"])]
    return Entry(
        known["code"], known["kind"], known["parent"], known["name_fr"], known["name_ar"],
        tuple(names), tuple(_parts(known["members"])),
    )  # fmt: skip


def _spelling(text, level):
    """A spelling is as sure as its place, unless it says so itself."""
    return Name(text[1:], _LEVELS[text[0]]) if text[0] in "+~!" else Name(text, level)


def _parts(text):
    return [part.strip() for part in text.split("|") if part.strip()]
