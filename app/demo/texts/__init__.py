"""What the demo's people wrote: posts, comments, messages, and what the team did about them."""

import csv
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@cache
def rows(name):
    """The rows of one file, as dictionaries."""
    with open(HERE / f"{name}.csv", encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
