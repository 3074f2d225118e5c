"""The public word lists that ship with the product, with whom to thank for them."""

from dataclasses import dataclass
from pathlib import Path

from flask_babel import lazy_gettext as _

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Public:
    """One list as it was published."""

    name: str
    title: object
    file: str
    label: str
    credit: str
    url: str

    def words(self):
        return (FOLDER / self.file).read_text(encoding="utf-8").splitlines()


_CREDIT = "LDNOOBW, Shutterstock, Inc. and contributors, CC BY 4.0"
_URL = "https://github.com/LDNOOBW/List-of-Dirty-Naughty-Obscene-and-Otherwise-Bad-Words"

PUBLIC = {
    each.name: each
    for each in (
        Public("ldnoobw-fr", _("LDNOOBW, French"), "ldnoobw/fr.txt", "obscene", _CREDIT, _URL),
        Public("ldnoobw-ar", _("LDNOOBW, Arabic"), "ldnoobw/ar.txt", "obscene", _CREDIT, _URL),
        Public("ldnoobw-en", _("LDNOOBW, English"), "ldnoobw/en.txt", "obscene", _CREDIT, _URL),
    )
}
