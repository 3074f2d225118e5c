"""`sentiment:` the mood a comment is written in, as the classifier hears it."""

from flask_babel import lazy_gettext as _l

from app.comments.models import Comment
from app.search.qualifiers.choice import Choice, Choices

MOODS = Choices(
    Choice("neg", _l("unhappy"), ("negative", "négatif", "negatif", "unhappy", "سلبي")),
    Choice("neu", _l("neither"), ("neutral", "neutre", "محايد")),
    Choice("pos", _l("happy"), ("positive", "positif", "happy", "ايجابي")),
)

QUALIFIERS = (
    {
        "name": "sentiment",
        "about": _l("the mood it is written in, as the classifier hears it"),
        "aliases": ("mood", "humeur", "مزاج"),
        "read": MOODS.read,
        "offer": MOODS.offer,
        "clause": lambda value, asking: Comment.sentiment.is_not_distinct_from(value),
        "test": lambda value, comment, asking: comment.sentiment == value,
    },
)
