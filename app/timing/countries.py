"""Whose public holidays can be chosen: countries where teams like ours work, in the reader's language."""

from babel import Locale
from flask_babel import get_locale
from flask_babel import gettext as _

COUNTRIES = (
    "TN", "DZ", "MA", "LY", "MR", "EG", "JO", "LB", "SN", "CI", "ML", "BF", "NE", "TD", "CM", "CD", "MG",
    "FR", "BE", "CH", "LU", "CA", "IT", "ES", "DE", "PT", "GB", "US", "TR",
)  # fmt: skip


def named(kept=None):
    """(code, name) in the order of their names; nobody's holidays stand last."""
    names = Locale.parse(str(get_locale())).territories
    codes = {*COUNTRIES, *filter(None, [kept])}
    rows = sorted(((code, names.get(code, code)) for code in codes), key=lambda row: row[1])
    return [*rows, ("", _("No country"))]
