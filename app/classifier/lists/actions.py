"""Make word lists, fill them, switch them on and off."""

from flask_babel import gettext as _
from sqlalchemy import select

from app.classifier.labels import LABELS
from app.classifier.learning.actions import rejudge
from app.classifier.lists.models import Entry, WordList
from app.classifier.lists.public import PUBLIC
from app.extensions import db
from app.lib.clock import now
from app.lib.errors import Refused
from app.lib.text import clean

LONGEST, LONGEST_NAME, MOST = 120, 80, 5_000
COMMENT = "#"


def make_list(name, label, *, by, across=False, source=""):
    """A new list, switched off until it was tried."""
    name = clean(name, LONGEST_NAME)
    if not name:
        raise Refused(_("A list needs a name."))
    if label not in LABELS:
        raise Refused(_("There is no such label."))
    refuse_double(name)
    row = WordList(name=name, label=label, across=across, source=source, by_id=by.id)
    db.session.add(row)
    db.session.flush()
    return row


def refuse_double(name, but=None):
    other = db.session.scalar(select(WordList.id).where(WordList.name == name))
    if other and other != but:
        raise Refused(_("There is already a list “%(name)s”.", name=name))


def bring_public(name, *, by):
    """A copy of a public list, to be tried and changed as one's own."""
    public = PUBLIC.get(name)
    if public is None:
        raise Refused(_("There is no such list."))
    row = make_list(str(public.title), public.label, by=by, source=public.name)
    add_words(row, "\n".join(public.words()), by=by)
    return row


def change_list(row, name, label, across, *, by):
    """Call a list otherwise, or let it flag something else."""
    name = clean(name, LONGEST_NAME)
    refuse_double(name, but=row.id)
    if not name or label not in LABELS:
        raise Refused(_("A list needs a name."))
    row.name, row.label, row.across = name, label, across
    touch(row, by=by)


def add_words(row, text, *, by):
    """Add words, one a line; gives how many were new. A line that begins with # says something to people."""
    from app.classifier.lists.spelling import words_of

    known = set(db.session.scalars(select(Entry.key).where(Entry.list_id == row.id)))
    lines = [clean(line, LONGEST) for line in text.splitlines()[:MOST]]
    added = 0
    for line in lines:
        key = " ".join(words_of(line))[:160] if line and not line.startswith(COMMENT) else ""
        if key and key not in known:
            known.add(key)
            db.session.add(Entry(list_id=row.id, text=line, key=key))
            added += 1
    db.session.flush()
    if added:
        touch(row, by=by)
    return added


def remove_word(row, entry_id, *, by):
    """Take one word off."""
    entry = db.session.get(Entry, entry_id)
    if entry is None or entry.list_id != row.id:
        raise Refused(_("That word is no longer on the list."))
    db.session.delete(entry)
    touch(row, by=by)


def switch(row, on, *, by):
    """From now on what is listed is flagged, or is not; open comments are looked at again."""
    if bool(row.on_at) == on:
        raise Refused(_("That is already so."))
    row.on_at, row.on_by_id = (now(), by.id) if on else (None, None)
    row.edition += 1
    rejudge(by=by)


def delete_list(row, *, by):
    if row.on_at:
        switch(row, False, by=by)
    db.session.delete(row)


def touch(row, *, by):
    """Processes see by its edition that the list changed; where it is in force, open comments follow."""
    row.edition += 1
    db.session.flush()
    if row.on_at:
        rejudge(by=by)
