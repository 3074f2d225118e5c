"""Tunisia as tiles, one a governorate, each about where it lies: no map of anybody's is needed, and small ones are seen."""

from dataclasses import dataclass

from flask_babel import get_locale
from sqlalchemy import select

from app.extensions import db
from app.territories.models import Territory

GRID = (
    ". . g17 g12 .",
    "g22 g21 g14 g11 g15",
    "g23 g24 g16 g13 .",
    "g42 g41 g31 g32 .",
    "g61 g43 g34 g33 .",
    "g62 g63 g51 g52 .",
    ". . . g53 .",
)
PLACES = {
    code: (column, row)
    for row, line in enumerate(GRID)
    for column, code in enumerate(line.split())
    if code != "."
}
# From which share on a tile is coloured; only where the limits of the figure say the same.
GOOD, BAD, WORSE = 0.25, 0.4, 0.6


@dataclass(frozen=True)
class Tile:
    """One governorate: where it stands, what it is called, and its mood."""

    code: str
    name: str
    query: str
    column: int
    row: int
    count: int = 0
    bad: int = 0
    share: float = 0
    low: float = 0
    high: float = 1

    @property
    def mood(self):
        """A word for its colour; none where too little was said to tell."""
        if self.count and self.low >= WORSE - 0.1 and self.share >= WORSE:
            return "worse"
        if self.count and self.low >= BAD - 0.05 and self.share >= BAD:
            return "bad"
        return "good" if self.count and self.high <= BAD and self.share <= GOOD else ""


def tiles(figures):
    """Every governorate of the grid that this house's gazetteer has."""
    locale = str(get_locale())[:2]
    known = db.session.scalars(select(Territory).where(Territory.code.in_(PLACES)))
    return [
        Tile(
            place.code, place.named(locale), f'territory:"{place.name_fr}"', *PLACES[place.code],
            **figures.get(place.code, {}),
        )
        for place in sorted(known, key=lambda place: place.code)
    ]  # fmt: skip
