"""The word lists there are, and the ones in force as one matcher."""

from flask import abort
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.classifier.lists.models import Entry, WordList
from app.extensions import db


class NoLists:
    """No list is switched on: nothing to look for."""

    def hits(self, texts, languages):
        return [[] for _ in texts]


NONE = NoLists()
_kept = {}


def lists_in_force():
    """What is switched on, made ready once and anew after each change."""
    wanted = select(WordList.id, WordList.edition).where(WordList.on_at.is_not(None))
    key = tuple(map(tuple, db.session.execute(wanted.order_by(WordList.id))))
    if not key:
        return NONE
    if key not in _kept:
        from app.classifier.lists.matching import Matcher

        made = Matcher([as_matched(db.session.get(WordList, number)) for number, _ in key])
        _kept.clear()
        _kept[key] = made
    return _kept[key]


def as_matched(one):
    from app.classifier.lists.matching import Words

    texts = db.session.scalars(select(Entry.text).where(Entry.list_id == one.id))
    return Words(one.name, one.label, tuple(texts), one.across)


def counted_lists():
    """Every list with how many words it has."""
    words = select(Entry.list_id, func.count().label("words")).group_by(Entry.list_id).subquery()
    wanted = select(WordList, func.coalesce(words.c.words, 0).label("words"))
    wanted = wanted.outerjoin(words, words.c.list_id == WordList.id).order_by(WordList.name)
    return db.session.execute(wanted.options(joinedload(WordList.on_by))).all()


def get_list(list_id):
    return db.session.get(WordList, list_id) or abort(404)


def entries_of(one, limit=2000):
    wanted = select(Entry).where(Entry.list_id == one.id).order_by(Entry.text).limit(limit)
    return db.session.scalars(wanted).all()
