"""The next slice of a bulk act, or of its taking back: what becomes of its comments is written with them, so that a worker that
dies in the middle has done nothing, and the next goes on from there."""

from time import monotonic

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import bindparam, select, update

from app.batches.models import BACK, DONE, KEPT, REFUSED, SINGLY, WAITING, Batch, BatchComment
from app.comments.activity import together
from app.comments.deeds import deed, do_to, undo_on
from app.comments.lots import Lot
from app.comments.many import BACK_IN_LOTS, VERBS
from app.comments.models import Activity
from app.extensions import db
from app.lib.bulk import among
from app.lib.clock import now
from app.lib.transaction import transaction

CHOSEN = BatchComment.__table__
# Comments: in one transaction of the job with a few statements, one by one, and while a person waits.
SLICE, ONE_BY_ONE, AT_ONCE = 500, 25, 100
TURN_SECONDS = 1.5


def take_turn(batch_id):
    """Slice after slice for a moment, then others have their turn; says whether more wait."""
    end = monotonic() + TURN_SECONDS
    more = True
    while more and monotonic() < end:
        with transaction():
            batch = db.session.get(Batch, batch_id, with_for_update=True, populate_existing=True)
            more = bool(batch and batch.under_way) and next_slice(batch)
    return more


def next_slice(batch, most=None):
    """Do, or take back, the next comments; says whether more wait."""
    who = batch.undone_by if batch.undone_at else batch.by
    locale = (who and who.locale) or current_app.config["DEFAULT_LOCALE"]
    with force_locale(locale), together(batch={"id": batch.id, "count": batch.count}):
        step = slice_back if batch.undone_at else slice_there
        return step(batch, most or SLICE)


def slice_there(batch, most):
    verb = VERBS[batch.kind]
    most = most if verb.lot else min(most, ONE_BY_ONE)
    numbers = list(next_of(batch, WAITING, most + 1))
    some = numbers[:most]
    if verb.lot:
        lot = Lot(some, by=batch.by)
        with deed() as whole:
            verb.lot(lot, **batch.details)
        lot.refuse(lambda row: True, whole.reason)
        done, refused = lot.activities, lot.refused
    else:
        deeds = {n: do_to(n, batch.kind, by=batch.by, **batch.details) for n in some}
        done = {n: one.activity.id for n, one in deeds.items() if one.activity}
        refused = {n: one.reason for n, one in deeds.items() if not one.activity}
    keep(batch, [(n, DONE, None, activity) for n, activity in done.items()])
    keep(batch, [(n, REFUSED, reason[:400], None) for n, reason in refused.items()])
    batch.done, batch.refused = batch.done + len(done), batch.refused + len(refused)
    if len(numbers) <= most:
        batch.over_at = now()
    return len(numbers) > most


def slice_back(batch, most):
    numbers = list(next_of(batch, DONE, most + 1))
    if not numbers:
        return slice_singly(batch)
    some = numbers[:most]
    activities = activities_of(batch, some)
    lot = Lot([n for n, one in activities.items() if not one.undone_at], by=batch.undone_by)
    back_in_lots(lot, activities)
    undone = among(Activity.id, [activities[n].id for n in lot.activities])
    if lot.activities:
        db.session.execute(update(Activity).where(undone).values(undone_at=now()))
    keep(batch, [(n, BACK, None, activity) for n, activity in lot.activities.items()])
    keep(batch, [(n, SINGLY, None, activities[n].id) for n in lot.singly])
    rest = [n for n in some if n not in lot.activities and n not in lot.singly]
    keep(batch, [(n, KEPT, lot.refused.get(n, "")[:400] or None, None) for n in rest])
    batch.back, batch.kept = batch.back + len(lot.activities), batch.kept + len(rest)
    return len(numbers) > most or slice_singly(batch)


def back_in_lots(lot, activities):
    """With a few statements where the room has a way; else each by itself."""
    kind = next((one.kind for one in activities.values()), None)
    if kind in BACK_IN_LOTS:
        BACK_IN_LOTS[kind](lot, activities)
    else:
        lot.leave(lambda row: True)


def slice_singly(batch):
    """Those that have to be taken back each by itself."""
    numbers = list(next_of(batch, SINGLY, ONE_BY_ONE + 1))
    activities = activities_of(batch, numbers[:ONE_BY_ONE])
    for number in numbers[:ONE_BY_ONE]:
        one = undo_on(number, activities[number].id, by=batch.undone_by)
        state = BACK if one.activity else KEPT
        left = one.activity.id if one.activity else None
        keep(batch, [(number, state, one.reason[:400] or None, left)])
        batch.back, batch.kept = batch.back + (state == BACK), batch.kept + (state == KEPT)
    if len(numbers) <= ONE_BY_ONE:
        batch.back_at = now()
    return len(numbers) > ONE_BY_ONE


def next_of(batch, state, most):
    wanted = select(CHOSEN.c.comment_id).where(CHOSEN.c.batch_id == batch.id)
    wanted = wanted.where(CHOSEN.c.state == state).order_by(CHOSEN.c.comment_id.desc())
    return db.session.scalars(wanted.limit(most))


def activities_of(batch, numbers):
    """What the act left on these comments."""
    wanted = select(Activity.comment_id, Activity.id, Activity.kind, Activity.details)
    wanted = wanted.add_columns(Activity.undone_at)
    wanted = wanted.join(CHOSEN, CHOSEN.c.activity_id == Activity.id)
    wanted = wanted.where(CHOSEN.c.batch_id == batch.id, among(CHOSEN.c.comment_id, numbers))
    return {row.comment_id: row for row in db.session.execute(wanted)}


KEEP = (
    update(CHOSEN)
    .where(CHOSEN.c.batch_id == bindparam("batch"), CHOSEN.c.comment_id == bindparam("number"))
    .values(state=bindparam("as_it_is"), reason=bindparam("why"), activity_id=bindparam("left"))
)


def keep(batch, found):
    """Write down what became of each: (comment, state, reason, activity)."""
    if found:
        rows = [
            {"batch": batch.id, "number": n, "as_it_is": state, "why": why, "left": left}
            for n, state, why, left in found
        ]
        db.session.connection().execute(KEEP, rows)
