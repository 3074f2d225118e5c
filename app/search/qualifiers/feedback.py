"""`feedback:` the comments that became a feedback: any, by its number, its kind, or what became of it."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select

from app.comments.models import Comment
from app.feedback.models import KINDS, OPEN, STATES, Feedback, Saying
from app.feedback.queries import listed
from app.lib.text import normalise
from app.search.leads import rows_of
from app.search.problems import Odd
from app.search.qualifiers.choice import Choice, Choices

HIGHEST = 1 << 62
# What the words of a screen are in a search box: "passed-on" in three languages.
_ALSO = {
    "open": ("ouverte", "مفتوح"), "heard": ("entendu", "سُمع"), "passed-on": ("transmis", "أُحيل"),
    "answered": ("répondu", "أُجيب"), "done": ("fait", "أُنجز"), "declined": ("refusé", "رُفض"),
    "proposal": ("proposition", "اقتراح"), "complaint": ("réclamation", "شكوى"),
    "question": ("question", "سؤال"), "rumour": ("rumeur", "إشاعة"), "thanks": ("remerciement", "شكر"),
}  # fmt: skip
WORDS = Choices(
    Choice("any", _l("any feedback"), ("toute", "كل")),
    Choice("open", _l("not done and not declined"), _ALSO["open"]),
    *(Choice(name, title, _ALSO[name]) for name, title in (STATES | KINDS).items()),
)


def read(typed):
    word = normalise(typed).removeprefix("#")
    if word.isascii() and word.isdecimal() and int(word) < HIGHEST:
        return str(int(word))
    try:
        return WORDS.read(typed)
    except Odd:
        raise Odd(*WORDS.by_name) from None


def bears(value, of=Feedback):
    """What is asked of the feedback itself, as conditions."""
    if value == "any":
        return ()
    if value == "open":
        return (of.state.in_(OPEN),)
    return (of.state == value,) if value in STATES else (of.kind == value,)


def clause(value, asking):
    here = exists().where(Saying.comment_id == Comment.id)
    if value.isdecimal():
        return here.where(Saying.feedback_id == int(value))
    return here.where(Feedback.id == Saying.feedback_id, *bears(value))


def test(value, comment, asking):
    return any(is_so(value, saying.feedback) for saying in comment.sayings)


def is_so(value, feedback):
    if value.isdecimal():
        return feedback.id == int(value)
    asked = {"any": True, "open": feedback.state in OPEN}
    return asked.get(value, value in (feedback.state, feedback.kind))


def lead(value, asking, statuses):
    if value.isdecimal():
        return rows_of(Saying, lambda row: row.feedback_id == int(value))
    if value == "any":
        return rows_of(Saying, doubled=True)
    chosen = select(Feedback.id).where(*bears(value))
    # the sum keeps SQLite on the index of comments, which is in the order of time
    return rows_of(Saying, lambda row: (row.feedback_id + 0).in_(chosen), doubled=True)


def offer(typed, asking):
    yield from WORDS.offer(typed)
    if typed:
        for one in listed(subject=typed)[:8]:
            yield str(one.id), one.subject


QUALIFIERS = (
    {
        "name": "feedback",
        "about": _l("what people asked for, and what became of it"),
        "aliases": ("demande", "مطلب"),
        "read": read,
        "offer": offer,
        "clause": clause,
        "test": test,
        "lead": lead,
    },
)
