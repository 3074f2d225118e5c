"""Write a level, change it, put it away; say when the team works. What is due is counted anew by a worker."""

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from app import jobs
from app.comments.models import Comment
from app.extensions import db
from app.jobs import enqueue
from app.levels.hours import knows_holidays, public_holidays, team_hours, years_of
from app.levels.models import Due, Level, Recounting
from app.levels.queries import levels
from app.lib.clock import ago, microseconds, now
from app.lib.errors import Refused
from app.lib.text import clean
from app.search.asking import ask, problems_of
from app.search.query import Query

MOST, LONGEST_NAME = 20, 120
# Nothing is promised backwards to who wrote long ago.
BACK = 30  # days


def make_level(name, *, by, **said):
    """Promise something new; what waits already is looked at by a worker."""
    if len(levels()) >= MOST:
        raise Refused(
            _("There are %(most)s service levels already. Put one away first.", most=MOST)
        )
    level = Level(name="", query="", minutes=0)
    db.session.add(say(level, name, by=by, **said))
    db.session.flush()
    recount()
    return level


def change_level(level, name, *, by, **said):
    say(level, name, by=by, **said)
    recount()
    return level


def say(level, name, *, by, query, minutes, warn_minutes, always=False, on=True):
    level.name = " ".join(clean(name).split())[:LONGEST_NAME]
    level.query, level.minutes, level.always = understood(query, by), minutes, bool(always)
    level.warn_minutes, level.on, level.changed_at = min(warn_minutes, minutes), bool(on), now()
    return level


def understood(text, by):
    """The query as it is kept; refuses one that is not understood, or that asks for nothing."""
    query = Query.of(text)
    if problems := problems_of(query, ask(query, by)):
        raise Refused(str(problems[0]), status=422)
    if not query:
        raise Refused(_("Say which comments the level is about."), status=422)
    return str(query)


def put_away(level):
    level.removed_at, level.on = now(), False
    recount()


def change_hours(*, week, country, off, worked, seasons):
    """Say when the team works; every moment that is still to come is counted anew."""
    kept = keep_row()
    kept.week, kept.country, kept.seasons = list(week), country, seasons
    kept.off, kept.worked = sorted(off), sorted(worked)
    kept.changed_at = now()
    recount()
    return kept


def keep_row():
    kept = team_hours()
    db.session.add(kept)
    db.session.flush()
    return kept


def learn_holidays():
    """Keep the public holidays of these years, once a year or when the country changed; for jobs only."""
    kept = keep_row()
    if knows_holidays(kept):
        return False
    kept.holidays, kept.holidays_of = public_holidays(kept.country), years_of(kept.country)
    return True


def recount():
    """Ask for all that waits to be looked at again; one that is under way begins anew."""
    waiting = select(func.min(Due.comment_id)).where(Due.met_at.is_(None))
    oldest, newest = db.session.scalar(waiting), db.session.scalar(select(func.max(Comment.id)))
    low = microseconds(ago(days=BACK))
    under_way = update(Recounting).where(Recounting.finished_at.is_(None))
    db.session.execute(under_way.values(finished_at=now()))
    row = Recounting(reached_id=(newest or 0) + 1, low_id=min(low, oldest or low))
    db.session.add(row)
    enqueue(jobs.RECOUNT_DUES, row)
    return row
