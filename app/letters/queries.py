"""Letters, newest first, and how each is getting on."""

from sqlalchemy import select

from app import jobs
from app.extensions import db
from app.jobs import Task
from app.letters.models import Letter
from app.lib.paging import take

PAGE = 50


def get_letter(letter_id):
    return db.get_or_404(Letter, letter_id)


def letters_before(letter_id=None):
    """A page of letters older than one; the newest without."""
    newest = select(Letter).order_by(Letter.id.desc()).limit(PAGE + 1)
    if letter_id:
        newest = newest.where(Letter.id < letter_id)
    return take(db.session.scalars(newest).all(), PAGE)


def last_try(letter):
    """The task that last took care of this letter."""
    mine = select(Task).where(Task.job == jobs.SEND_LETTER.name, Task.subject_id == letter.id)
    return db.session.scalar(mine.order_by(Task.id.desc()).limit(1))
