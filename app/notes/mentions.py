"""Names of the team written in a note: @Leila or @"Leila Ben"; who was meant is kept, not read out of the words later."""

import re

from flask_babel import gettext as _

from app.accounts.queries import those_who_may
from app.lib.errors import Refused

AT = re.compile(r"(?<![\w@.])@(?:\"([^\"\n]{1,120})\"|“([^”\n]{1,120})”)?")
MOST = 20


def mentioned_in(text):
    """(start, length, user) of every name of the team in a text."""
    if "@" not in text:
        return []
    people, found = those_who_may("viewer"), []
    for at in AT.finditer(text):
        quoted = at[1] or at[2]
        met = named(quoted, people) if quoted else begun(text[at.end() :], people)
        if not met:
            continue
        user, length = met
        found.append((at.start(), at.end() - at.start() + (0 if quoted else length), user))
    return found[:MOST]


def named(name, people):
    """Whom a whole name means, or an address before its @."""
    wanted = " ".join(name.split()).casefold()
    met = [user for user in people if wanted in names_of(user)]
    return only(met, name) and (met[0], len(name))


def begun(rest, people):
    """Whom the words after an @ begin with, the longest name first; a first name will do where one person has it."""
    for length in sorted({len(name) for user in people for name in names_of(user)}, reverse=True):
        word, after = rest[:length].casefold(), rest[length : length + 1]
        if len(word) < length or after.isalnum() or after == "_":
            continue
        met = [user for user in people if word in names_of(user)]
        if only(met, rest[:length]):
            return met[0], length
    return None


def only(met, name):
    if len(met) > 1:
        raise Refused(
            _("More than one person is called %(name)s. Write the whole name.", name=name)
        )
    return bool(met)


def names_of(user):
    """All that a colleague may be called by."""
    whole = " ".join(user.called.split()).casefold()
    return {whole, whole.split(" ")[0], user.email.split("@")[0].casefold()}
