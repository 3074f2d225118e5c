"""Who asks, and when: what `me`, `today` and a name mean in a query."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import current_app

from app.lib.clock import now
from app.search.grammar import QUALIFIERS
from app.search.problems import Problem
from app.search.tree import Filter, leaves


@dataclass(frozen=True)
class Asking:
    """The person, the moment and the rows that the query's names stand for."""

    me: int | None
    at: datetime
    zone: ZoneInfo
    ids: dict = field(default_factory=dict)

    def named(self, qualifier, value):
        """The ids of the rows that a name stands for; none when there is no such row."""
        return self.ids.get((qualifier, value), ())


def ask(query, user=None, at=None):
    """Look up every name of a query, one small read for each kind of name."""
    me = user if isinstance(user, int) else getattr(user, "id", None)
    asking = Asking(me, at or now(), ZoneInfo(current_app.config["TIMEZONE"]))
    wanted = {}
    for leaf in leaves(query.tree):
        if isinstance(leaf, Filter) and QUALIFIERS[leaf.name].find:
            wanted.setdefault(leaf.name, []).append(leaf.value)
    for name, values in wanted.items():
        found = QUALIFIERS[name].find(values, asking)
        asking.ids.update({(name, value): tuple(ids) for value, ids in found.items()})
    return asking


def problems_of(query, asking):
    """Everything about a query that its author should know: what was not understood, and names nobody has."""
    unknown = [
        Problem(leaf.name, leaf.name, leaf.value)
        for leaf in leaves(query.tree)
        if isinstance(leaf, Filter)
        and QUALIFIERS[leaf.name].find
        and (leaf.name, leaf.value) not in asking.ids
    ]
    return (*query.problems, *dict.fromkeys(unknown))
