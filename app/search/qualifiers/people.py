"""`person:` all that one person wrote, under whichever names the team knows them."""

from flask_babel import lazy_gettext as _l

from app.authors.linking import linked_ids
from app.search.problems import Odd
from app.search.qualifiers.names import by_column

HIGHEST = 1 << 62


def read(typed):
    word = typed.removeprefix("#")
    if not (word.isascii() and word.isdecimal() and int(word) < HIGHEST):
        raise Odd("1")
    return str(int(word))


def find(values, asking):
    """The author of that number, and who is linked with them."""
    return {value: linked_ids(int(value)) for value in values}


QUALIFIERS = (
    by_column("person", "author_id")
    | {
        "about": _l("all that one person wrote, by the number of their page"),
        "aliases": ("personne", "شخص"),
        "read": read,
        "find": find,
    },
)
