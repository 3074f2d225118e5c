"""What people wrote, without whom it names: each person under one pseudonym all through a document."""

import re
from functools import lru_cache

from flask_babel import force_locale
from flask_babel import gettext as _

from app.lib.text import normalise
from app.reports.anonymous.names import names
from app.reports.anonymous.signs import ADDRESS, EMAIL, HANDLE, LINK, NUMBER, PHONE, signs


class Pseudonyms:
    """The pseudonyms of one document: whoever comes back has the same."""

    def __init__(self, locale):
        self.locale, self.people = locale, []
        self.authors, self.by_key, self.alone = {}, {}, {}
        with force_locale(locale):
            self.person = _("Person %(number)s", number="{}")
            self.kinds = {
                EMAIL: _("[e-mail]"), PHONE: _("[phone]"), NUMBER: _("[number]"),
                ADDRESS: _("[address]"), LINK: _("[link]"),
            }  # fmt: skip

    def author(self, number, name="", handle=""):
        """The pseudonym of who wrote; their name and handle mean them in texts as well."""
        if number is None:
            return self.person.format("?")
        if number not in self.authors:
            self.authors[number] = self.meet(keys_of(name) | keys_of(handle))
        return self.person.format(self.authors[number])

    def of(self, keys):
        """The pseudonym of whom these words name: of somebody met before, when all of one's words are the other's."""
        keys = frozenset(keys)
        rarest = min((self.by_key.get(key, ()) for key in keys), key=len, default=())
        for number in rarest:
            if keys <= self.people[number - 1]:
                return self.person.format(number)
        for number in sorted(n for key in keys for n in self.alone.get(key, ())):
            self.know(number, keys)
            return self.person.format(number)
        return self.person.format(self.meet(keys))

    def meet(self, keys):
        self.people.append(frozenset())
        if len(keys) == 1:
            self.alone.setdefault(next(iter(keys)), []).append(len(self.people))
        self.know(len(self.people), keys)
        return len(self.people)

    def know(self, number, keys):
        """Take in the words that one person is named by."""
        for key in keys - self.people[number - 1]:
            self.by_key.setdefault(key, []).append(number)
        self.people[number - 1] |= keys

    def masked(self, text, known=()):
        """A text without names and ways to reach somebody; `known` are names its thread is known to hold."""
        told = [keys_in(name) for name in known if name]
        spans = list(signs(text)) + [(a, b, keys) for a, b, keys in names(text, told)]
        out, at = [], 0
        for start, end, what in apart(spans):
            out += [text[at:start], self.instead(text[start:end], what)]
            at = end
        return "".join([*out, text[at:]])

    def instead(self, words, what):
        if what == HANDLE:
            return self.of(keys_of(words))
        return self.kinds[what] if isinstance(what, str) else self.of(what)


def apart(spans):
    """The spans that do not touch: where two do, the one that was found first stays."""
    kept = []
    for span in spans:
        if all(span[1] <= start or end <= span[0] for start, end, _what in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span[0])


@lru_cache(maxsize=50_000)
def keys_in(name):
    """The words of a name, as they are compared."""
    return tuple(key for key in re.split(r"[\W\d_]+", normalise(name or "")) if key)


def keys_of(name):
    return frozenset(keys_in(name))
