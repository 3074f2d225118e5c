"""What is learned side by side: each head from all there is, some again from one family of languages."""

from dataclasses import dataclass

from app.classifier.labels import LABELS, SENTIMENTS

HEADS = (*LABELS, *SENTIMENTS)
KINDS = ("hate", "threat", "insult", "obscene")
_WEST = ("dz", "ma")  # Algerian and Moroccan
_MAGHREB = ("tn", *_WEST)

FAMILIES = {
    "all": lambda each: True,
    "arab": lambda each: each.script != "latn",
    "maghreb": lambda each: each.language in _MAGHREB,
    "tunisian": lambda each: each.language == "tn",
    "arabizi": lambda each: each.language == "tn" and each.script == "latn",
    "arabic": lambda each: each.language == "ar",
    "civic": lambda each: each.set == "seed",
}

_SPOKEN = {
    "derja": lambda each: each.language == "tn" and each.script != "latn",
    "arabizi": lambda each: each.language == "tn" and each.script == "latn",
    "western derja": lambda each: each.language in _WEST and each.script != "latn",
    "western arabizi": lambda each: each.language in _WEST and each.script == "latn",
    "arabic": lambda each: each.language == "ar",
    "french": lambda each: each.language == "fr",
    "english": lambda each: each.language == "en",
}
CIVIC = "civic "  # what is written to a project or a town hall, and not under a quarrel

# How a text is written, told more finely than its language: who annotates it, and where it stands.
VARIETIES = (*_SPOKEN, *(CIVIC + name for name in _SPOKEN if "western" not in name))


def variety_of(example):
    """The variety a row is known to be of, or None."""
    spoken = next((name for name, belongs in _SPOKEN.items() if belongs(example)), None)
    return CIVIC + spoken if spoken and FAMILIES["civic"](example) else spoken


@dataclass(frozen=True)
class Column:
    """One set of weights: a head, learned from the rows of one family."""

    head: str
    family: str = "all"

    def __str__(self):
        return self.head if self.family == "all" else f"{self.head} {self.family}"

    def belongs(self, example):
        return FAMILIES[self.family](example)


# Sets were annotated by different people: who learned from one family alone hears it better, and
# the reading of each variety (readings.py) finds out how much to listen to whom.
COLUMNS = (
    *map(Column, HEADS),
    Column("toxic", "arab"),
    Column("toxic", "maghreb"),
    Column("toxic", "tunisian"),
    Column("toxic", "arabic"),
    Column("hate", "arab"),
    *(Column(head, "civic") for head in ("toxic", *KINDS, "complaint")),
    Column("pos", "tunisian"),
    Column("pos", "arabizi"),
    *map(Column, VARIETIES),
)
VARIETIES_AT = len(COLUMNS) - len(VARIETIES)
