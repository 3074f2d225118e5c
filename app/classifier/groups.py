"""The names of groups of people, and of offices, in each language: what is said of one may be said of all."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "groups.csv"
GROUP, OFFICE = 1, 2
_JOINED = ("", "ال", "وال", "بال", "فال", "كال", "لل", "ولل", "و", "ب", "ل", "هال", "عال", "مال")
_JOINED_LATIN = {"tn": ("", "el", "l", "wel", "bel", "fel", "lel", "hal")}


@dataclass(frozen=True)
class Name:
    """One way to name a group: its four forms, empty where there is none."""

    language: str
    group: str
    forms: tuple  # one man, one woman, several men, several women

    @property
    def kind(self):
        return GROUP if self.group else OFFICE


@cache
def names():
    with open(TABLE, encoding="utf-8", newline="") as file:
        return tuple(
            Name(row["language"], row["group"], (*forms.split("|"), "", "", "")[:4])
            for row in csv.DictReader(file)
            for forms in row["terms"].split(" ")
        )


@cache
def words():
    """{every single word that names a group or an office: which of the two}."""
    found = {}
    for name in names():
        for form in filter(None, name.forms):
            for joined in _before(name.language):
                found.setdefault(joined + form, name.kind)
    return found


def _before(language):
    return _JOINED if language == "ar" else _JOINED_LATIN.get(language, ("",))
