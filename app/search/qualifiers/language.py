"""`lang:` and `script:` how a comment is written."""

from flask_babel import lazy_gettext as _l

from app.comments.models import Comment
from app.search.leads import ROWS, listed
from app.search.qualifiers.choice import Choice, Choices

# What is kept of a comment whose language or script nobody could tell.
UNTOLD = {"unknown": "", "none": ""}

LANGUAGES = Choices(
    Choice("fr", _l("French"), ("french", "français", "فرنسية")),
    Choice("ar", _l("Arabic"), ("arabic", "arabe", "عربية", "فصحى")),
    Choice("en", _l("English"), ("english", "anglais", "انجليزية")),
    Choice(
        "tn", _l("Derja, in either script"), ("derja", "tunisien", "tunisian", "دارجة", "تونسي")
    ),
    Choice("mixed", _l("several languages"), ("mixte", "mélangé", "مختلط")),
    Choice("unknown", _l("language not told"), ("inconnue", "غير-معروفة")),
)

SCRIPTS = Choices(
    Choice("arab", _l("Arabic letters"), ("arabic", "arabe", "عربي", "عربية")),
    Choice("latn", _l("Latin letters"), ("latin", "لاتيني", "لاتينية")),
    Choice("mixed", _l("both scripts"), ("mixte", "مختلط")),
    Choice("none", _l("no letters at all"), ("aucune", "بلا-حروف")),
)


def kept(value):
    return UNTOLD.get(value, value)


def by_lang(value, asking, statuses):
    return listed(ROWS.c.lang == kept(value))


QUALIFIERS = (
    {
        "name": "lang",
        "about": _l("the language it is written in"),
        "aliases": ("langue", "language", "لغة"),
        "read": LANGUAGES.read,
        "offer": LANGUAGES.offer,
        "clause": lambda value, asking: Comment.lang == kept(value),
        "test": lambda value, comment, asking: comment.lang == kept(value),
        "lead": by_lang,
    },
    {
        "name": "script",
        "about": _l("the letters it is written in"),
        "aliases": ("écriture", "كتابة", "حروف"),
        "read": SCRIPTS.read,
        "offer": SCRIPTS.offer,
        "clause": lambda value, asking: Comment.script == kept(value),
        "test": lambda value, comment, asking: comment.script == kept(value),
    },
)
