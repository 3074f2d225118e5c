"""Comments of the length and languages that arrive, made of the classifier's seed rows."""

from functools import cache

from app.classifier.examples import read_seed


@cache
def seeds():
    return [row.text for row in read_seed()]


def some_text(number):
    """A text for a number: about a hundred letters, never the same for two numbers."""
    rows = seeds()
    return f"{rows[number % len(rows)]} {rows[number // 7 % len(rows)]} {number % 1_000_003}"
