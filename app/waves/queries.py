"""Reads of waves."""

from dataclasses import dataclass

from flask import abort
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.comments.models import Activity, Comment
from app.extensions import db
from app.lib.clock import moment_of
from app.waves.models import Wave, WaveAct, WaveComment, WaveDeed

FEWEST = 2  # comments, from which one speaks of a wave
SHOWN, ACTS_MOST, CHANNELS_AMONG = 3, 20, 2000


@dataclass(frozen=True)
class Act:
    """One act on a wave, and how many comments it reached."""

    act: WaveAct
    reached: int


def wave_of(comment):
    """The wave of a comment; None while it is alone."""
    wave = comment.waving.wave if comment.waving else None
    return wave if wave and wave.count >= FEWEST else None


def get_act(act_id):
    """One act on a wave that nobody else can change until this ends, or a 404."""
    return db.session.get(WaveAct, act_id, with_for_update=True) or abort(404)


def left_on(act, comment):
    """The activity that an act left on one comment, None where there was nothing to do."""
    deed = db.session.get(WaveDeed, (act.id, comment.id))
    return deed and db.session.get(Activity, deed.activity_id)


def others_of(wave, comment):
    """The latest other comments of a wave, with where they came from."""
    wanted = select(Comment).join(WaveComment, WaveComment.comment_id == Comment.id)
    wanted = wanted.where(WaveComment.wave_id == wave.id, Comment.id != comment.id)
    wanted = wanted.options(joinedload(Comment.channel), joinedload(Comment.author))
    return db.session.scalars(wanted.order_by(WaveComment.comment_id.desc()).limit(SHOWN)).all()


def channels_of(wave):
    """On how many channels a wave is met."""
    some = select(WaveComment.comment_id).where(WaveComment.wave_id == wave.id)
    some = some.limit(CHANNELS_AMONG).subquery()
    met = select(func.count(Comment.channel_id.distinct()))
    return db.session.scalar(met.join(some, some.c.comment_id == Comment.id))


def acts_on(wave):
    """What was done with a wave, newest first."""
    reached = (
        select(func.count()).where(WaveDeed.act_id == WaveAct.id, WaveDeed.activity_id.is_not(None))
    ).scalar_subquery()
    wanted = select(WaveAct, reached).where(WaveAct.wave_id == wave.id)
    wanted = wanted.options(joinedload(WaveAct.by), joinedload(WaveAct.undone_by))
    rows = db.session.execute(wanted.order_by(WaveAct.id.desc()).limit(ACTS_MOST))
    return [Act(*row) for row in rows]


def since(wave):
    """When the first of its comments was written."""
    return moment_of(wave.first_id)


def latest(most=8):
    """The waves that are the most alive."""
    wanted = select(Wave).where(Wave.count >= FEWEST).order_by(Wave.last_id.desc())
    return db.session.scalars(wanted.limit(most)).all()


def firsts(waves):
    """The first comment of each wave, by its number."""
    wanted = select(Comment).where(Comment.id.in_([wave.first_id for wave in waves]))
    return {comment.id: comment for comment in db.session.scalars(wanted)}
