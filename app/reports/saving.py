"""Keep a report, change it, take it away."""

from flask_babel import gettext as _
from sqlalchemy import func, or_, select

from app.extensions import db
from app.lib.errors import Refused
from app.lib.text import clean, normalise
from app.reports.models import SavedReport
from app.reports.period import STEP_OF
from app.reports.ready.catalogue import BLOCKS
from app.search.asking import ask, problems_of
from app.search.query import Query

MOST, LONGEST_NAME, LONGEST_WORDS = 50, 80, 4000


def save_report(*, by, **told):
    """Keep a report under a name, for oneself or for the team."""
    written = select(func.count()).select_from(SavedReport).where(SavedReport.by_id == by.id)
    if db.session.scalar(written) >= MOST:
        raise Refused(_("You have %(most)s reports already. Delete one first.", most=MOST))
    report = SavedReport(by_id=by.id, shared=False)
    change_report(report, by=by, **told)
    db.session.add(report)
    db.session.flush()
    return report


def change_report(report, *, by, name, blocks, query, words, period, shared):
    """Other blocks, another order, other words; shared with the team or kept to oneself."""
    if not may_change(report, by):
        raise Refused(_("Only who saved this report, or a lead, can change it."), status=403)
    if shared and not report.shared and not by.may("moderator"):
        raise Refused(
            _("Moderators share reports with the team. Keep this one to yourself."), status=403
        )
    report.name, report.query = tidy(name), understood(query, by)
    report.blocks = chosen(blocks)
    report.words = clean(words, LONGEST_WORDS)
    report.period = period if period in STEP_OF else "month"
    report.shared = bool(shared)


def delete_report(report, *, by):
    if not may_change(report, by):
        raise Refused(_("Only who saved this report, or a lead, can delete it."), status=403)
    db.session.delete(report)


def may_change(report, user):
    """One's own, and what is shared when one leads."""
    return report.by_id == user.id or (report.shared and user.may("lead"))


def seen_by(user):
    """The reports this person sees: their own, and those of the team."""
    wanted = select(SavedReport).where(or_(SavedReport.shared, SavedReport.by_id == user.id))
    return db.session.scalars(wanted.order_by(SavedReport.name, SavedReport.id)).all()


def tidy(name):
    name = " ".join(clean(name).split())
    if not normalise(name) or len(name) > LONGEST_NAME:
        raise Refused(_("A report needs a name of at most 80 letters."), status=422)
    return name


def chosen(blocks):
    known = [key for key in dict.fromkeys(blocks) if key in BLOCKS]
    if not known:
        raise Refused(_("Choose at least one part for the report."), status=422)
    return known


def understood(text, by):
    """The query as it is kept; refuses one with a word that is not understood."""
    query = Query.of(text)
    if problems := problems_of(query, ask(query, by)):
        raise Refused(str(problems[0]), status=422)
    return str(query)
