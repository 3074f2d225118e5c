"""Whom the team trusts, and whom it does not want to read: decided by people alone, taken back at any time."""

from flask_babel import gettext as _
from sqlalchemy import delete, event, select

from app.authors.deeds import keep_deed
from app.authors.models import MUTED, NEITHER, TRUSTED, Standing
from app.comments.activity import Kind
from app.comments.changing import restore
from app.comments.hooks import hears_arrivals
from app.comments.lots import Lot
from app.comments.many import takes_lots_back
from app.comments.models import Comment
from app.comments.standing import done
from app.comments.undo import takes_back
from app.extensions import db
from app.lib.bulk import among
from app.lib.clock import now
from app.lib.errors import Refused

KEPT = "author standings"


def stand(author, standing, *, by):
    """Trust an author or mute them; None is neither again."""
    if standing not in (TRUSTED, MUTED, None):
        raise Refused(_("There is no such state."))
    db.session.execute(delete(Standing).where(Standing.author_id == author.id))
    db.session.expire_all()
    if standing:
        db.session.add(Standing(author_id=author.id, standing=standing, by_id=by.id, at=now()))
    keep_deed(author, standing or NEITHER, by=by)
    forget(db.session)


def standing_of(author):
    return db.session.get(Standing, author.id)


def is_trusted(author_id):
    """Whether an author's words are neither covered nor held back by a machine."""
    return standings().get(author_id) == TRUSTED


def is_muted(author_id):
    return standings().get(author_id) == MUTED


def standings():
    """{author id: standing} of the few whom somebody decided about; read once a transaction."""
    known = db.session.info
    if KEPT not in known:
        rows = db.session.execute(select(Standing.author_id, Standing.standing))
        known[KEPT] = dict(map(tuple, rows))
    return known[KEPT]


@event.listens_for(db.session, "after_transaction_end")
def forget(session, transaction=None):
    """Another transaction may find other decisions."""
    if transaction is None or transaction.parent is None:
        session.info.pop(KEPT, None)


def muted():
    """The ids of muted authors, as a statement."""
    return select(Standing.author_id).where(Standing.standing == MUTED)


@hears_arrivals
def put_aside(numbers):
    """What a muted author writes is done as it arrives: it stays, and waits for nobody."""
    if not numbers or db.session.scalar(muted().limit(1)) is None:
        return
    theirs = (Comment.author_id.in_(muted()), ~Comment.by_us, Comment.status == "open")
    found = select(Comment.id).where(among(Comment.id, list(numbers)), *theirs)
    found = list(db.session.scalars(found))
    if found:
        lot = Lot(found, by=None)
        lot.change(Kind.MUTED, done())


@takes_back(Kind.MUTED)
def bring_back(comment, activity, *, by):
    return restore(comment, activity, Kind.REOPENED, by=by)


@takes_lots_back(Kind.MUTED)
def bring_many_back(lot, activities):
    lot.refuse_changed(activities)
    lot.restore(Kind.REOPENED, activities)
