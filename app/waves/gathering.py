"""Puts what arrives with what says nearly the same: few statements for a whole slice, whatever its size."""

from collections import defaultdict
from datetime import timedelta

import numpy as np
from flask import current_app
from sqlalchemy import bindparam, delete, func, insert, select, text, update

from app.comments.models import Comment
from app.extensions import db
from app.lib.clock import ago, now
from app.lib.live import announce
from app.waves.actions import act_on_newcomers
from app.waves.likeness import likeness, sketched
from app.waves.models import Wave, WaveComment, WaveSlice
from app.waves.recent import MOST, Recent, packed, unpacked

REACH = timedelta(days=14)  # between a comment and the one it is like
DAY, MICROSECOND = timedelta(days=1), timedelta(microseconds=1)
ANOTHER_WAY = 0.75  # below this likeness it is said in a way worth remembering
SLICES_AT_ONCE = 200
ONE_AT_A_TIME = 1_802_661_732  # the name of a lock
MEETS = []


def meets(function):
    """Mark `function(sketches)`: is shown the sketches of what arrives, as part of the change."""
    MEETS.append(function)
    return function


def gather(sketches, numbers):
    """Put comments with those that say nearly the same. Of `numbers`, those without a sketch say too little."""
    if not numbers:
        return
    take_turns()
    left = leave(numbers)
    sketches = sketches[np.isin(sketches["id"], numbers)]
    if len(sketches):
        found = recent().matches(sketches, REACH // MICROSECOND)
        found = still_alike(sketches, back_to(left, sketches) | found)
        waves = join(sketches["id"].tolist(), found)
        remember(sketches, found)
        act_on_newcomers(waves)
        for meet in MEETS:
            meet(sketches)


def take_turns():
    """Two workers that each hold half of a wave would otherwise make two of it; SQLite's writers take turns anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:name)"), {"name": ONE_AT_A_TIME})


def leave(numbers):
    """Comments that are looked at again belong to no wave until then; gives which they left."""
    of_these = WaveComment.comment_id.in_(numbers)
    rows = db.session.execute(select(WaveComment.comment_id, WaveComment.wave_id).where(of_these))
    left = dict(rows.all())
    if left:
        db.session.execute(delete(WaveComment).where(of_these))
        fewer = update(Wave.__table__).where(Wave.__table__.c.id == bindparam("number"))
        fewer = fewer.values(count=Wave.__table__.c.count - 1)
        db.session.connection().execute(fewer, [{"number": wave} for wave in left.values()])
        db.session.expire_all()
    return left


def back_to(left, sketches):
    """Another comment of the wave that each left, to see whether they still say the same."""
    if not left:
        return {}
    oldest = select(WaveComment.wave_id, func.min(WaveComment.comment_id))
    rows = db.session.execute(
        oldest.where(WaveComment.wave_id.in_(left.values())).group_by(WaveComment.wave_id)
    )
    other = dict(rows.all())
    places = enumerate(sketches["id"].tolist())
    return {
        place: (other[left[number]], 1.0) for place, number in places if left.get(number) in other
    }


def recent():
    """What came lately, brought up to date with what any worker kept."""
    at_hand = current_app.extensions.setdefault("sada-waves", Recent())
    if len(at_hand) > MOST * 5 // 4:
        at_hand = current_app.extensions["sada-waves"] = Recent()
    wanted = select(WaveSlice.id, WaveSlice.data).where(WaveSlice.at >= ago(days=REACH.days))
    wanted = wanted.where(WaveSlice.id > at_hand.seen).order_by(WaveSlice.id.desc())
    new, many = [], 0
    for number, data in db.session.execute(wanted):
        new.append((number, unpacked(data)))
        many += len(new[-1][1])
        if many > MOST:
            break
    for number, sketches in reversed(new):
        at_hand.add(sketches)
        at_hand.seen = number
    return at_hand


def still_alike(sketches, found):
    """Without what was deleted or edited since it was kept: {place: (number, how like)} as it stands now."""
    own = set(sketches["id"].tolist())
    asked = {number for number, _ in found.values()} - own
    rows = db.session.execute(select(Comment.id, Comment.text).where(Comment.id.in_(asked)))
    fresh = sketched((row.id, row.text) for row in rows) if asked else sketches[:0]
    places = {number: place for place, number in enumerate(fresh["id"].tolist())}

    def holds(place, number):
        if number in own:
            return True
        if number not in places:
            return False
        other = fresh[places[number]][None]
        return likeness(sketches[place][None], other)[0][0] >= 0

    return {place: one for place, one in found.items() if holds(place, one[0])}


def join(numbers, found):
    """Write down who belongs where, making waves of those that were alone; gives the waves that grew."""
    pairs = [(numbers[place], other) for place, (other, _) in sorted(found.items())]
    others = WaveComment.comment_id.in_({other for _, other in pairs})
    rows = db.session.execute(select(WaveComment.comment_id, WaveComment.wave_id).where(others))
    wave_of = dict(rows.all()) if pairs else {}
    came = defaultdict(list)
    for number, other in pairs:
        if other not in wave_of:
            wave_of[other] = begin(other)
            came[wave_of[other]].append(other)
        wave_of[number] = wave_of[other]
        came[wave_of[number]].append(number)
    if came:
        keep(came)
        # Whoever looks at the one they are like sees that it is not alone any more.
        announce("comment-changed", {other for _, other in pairs}.difference(numbers))
    return set(came)


def begin(number):
    wave = Wave(count=0, first_id=number, last_id=number)
    db.session.add(wave)
    db.session.flush()
    return wave.id


def keep(came):
    at = now()
    rows = [
        {"comment_id": number, "wave_id": wave, "joined_at": at}
        for wave, numbers in came.items()
        for number in numbers
    ]
    db.session.connection().execute(insert(WaveComment.__table__), rows)
    counted = select(WaveComment.wave_id, func.count()).where(WaveComment.wave_id.in_(came))
    counts = dict(db.session.execute(counted.group_by(WaveComment.wave_id)).all())
    for wave in db.session.scalars(select(Wave).where(Wave.id.in_(came))):
        new = came[wave.id]
        wave.count = counts[wave.id]
        wave.first_id = min(wave.first_id, *new)
        wave.last_id = max(wave.last_id, *new)


def remember(sketches, found):
    """Keep for later what says something new; of many copies the first of each day will do."""
    news = [
        place
        for place, number in enumerate(sketches["id"].tolist())
        if place not in found
        or found[place][1] < ANOTHER_WAY
        or abs(number - found[place][0]) > DAY // MICROSECOND
    ]
    if news:
        db.session.add(WaveSlice(data=packed(sketches[news])))


def let_go():
    """Forget the sketches of what came long ago; waves and what was done with them stay."""
    old = select(WaveSlice.id).where(WaveSlice.at < ago(days=REACH.days)).order_by(WaveSlice.at)
    ids = db.session.scalars(old.limit(SLICES_AT_ONCE)).all()
    if ids:
        db.session.execute(delete(WaveSlice).where(WaveSlice.id.in_(ids)))
