"""Keyset paging: "more after this one", never a page number."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Slice:
    """Some rows, and the key to ask for more with (None at the end)."""

    rows: list
    more: int | None


def take(rows, size, key=lambda row: row.id):
    """Cut `size + 1` fetched rows to `size`, and say whether and after which more wait."""
    kept = rows[:size]
    return Slice(kept, key(kept[-1]) if len(rows) > size else None)
