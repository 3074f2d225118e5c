"""What one may want to answer: the templates that suit a comment best, and what the team said to others like it."""

from collections import Counter
from dataclasses import dataclass
from math import log
from types import SimpleNamespace

from flask import current_app
from sqlalchemy import select

from app.comments.models import Author, Comment
from app.extensions import db
from app.lib.text import search_words
from app.replies.models import Reply
from app.replies.templates.fields import filled, with_fields
from app.replies.templates.offers import offered
from app.replies.templates.queries import templates

BEST, PAST = 3, 2
# The latest answers that are looked at, however many there are.
LOOKED_AT = 300
LONGEST_PAST = 2000
# Of what another comment says, rare words weighing most, at least so much is said here too.
ALIKE = 0.3
# Which languages an answer may be in, the best first.
CHAINS = {
    "fr": ("fr", "ar", "tn", "en"),
    "ar": ("ar", "tn", "fr", "en"),
    "tn": ("tn", "ar", "fr", "en"),
    "en": ("en", "fr", "ar", "tn"),
}


@dataclass(frozen=True)
class Suggestion:
    """An answer one may choose: its words with the fields filled, and what it is called."""

    name: str
    text: str
    language: str
    template_id: int | None = None
    past_id: int | None = None


def chain(comment):
    """The languages to answer a comment in: its own first; Arabizi in Derja, then Arabic, then French."""
    if comment.lang in CHAINS:
        return CHAINS[comment.lang]
    return CHAINS["ar" if comment.script == "arab" else "fr"]


def suggestions(comment, first=None):
    """What other rooms offer and the best templates, then past answers; the one that a person picked stands first."""
    ready, known = templates(), said_of(comment)
    ranked = sorted(ready, key=lambda one: (one.id != first, -fitness(one, comment, known)))
    chosen = [suggestion(one, comment) for one in ranked if one.by_language][:BEST]
    chosen = [*offered(comment), *chosen]
    return chosen, past_answers(comment, but={one.text for one in chosen})


def suggestion(template, comment, language=None):
    """A template in the language that suits the comment best, or in another that a person wants."""
    texts = template.by_language
    wanted = (language, *chain(comment))
    spoken = next((one for one in wanted if one in texts), None)
    if spoken is None:
        return None
    return Suggestion(template.name, filled(texts[spoken], comment, spoken), spoken, template.id)


def said_of(comment):
    """What is known of a comment: its tags, its labels, its words."""
    # The labels stand on this room's own floor: the page that shows them has them already.
    labels_on = current_app.jinja_env.globals["labels_on"]
    return {
        "tags": {row.tag.key for row in comment.taggings},
        "labels": set(labels_on(comment)),
        "words": set(comment.words.split()),
    }


def fitness(template, comment, known):
    """How well a template suits: its tags above its labels, then the language, its words, and how often it served."""
    speaks = next(
        (len(CHAINS) - n for n, one in enumerate(chain(comment)) if one in template.by_language), 0
    )
    shared = known["words"] & set(search_words(f"{template.name} {' '.join(template.tags)}"))
    return (
        4 * len(known["tags"] & set(template.tags))
        + 2 * len(known["labels"] & set(template.labels))
        + speaks / 2
        + min(3, len(shared))
        + log(1 + template.used) / 4
    )


def past_answers(comment, but=()):
    """What the team answered lately to comments that share rare words with this one."""
    rows = latest(comment)
    words = [set(row.words.split()) for row in rows]
    ours, common = set(comment.words.split()), Counter()
    for some in words:
        common.update(some)
    weight = {word: log(1 + len(rows) / times) for word, times in common.items()}
    scored = []
    for row, theirs in zip(rows, words, strict=True):
        shared = [word for word in ours & theirs if len(word) > 2]
        if len(shared) < 2:
            continue
        likeness = sum(map(weight.get, shared)) / sum(map(weight.get, theirs))
        if likeness >= ALIKE:
            scored.append((likeness, row))
    scored.sort(key=lambda pair: (-pair[0], -pair[1].id))
    found = {one.text: one for _, row in scored if (one := again(row, comment))}
    return [one for text, one in found.items() if text not in but][:PAST]


def once_more(answer, comment):
    """An answer of the past, for another comment."""
    author = answer.comment.author
    row = SimpleNamespace(
        id=answer.id, text=answer.text, name=author and author.called, handle=None
    )
    return again(row, comment)


def again(row, comment):
    """A past answer with this comment's author in the place of that one's."""
    language = chain(comment)[0]
    text = with_fields(row.text, row.name or row.handle or "")
    return Suggestion(row.text[:60], filled(text, comment, language), language, past_id=row.id)


def latest(comment):
    """The latest answers that left, with the words of what they answer."""
    wanted = (
        select(Reply.id, Reply.text, Comment.words, Author.name, Author.handle)
        .join(Reply.comment)
        .outerjoin(Comment.author)
        .where(Reply.sent_at.is_not(None), Reply.comment_id != comment.id)
    )
    found = db.session.execute(wanted.order_by(Reply.sent_at.desc()).limit(LOOKED_AT)).all()
    return [row for row in found if len(row.text) <= LONGEST_PAST]
