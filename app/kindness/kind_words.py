"""The kind words of the week: what is glad or thankful and hurts nobody, and no two of the same."""

import re
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.classifier.in_force import labels_on
from app.comments.models import Comment
from app.extensions import db
from app.kindness.models import KeptWord
from app.lib.clock import microseconds, now
from app.lib.text import normalise
from app.search.budget import TooLong, at_most

DAYS, LOOKED_AT, SHOWN, OF_A_POST, KEPT_MOST = 7, 300, 12, 2, 100
PATIENCE = 60
SHORTEST, LONGEST = 25, 400  # a bare "merci" says little; a page takes long
WORDS = (
    "merci bravo felicitations chapeau thanks thank congratulations aychek 3aychek yaatik ya3tik barak "
    "شكرا نشكر يعطيك عيشك برافو بارك أحسنتم"
)
THANKS = re.compile(rf"\b(?:{'|'.join(normalise(word) for word in WORDS.split())})")


def of_the_week(most=SHOWN):
    """A dozen kind comments, the kindest first: one of an author, two of a post."""
    chosen, authors, posts, said = [], set(), {}, set()
    for comment in sorted(candidates(), key=how_kind, reverse=True):
        opening = normalise(comment.text)[:40]
        same_post = posts.get(comment.post_id, 0) if comment.post_id else 0
        if comment.author_id in authors or opening in said or same_post >= OF_A_POST:
            continue
        chosen.append(comment)
        said.add(opening)
        authors.update({comment.author_id} - {None})
        posts[comment.post_id] = same_post + 1
        if len(chosen) == most:
            break
    return chosen


def candidates():
    """The newest glad comments of the week; nothing toxic, no advert, no complaint."""
    since = microseconds(now() - timedelta(days=DAYS))
    glad = (Comment.sentiment == "pos", Comment.toxic.is_(False), Comment.is_spam.is_(False))
    fine = (Comment.by_us.is_(False), Comment.state == "visible", Comment.id > since)
    wanted = select(Comment).options(joinedload(Comment.author), joinedload(Comment.channel))
    wanted = wanted.where(*glad, *fine).order_by(Comment.id.desc()).limit(LOOKED_AT)
    try:
        with at_most(PATIENCE):
            found = db.session.scalars(wanted).all()
    except TooLong:
        return []
    return [comment for comment in found if not {"complaint", "spam"} & set(labels_on(comment))]


def how_kind(comment):
    """Thanks first, then what was worth a sentence, then what asks for nothing; the newest of equals."""
    thanks = bool(THANKS.search(normalise(comment.text)))
    whole = SHORTEST <= len(comment.text) <= LONGEST
    return 2 * thanks + whole + (not comment.priority), comment.id


def kept_by(user):
    """What this person keeps, the latest first."""
    wanted = select(Comment).join(KeptWord, KeptWord.comment_id == Comment.id)
    wanted = wanted.options(joinedload(Comment.author), joinedload(Comment.channel))
    mine = wanted.where(KeptWord.user_id == user.id).order_by(KeptWord.at.desc())
    return db.session.scalars(mine.limit(KEPT_MOST)).all()


def keeps(user, comment):
    """Whether this person keeps this comment."""
    return db.session.get(KeptWord, (user.id, comment.id)) is not None
