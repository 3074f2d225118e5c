"""The names of public holidays in the reader's language, where we know them; else as the calendar gives them."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

ESTIMATED = " (estimated)"
NAMES = {
    "New Year's Day": _l("New Year's Day"),
    "Revolution and Youth Day": _l("Revolution and Youth Day"),
    "Independence Day": _l("Independence Day"),
    "Martyrs' Day": _l("Martyrs' Day"),
    "Labor Day": _l("Labour Day"),
    "Republic Day": _l("Republic Day"),
    "Women's Day": _l("Women's Day"),
    "Evacuation Day": _l("Evacuation Day"),
    "Eid al-Fitr": _l("Eid al-Fitr"),
    "Eid al-Fitr Holiday": _l("Eid al-Fitr, one more day"),
    "Day of Arafah": _l("Day of Arafah"),
    "Eid al-Adha": _l("Eid al-Adha"),
    "Eid al-Adha Holiday": _l("Eid al-Adha, one more day"),
    "Islamic New Year": _l("Islamic New Year"),
    "Prophet's Birthday": _l("Birthday of the Prophet"),
}


def feast(told):
    """The name of a day; several that fall on it stand one after the other."""
    return " · ".join(map(one, told.split("; ")))


def one(name):
    bare = name.removesuffix(ESTIMATED)
    said = str(NAMES.get(bare, bare))
    return _("%(name)s (estimate)", name=said) if bare != name else said
