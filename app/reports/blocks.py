"""What a report is made of, whatever it is drawn as: page, letter, PDF, editable text, sheet or picture.

Everything here is plain values in the reader's language, made once by who counts and read by every drawing; so a page
and a document never say different numbers.
"""

from dataclasses import dataclass, field
from datetime import datetime

TEXT, NUMBER, PERCENT, DURATION, CHANGE = "text", "number", "percent", "duration", "change"


@dataclass(frozen=True)
class Column:
    """A column of a table. `kind` says how its cells are written: DURATION is seconds, PERCENT and CHANGE are 0.25 for 25%."""

    key: str
    title: str
    kind: str = NUMBER


@dataclass(frozen=True)
class Row:
    """A line of a table: a cell for each column (None: nothing to say), and the query that lists what it counted."""

    cells: tuple
    query: str = ""


@dataclass(frozen=True)
class Table:
    """Figures in lines; `about` says in words what was counted."""

    columns: tuple
    rows: tuple = ()
    about: str = ""


@dataclass(frozen=True)
class Figure:
    """One number that stands alone, the same number of the period before, and the query that lists what it counted.

    `low` and `high` are the ends of its 95% interval where a model made it.
    """

    title: str
    value: float | None
    kind: str = NUMBER
    before: float | None = None
    query: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Verbatim:
    """What somebody wrote, anonymised, as a person approved it."""

    text: str
    who: str  # a pseudonym, the same all through one document
    where: str = ""  # channel and place, never who
    at: datetime | None = None
    lang: str = ""


@dataclass(frozen=True)
class Block:
    """One part of a report: words, figures, a chart with its table beneath, verbatims.

    `chart` is a Vega-Lite specification with its data inside and no colours, fonts or sizes: who draws it adds those
    for the reader's script, theme and place.
    """

    key: str
    title: str
    words: tuple = ()
    figures: tuple = ()
    table: Table | None = None
    chart: dict | None = None
    verbatims: tuple = ()


@dataclass(frozen=True)
class Document:
    """A whole report over one period in one language. `method` tells what was counted, what is missing, by which model."""

    title: str
    period: str  # in words: "November 2026"
    before: str
    locale: str
    made_at: datetime
    query: str = ""
    lead: tuple = ()  # the opening words a person wrote
    blocks: tuple = ()
    method: tuple = ()
    about: dict = field(default_factory=dict)
