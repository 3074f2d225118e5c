"""Makes the document of a report: its blocks counted over a period, in the reader's language."""

from flask_babel import force_locale
from flask_babel import gettext as _

from app.lib.clock import now
from app.reports.blocks import Document
from app.reports.counts import Counts
from app.reports.naming import period_words
from app.reports.parts import Told
from app.reports.ready.catalogue import blocks_of, title_of
from app.search.query import Query


def document(report, period, query="", *, user=None, locale="fr"):
    """The document of a ready report (its key) or of one that somebody saved, over a period."""
    query = Query.of(query) if isinstance(query, str) else query
    told = Told(Counts(query, period, user), Counts(query, period.before, user))
    with force_locale(locale):
        return Document(
            title=title_of(report),
            period=period_words(period),
            before=period_words(period.before),
            locale=locale,
            made_at=now(),
            query=str(query),
            lead=tuple(getattr(report, "lead_words", ())),
            blocks=tuple(block(told) for block in blocks_of(report)),
            method=method(),
        )


def method():
    return (
        _("Counted: comments that others wrote in the period, without spam and deleted ones."),
        _("What was done to them counts whenever it was done."),
    )
