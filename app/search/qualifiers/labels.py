"""`label:toxic>0.8` what the classifier thinks, and how sure it is."""

import re

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, case, exists, false, not_, or_, select

from app.classifier.in_force import thresholds
from app.classifier.labels import ANY, LABELS, threshold
from app.classifier.language import LANGUAGES
from app.comments.models import Comment, Prediction
from app.lib.text import normalise
from app.search.leads import rows_of
from app.search.problems import Odd, nearest

# Predictions are kept from a tenth on: what is below counts as nothing at all.
KEPT_FROM = 100
_VALUE = re.compile(
    r"(?P<label>[^<>=]+)(?:(?P<sign>[<>]=?|=)(?P<score>\d{0,3}(?:[.,]\d{1,6})?)(?P<percent>%?))?"
)


def read(typed):
    """`toxic`, `toxic>0.8`, `toxic<50%`: the label's name, and how sure in the one way it is kept."""
    said = _VALUE.fullmatch(typed.replace(" ", ""))
    known = {normalise(word): name for name in LABELS for word in (name, str(LABELS[name]))}
    name = known.get(normalise(said["label"])) if said else None
    if not name:
        label = said["label"] if said else typed
        raise Odd(*(label_name for label_name in nearest(label, LABELS)))
    if not said["sign"]:
        return name
    return f"{name}{said['sign']}{plain(thousandths(said['score'], said['percent'], name))}"


def thousandths(score, percent, name):
    try:
        value = float(score.replace(",", ".")) / (100 if percent else 1)
    except ValueError:
        value = 2
    if not 0 <= value <= 1:
        raise Odd(f"{name}>0.8")
    return round(value * 1000)


def plain(number):
    return f"{number / 1000:.3f}".rstrip("0").rstrip(".")


def sure_of(name, language=None):
    """From which score, in thousandths, a label counts in a language."""
    return round(threshold(name, language, thresholds()) * 1000)


def every_sure():
    """{label: {language or "*": from which score it counts}} of all labels."""
    return {
        name: {language: sure_of(name, language) for language in (ANY, *LANGUAGES)}
        for name in LABELS
    }


def spoken_in(name, language):
    """The same as a column, from that of the language a comment is in."""
    elsewhere = sure_of(name)
    own = {one: sure for one in LANGUAGES if (sure := sure_of(name, one)) != elsewhere}
    return case(own, value=language, else_=elsewhere) if own else elsewhere


def parts(value):
    """(label, lowest, highest) in thousandths, where a score is asked for; None where there is no such end."""
    said = _VALUE.fullmatch(value)
    name, sign = said["label"], said["sign"]
    score = round(float(said["score"]) * 1000)
    low = {">": score + 1, ">=": score, "=": score}.get(sign)
    high = {"<": score - 1, "<=": score, "=": score}.get(sign)
    return name, low, high


def score_of(comment, name):
    """A comment's score of one label as the index keeps it."""
    score = round(1000 * ((comment.scores or {}).get(name) or 0))
    return score if score >= KEPT_FROM else 0


def at_least(name, low):
    """Comments whose score is at least this, where this is more than nothing."""
    return exists().where(
        Prediction.label == name, Prediction.comment_id == Comment.id, Prediction.score >= low
    )


def counts(name):
    """Comments that a label counts for, by the threshold of their own language."""
    return and_(Comment.triaged_at.is_not(None), at_least(name, spoken_in(name, Comment.lang)))


def is_counted(comment, name):
    return comment.triaged_at is not None and score_of(comment, name) >= sure_of(name, comment.lang)


def counted(name):
    """Where a label counts, by its scores: only between two thresholds is the language looked up."""
    sure = {sure_of(name), *(sure_of(name, language) for language in LANGUAGES)}
    return rows_of(
        Prediction,
        lambda p: p.label == name,
        lambda p: p.score >= min(sure),
        lambda p: or_(p.score >= max(sure), p.score >= spoken_at(name, p.comment_id)),
    )


def spoken_at(name, number):
    spoken = Comment.__table__.alias("spoken")
    return select(spoken_in(name, spoken.c.lang)).where(spoken.c.id == number).scalar_subquery()


def clause(value, asking):
    if value in LABELS:
        return counts(value)
    name, low, high = parts(value)
    asked = [Comment.triaged_at.is_not(None)]
    if low is not None and low > 0:
        asked.append(at_least(name, low))
    if high is not None and high < 0:
        return false()
    if high is not None and high < 1000:
        asked.append(not_(at_least(name, high + 1)))
    return and_(*asked)


def test(value, comment, asking):
    if value in LABELS:
        return is_counted(comment, value)
    name, low, high = parts(value)
    if comment.triaged_at is None:
        return False
    score = score_of(comment, name)
    return (low is None or score >= low) and (high is None or score <= high)


def lead(value, asking, statuses):
    if value in LABELS:
        return counted(value)
    name, low, high = parts(value)
    if low is None or low < 1:
        return None
    most = 1000 if high is None else high
    return rows_of(
        Prediction, lambda p: p.label == name, lambda p: p.score >= low, lambda p: p.score <= most
    )


def offer(typed, asking):
    start = normalise(typed)
    for name, label in LABELS.items():
        if any(normalise(word).startswith(start) for word in (name, str(label))):
            yield name, label.title


QUALIFIERS = (
    {
        "name": "label",
        "about": _l("what the classifier thinks, as in label:toxic>0.8"),
        "aliases": ("libellé", "تصنيف"),
        "read": read,
        "offer": offer,
        "clause": clause,
        "test": test,
        "lead": lead,
    },
)
