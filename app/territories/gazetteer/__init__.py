"""The places that ship with the product, one CSV a country."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple


class Entry(NamedTuple):
    """One place as the gazetteer has it."""

    code: str
    kind: str
    parent: str
    name_fr: str
    name_ar: str
    spellings: tuple
    shy: bool

    @property
    def names(self):
        return [name for name in (self.name_fr, self.name_ar, *self.spellings) if name]


@cache
def entries(country="tn"):
    """Every place of one country by its code, parents before children."""
    with open(Path(__file__).parent / f"{country}.csv", newline="", encoding="utf-8") as file:
        rows = [read(row) for row in csv.DictReader(file)]
    return {entry.code: entry for entry in rows}


def read(row):
    spellings = tuple(part for part in row["spellings"].split("|") if part)
    return Entry(**{**row, "spellings": spellings, "shy": row["shy"] == "1"})


def lineage(code, country="tn"):
    """A place and the places it lies in, itself first."""
    places = entries(country)
    while code:
        yield code
        code = places[code].parent
