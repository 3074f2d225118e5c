"""Do something to every comment of a wave, and take it back; in slices, so that nobody waits for thousands."""

from flask_babel import gettext as _
from sqlalchemy import exists, select

from app import jobs
from app.comments.activity import together
from app.comments.deeds import do_to, undo_on
from app.comments.models import Comment
from app.extensions import db
from app.jobs import Task, enqueue
from app.lib.clock import later, now
from app.lib.errors import Refused
from app.waves.models import WaveAct, WaveComment, WaveDeed
from app.waves.newcomers import is_kept_from, tell

AT_ONCE = 25  # comments: while a person waits, and in one turn of the job


def act_on(wave, kind, *, by, comment=None, lasting=None, **details):
    """Do one thing to all comments of a wave; `lasting` days long, to those that join it too."""
    act = WaveAct(wave_id=wave.id, kind=kind, details=details, by_id=by.id, name=by.called)
    act.comment_id = comment and comment.id
    act.until = later(days=lasting) if lasting else None
    db.session.add(act)
    db.session.flush()
    go_on(act)
    return act


def stop(act):
    """Leave alone the comments that join from now on."""
    if not act.lasts:
        raise Refused(_("This is over already."))
    act.until = now()
    return act


def take_back(act, *, by):
    """Undo an act on every comment where nothing else happened since."""
    if act.undone_at:
        raise Refused(_("This was already taken back."))
    if not may_take_back(act, by):
        raise Refused(_("This cannot be taken back."))
    act.undone_at, act.undone_by_id = now(), by.id
    go_on(act)
    return act


def may_take_back(act, by):
    """Their own, or a lead anybody's."""
    return not act.undone_at and (act.by_id == by.id or by.may("lead"))


def go_on(act):
    """One slice now, and a job for the rest."""
    if carry_on(act):
        enqueue(jobs.ACT_ON_WAVE, act)


def carry_on(act, most=AT_ONCE):
    """Do, or take back, the next comments of an act; says whether more wait."""
    step, waiting = (undo_one, done_so_far) if act.undone_at else (do_one, not_reached)
    numbers = db.session.scalars(waiting(act).limit(most + 1)).all()
    for number in numbers[:most]:
        step(act, number)
    return len(numbers) > most


def not_reached(act):
    """Comments of the wave that an act is meant for and has not come to."""
    meant = WaveComment.joined_at <= (act.until or act.at)
    reached = exists().where(
        WaveDeed.act_id == act.id, WaveDeed.comment_id == WaveComment.comment_id
    )
    wanted = select(WaveComment.comment_id).where(WaveComment.wave_id == act.wave_id)
    # The one that somebody looks at comes first: they see at once that it is done.
    first = WaveComment.comment_id != act.comment_id if act.comment_id else WaveComment.comment_id
    return wanted.where(meant, ~reached).order_by(first, WaveComment.comment_id)


def done_so_far(act):
    here = (WaveDeed.act_id == act.id, WaveDeed.activity_id.is_not(None))
    return select(WaveDeed.comment_id).where(*here).order_by(WaveDeed.comment_id)


def do_one(act, number):
    """Do it to one comment; what nobody saw before is left alone where a machine may not do it."""
    newcomer = db.session.get(Comment, number) if came_later(act, number) else None
    if newcomer and is_kept_from(act, newcomer):
        db.session.add(WaveDeed(act_id=act.id, comment_id=number))
        tell(act, newcomer, None)
        return
    activity = do_to(number, act.kind, **whose(act, number), **act.details).activity
    left = None  # hidden already, say: then there was nothing to do
    if activity:
        activity.details, left = activity.details | {"wave": said(act)}, activity.id
    db.session.add(WaveDeed(act_id=act.id, comment_id=number, activity_id=left))
    if newcomer and activity:
        tell(act, newcomer, activity)


def whose(act, number):
    """In whose name: of those that stood there, who chose it; of later ones nobody, for they were seen by nobody.

    Only the comment that was open is a decision of its own, from which the classifier learns.
    """
    rule = None if number == act.comment_id else f"wave {act.wave_id}"
    return {"by": None if came_later(act, number) else act.by, "rule": rule}


def came_later(act, number):
    return db.session.get(WaveComment, number).joined_at > act.at


def undo_one(act, number):
    """Take it back where nothing else happened since; what a platform already did is done the other way round."""
    deed = db.session.get(WaveDeed, (act.id, number))
    activity_id, deed.activity_id = deed.activity_id, None
    with together(wave=said(act)):
        undo_on(number, activity_id, by=act.undone_by)


def said(act):
    """What the trail of each comment keeps of an act on all."""
    return {
        "id": act.wave_id,
        "act": act.id,
        "who": act.name,
        "until": act.until and act.until.isoformat(),
    }


def act_on_newcomers(waves):
    """Ask for the lasting acts of waves that comments have just joined."""
    lasting = (WaveAct.wave_id.in_(waves), WaveAct.until > now(), WaveAct.undone_at.is_(None))
    for act in db.session.scalars(select(WaveAct).where(*lasting)) if waves else ():
        if not asked_for(act):
            enqueue(jobs.ACT_ON_WAVE, act)


def asked_for(act):
    unclaimed = (Task.done_at.is_(None), Task.failed_at.is_(None), Task.claimed_at.is_(None))
    here = (Task.job == jobs.ACT_ON_WAVE.name, Task.subject_id == act.id)
    return db.session.scalar(select(Task.id).where(*here, *unclaimed).limit(1)) is not None
