"""The table by which letters written in many ways become one; filled as letters are met."""

import unicodedata

_KEPT = 20_000  # letters remembered: a text with every character there is must not fill the memory

_ALIKE = {
    "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ە": "ه",
    "ہ": "ه", "ھ": "ه", "ۃ": "ه", "ک": "ك", "گ": "ك", "ڭ": "ك", "ڨ": "ق", "ڤ": "ف", "پ": "ب",
    "چ": "ج", "ژ": "ز", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "’": "'",
}  # fmt: skip
_ALIKE |= dict.fromkeys("ـ\u115f\u1160\u3164\uffa0\u2800", "")


class Letters(dict):
    """For `str.translate`: each character's one form, found out at its first use."""

    def __missing__(self, code):
        form = _settled(chr(code))
        if len(self) < _KEPT:
            self[code] = form
        return form


def _settled(text):
    """Fold until nothing changes, so that normalising twice is normalising once."""
    while (folded := "".join(map(_form, unicodedata.normalize("NFKD", text.casefold())))) != text:
        text = folded
    return text


def _form(char):
    category = unicodedata.category(char)
    if char in _ALIKE:
        return _ALIKE[char]
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if char.isspace() or category in ("Zl", "Zp"):
        return " "
    if category in ("Cc", "Cf", "Cs") or unicodedata.combining(char) or _selects_a_variant(char):
        return ""
    return char


def _selects_a_variant(char):
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


LETTERS = Letters()
