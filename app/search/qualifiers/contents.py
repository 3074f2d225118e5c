"""`has:` what was added to a comment, or stands beside it."""

from flask_babel import lazy_gettext as _l

from app.comments.models import Comment
from app.notes.models import Note
from app.replies.models import Reply
from app.search.leads import rows_of
from app.search.qualifiers.choice import Choice, Choices
from app.tags.models import Tagging
from app.territories.models import Place

C = Comment
KINDS = Choices(
    Choice("tag", _l("tags"), ("étiquette", "وسم")),
    Choice("note", _l("notes of ours"), ("ملاحظة",)),
    Choice("reply", _l("a reply of ours, sent or not"), ("réponse", "رد")),
    Choice("territory", _l("a place it names"), ("territoire", "lieu", "مكان")),
    Choice("post", _l("a post it stands under"), ("publication", "منشور")),
    Choice("author", _l("an author we know"), ("auteur", "كاتب")),
)
_CLAUSE = {
    "tag": lambda: C.taggings.any(),
    "note": lambda: C.notes.any(),
    "reply": lambda: C.replies.any(),
    "territory": lambda: C.places.any(),
    "post": lambda: C.post_id.is_not(None),
    "author": lambda: C.author_id.is_not(None),
}
_TEST = {
    "tag": lambda c: c.taggings,
    "note": lambda c: c.notes,
    "reply": lambda c: c.replies,
    "territory": lambda c: c.places,
    "post": lambda c: c.post_id,
    "author": lambda c: c.author_id,
}
_LEAD = {"tag": Tagging, "note": Note, "reply": Reply, "territory": Place}


def lead(value, asking, statuses):
    return rows_of(_LEAD[value], doubled=True) if value in _LEAD else None


QUALIFIERS = (
    {
        "name": "has",
        "about": _l("what was added to it"),
        "aliases": ("avec", "contient", "فيه"),
        "read": KINDS.read,
        "offer": KINDS.offer,
        "clause": lambda value, asking: _CLAUSE[value](),
        "test": lambda value, comment, asking: bool(_TEST[value](comment)),
        "lead": lead,
    },
)
