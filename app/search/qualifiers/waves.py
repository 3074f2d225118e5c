"""`wave:` the comments that say nearly the same: of one wave by its number, or of any."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists

from app.comments.models import Comment
from app.lib.text import normalise
from app.search.leads import rows_of
from app.search.problems import Odd
from app.waves.models import Wave, WaveComment
from app.waves.queries import FEWEST, latest

ANY = "any"
_ANY = frozenset(map(normalise, (ANY, "toute", "toutes", "أي", "كل")))
HIGHEST = 1 << 62


def read(typed):
    word = normalise(typed).removeprefix("#")
    if word in _ANY:
        return ANY
    if word.isdecimal() and int(word) < HIGHEST:
        return str(int(word))
    raise Odd(ANY)


def clause(value, asking):
    here = exists().where(WaveComment.comment_id == Comment.id)
    if value == ANY:
        return here.where(Wave.id == WaveComment.wave_id, Wave.count >= FEWEST)
    return here.where(WaveComment.wave_id == int(value))


def test(value, comment, asking):
    if not comment.waving:
        return False
    if value == ANY:
        return comment.waving.wave.count >= FEWEST
    return comment.waving.wave_id == int(value)


def lead(value, asking, statuses):
    return None if value == ANY else rows_of(WaveComment, lambda w: w.wave_id == int(value))


def offer(typed, asking):
    if ANY.startswith(normalise(typed)):
        yield ANY, _l("says what another says")
    for wave in latest():
        if str(wave.id).startswith(normalise(typed)):
            yield str(wave.id), _l("%(count)s alike", count=wave.count)


QUALIFIERS = (
    {
        "name": "wave",
        "about": _l("says nearly the same as others"),
        "aliases": ("vague", "موجة"),
        "read": read,
        "offer": offer,
        "clause": clause,
        "test": test,
        "lead": lead,
    },
)
