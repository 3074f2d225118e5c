"""Puts what arrives with what says nearly the same: few statements for a whole slice, whatever its size."""

from datetime import timedelta

from sqlalchemy import bindparam, delete, func, insert, select, text, update

from app.extensions import db
from app.lib.clock import later, now
from app.waves.actions import act_on_newcomers
from app.waves.likeness import sketches
from app.waves.models import Wave, WaveBand, WaveComment
from app.waves.nearby import KEPT, Known, Nearby

REACH = timedelta(days=14)  # how long after the last of them a comment still joins a wave
AT_ONCE = 200
ONE_AT_A_TIME = 1_802_661_732  # the name of a lock


def sketched(comments):
    """(id, sketch) of each comment of (id, text); done before any lock is taken."""
    comments = list(comments)
    found = sketches([text for _, text in comments])
    return [(number, sketch) for (number, _), sketch in zip(comments, found, strict=True)]


def gather(comments):
    """Give each (id, sketch) its wave: one that says nearly the same, or one of its own."""
    if not comments:
        return
    take_turns()
    leave([number for number, _ in comments])
    said = sorted((number, sketch) for number, sketch in comments if sketch)
    if said:
        near = nearby([sketch for _, sketch in said])
        joined = [(number, near.place(number, sketch)) for number, sketch in said]
        keep(near, joined)
        act_on_newcomers({wave.id for _, wave in joined if wave.count > 1})


def take_turns():
    """Two workers that each hold half of a wave would otherwise make two of it; SQLite's writers take turns anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:name)"), {"name": ONE_AT_A_TIME})


def leave(numbers):
    """Comments that changed belong to no wave until they are looked at again."""
    of_these = WaveComment.comment_id.in_(numbers)
    left = db.session.execute(select(WaveComment.wave_id).where(of_these)).scalars().all()
    if left:
        db.session.execute(delete(WaveComment).where(of_these))
        fewer = update(Wave.__table__).where(Wave.__table__.c.id == bindparam("number"))
        fewer = fewer.values(count=Wave.__table__.c.count - 1)
        db.session.connection().execute(fewer, [{"number": number} for number in left])


def nearby(said):
    """The waves that any of these sketches may belong to."""
    keys = {key for sketch in said for key in sketch.keys}
    rows = db.session.execute(
        select(WaveBand.key, WaveBand.wave_id).where(WaveBand.key.in_(keys))
    ).all()
    columns = [getattr(Wave, name) for name in KEPT]
    ids = {number for _, number in rows}
    known = db.session.execute(select(*columns).where(Wave.id.in_(ids))) if ids else ()
    highest = db.session.scalar(select(func.max(Wave.id))) or 0
    return Nearby([Known(*row) for row in known], rows, highest, microseconds_of(REACH))


def keep(near, joined):
    """Write down new waves, grown ones, and who belongs where."""
    until, at, connection = later(days=REACH.days), now(), db.session.connection()
    if near.new:
        rows = [wave.row() | {"until": until} for wave in near.new]
        connection.execute(insert(Wave.__table__), rows)
    if near.new_bands:
        connection.execute(insert(WaveBand.__table__), near.new_bands)
    if near.grown:
        connection.execute(GROWN, [wave.grown() | {"at": until} for wave in near.grown])
    rows = [{"comment_id": number, "wave_id": wave.id, "joined_at": at} for number, wave in joined]
    connection.execute(insert(WaveComment.__table__), rows)


def grown_statement():
    table = Wave.__table__
    values = {
        name: bindparam(f"new_{name}", type_=table.c[name].type) for name in KEPT if name != "id"
    }
    values["until"] = bindparam("at", type_=table.c.until.type)
    return update(table).where(table.c.id == bindparam("number")).values(**values)


GROWN = grown_statement()


def let_go():
    """Forget what nobody joined for a while: alone wholly, a wave's keys only; what was done with it stays."""
    over = select(Wave.id, Wave.count).where(Wave.until < now()).order_by(Wave.until)
    if db.session.scalar(over.limit(1)) is None:
        return
    take_turns()
    rows = db.session.execute(over.limit(AT_ONCE)).all()
    alone = [number for number, count in rows if count < 2]
    waves = [number for number, count in rows if count > 1]
    if alone:
        db.session.execute(delete(Wave).where(Wave.id.in_(alone)))
    if waves:
        db.session.execute(delete(WaveBand).where(WaveBand.wave_id.in_(waves)))
        db.session.execute(update(Wave).where(Wave.id.in_(waves)).values(until=None))


def microseconds_of(span):
    """A span of time as the distance between two comment ids."""
    return span // timedelta(microseconds=1)
