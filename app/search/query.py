"""A query: a frozen value that is written the same way in the search box, a view, a rule and an address."""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from app.search.reading import read
from app.search.tree import All, Filter, Not, both, leaves

# What lists leave out until a query asks for it by name: our own words, spam, and what is gone.
UNASKED = ("ours", "spam", "deleted")


@dataclass(frozen=True)
class Query:
    """What to find. With problems it finds nothing: a word that is not understood is never ignored."""

    tree: All = All()
    problems: tuple = ()
    typed: str = field(default="", compare=False)

    @classmethod
    def of(cls, text):
        """The query of a typed text; equal queries are the same value."""
        return _of(text or "")

    def __str__(self):
        """The query as it is kept and shown: `Query.of(str(query)) == query`."""
        return self.typed if self.problems and self.typed else str(self.tree)

    def __bool__(self):
        return bool(self.tree.parts)

    @property
    def args(self):
        """What an address needs to say this query: `url_for("inbox.page", **query.args)`."""
        return {"q": str(self)} if self else {}

    @property
    def parts(self):
        """The parts that must all be so, for chips: each is a word, a filter, a Not or an Either."""
        return self.tree.parts

    def filters(self, name):
        """The values asked for with one qualifier, outside any OR: `filters("is")` → ("open",)."""
        return tuple(p.value for p in self.parts if isinstance(p, Filter) and p.name == name)

    def plus(self, text):
        """This query and another part; one that is there already is not doubled."""
        added = tuple(part for part in Query.of(text).parts if part not in self.parts)
        return Query(_whole(*self.parts, *added), self.problems + Query.of(text).problems)

    def minus(self, part):
        """This query without one part: a part of `parts`, or its text."""
        gone = set(Query.of(part).parts) if isinstance(part, str) else {part}
        return Query(_whole(*(p for p in self.parts if p not in gone)), self.problems)

    def instead(self, name, value=None):
        """This query with one qualifier set to a value, whatever it said before; None takes it out."""
        kept = (p for p in self.parts if not (isinstance(p, Filter) and p.name == name))
        rest = Query(_whole(*kept), self.problems)
        return rest if value is None else Query(_whole(*rest.parts, Filter(name, value)))

    @cached_property
    def scoped(self):
        """The tree with what lists leave out; the one place of that rule."""
        asked = {
            leaf.value
            for leaf in leaves(self.tree)
            if isinstance(leaf, Filter) and leaf.name == "is"
        }
        # What rules call spam is looked at in the same place as what they hide.
        asked |= {"spam"} if "held-back" in asked else set()
        unasked = (Not(Filter("is", word)) for word in UNASKED if word not in asked)
        return _whole(*self.parts, *unasked)


def _whole(*parts):
    tree = both(*parts) if parts else All()
    return tree if isinstance(tree, All) else All((tree,))


@lru_cache(maxsize=500)
def _of(text):
    return Query(*read(text), text)
