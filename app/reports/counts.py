"""Counts of the comments of a period that match a query, by anything, each exactly what the query would list."""

from collections import Counter
from functools import cached_property
from statistics import median

from app.reports.daybooks.book import numbered
from app.reports.daybooks.masks import covers, mask
from app.reports.daybooks.reading import daybooks
from app.search.asking import ask
from app.search.plan import condition
from app.search.query import UNASKED, Query
from app.search.tree import Filter, both, leaves


class Counts:
    """The comments of a period that a query lists; `of` narrows them down, as one more part of the query would."""

    def __init__(self, query, period, user, books=None, beyond=None):
        self.query, self.period, self.user = query, period, user
        self.asking = ask(query, user)
        self.found = not query.problems and not covers(query.scoped)
        self.given, self.beyond = books, beyond

    @cached_property
    def books(self):
        """A daybook for each day; of the matching comments alone when the days do not know what was asked."""
        if self.given is not None:
            return self.given
        if self.query.problems:
            return daybooks(self.period, nothing=True)
        found = condition(self.query.scoped, self.asking) if self.found else None
        return daybooks(self.period, found)

    @cached_property
    def masks(self):
        if self.beyond is not None:
            return self.beyond
        if self.query.problems or self.found:
            return [book.all if self.found else 0 for book in self.books]
        return [mask(self.query.scoped, book, self.asking) for book in self.books]

    def of(self, text):
        """The same with one more part; a part that days do not know is read from the comments."""
        query = self.query.plus(text)
        if query == self.query:
            return self
        if query.problems or not self.found and covers(query.scoped):
            return Counts(query, self.period, self.user, self.books)
        added = [part for part in query.parts if part not in self.query.parts]
        if not self.found or not all(covers(part) and not unasked(part) for part in added):
            return Counts(query, self.period, self.user)
        # the books hold what was found for words already: only the new part is left to ask
        asking = ask(query, self.user)
        masks = [
            found & mask(both(*added), book, asking)
            for book, found in zip(self.books, self.masks, strict=True)
        ]
        return Counts(query, self.period, self.user, self.books, masks)

    def list_of(self, text=""):
        """The query that lists what a figure counts."""
        return str(self.query.plus(f"{text} {self.period.query}"))

    @cached_property
    def total(self):
        return sum(found.bit_count() for found in self.masks)

    def by(self, kind):
        """{value: how many}, for one of the kinds that daybooks hold."""
        counted = Counter()
        for book, found in zip(self.books, self.masks, strict=True):
            for key, bits in book.bits.get(kind, {}).items():
                counted[key] += (bits & found).bit_count()
        return +counted

    def crossing(self, kind, other):
        """{(value, other value): how many comments have both}"""
        counted = Counter()
        for book, found in zip(self.books, self.masks, strict=True):
            ours = [(k, b & found) for k, b in book.bits.get(kind, {}).items() if b & found]
            others = [(k, b) for k, b in book.bits.get(other, {}).items()]
            for key, bits in ours:
                for another, more in others:
                    if many := (bits & more).bit_count():
                        counted[key, another] += many
        return counted

    def steps(self):
        """How many in each step of the period."""
        days = [found.bit_count() for found in self.masks]
        cuts = self.period.cuts
        return [sum(days[a:b]) for a, b in zip(cuts, cuts[1:], strict=False)]

    def steps_by(self, kind, keys):
        """{value: [how many in each step]} of some values."""
        days = {key: [] for key in keys}
        for book, found in zip(self.books, self.masks, strict=True):
            for key, each in days.items():
                each.append((book.of(kind, key) & found).bit_count())
        cuts = self.period.cuts
        return {
            key: [sum(each[a:b]) for a, b in zip(cuts, cuts[1:], strict=False)]
            for key, each in days.items()
        }

    def seconds_by(self, kind, name):
        """{value: how long each of its comments took, shortest first}"""
        told = {}
        for book, found in zip(self.books, self.masks, strict=True):
            took = dict(zip(*book.spans.get(name, ((), ())), strict=True))
            timed = found & numbered(took)
            for key, bits in book.bits.get(kind, {}).items():
                if some := bits & timed:
                    told.setdefault(key, []).extend(took[place] for place in places_of(some))
        return {key: sorted(seconds) for key, seconds in told.items()}

    def seconds(self, name):
        """How long each took, shortest first."""
        found = []
        for book, bits in zip(self.books, self.masks, strict=True):
            found += book.seconds(name, bits)
        return sorted(found)


def places_of(bits):
    """The places of a number's bits, lowest first."""
    held = f"{bits:b}"[::-1]
    at = held.find("1")
    while at >= 0:
        yield at
        at = held.find("1", at + 1)


def unasked(part):
    """Whether a part asks for what lists leave out unless it is asked for: that widens a query."""
    return any(
        isinstance(leaf, Filter) and leaf.name == "is" and leaf.value in UNASKED
        for leaf in leaves(part)
    )


def middle(seconds):
    """The median, or nothing."""
    return median(seconds) if seconds else None


def ninetieth(seconds):
    """What nine of ten stay within: the smallest that at least nine tenths do not exceed."""
    return seconds[-(-9 * len(seconds) // 10) - 1] if seconds else None


def counts(query, period, user=None):
    return Counts(Query.of(query) if isinstance(query, str) else query, period, user)
