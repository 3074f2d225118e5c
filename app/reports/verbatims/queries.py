"""The quotes of a period, and those that a document may show."""

from dataclasses import dataclass, replace

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.reports.blocks import Block, Verbatim
from app.reports.drawing.leaving import Terms
from app.reports.verbatims.models import Quote


@dataclass(frozen=True)
class Told(Verbatim):
    """A quote with what a person translated."""

    translation: str = ""


def quotes_of(period, locale, state=None):
    """The quotes of a period by theme, in the order they were chosen."""
    wanted = select(Quote).options(joinedload(Quote.comment), joinedload(Quote.by)).where(
        Quote.first_day == period.start, Quote.end_day == period.end, Quote.locale == locale
    )  # fmt: skip
    if state:
        wanted = wanted.where(Quote.state == state)
    return db.session.scalars(wanted.order_by(Quote.theme, Quote.id)).all()


def with_approved(document, period):
    """The document with what people wrote, as far as a person approved it and the platforms allow."""
    terms = Terms()
    quotes = [
        quote
        for quote in quotes_of(period, document.locale, "approved")
        if not quote.comment.gone
        and quote.query == document.query
        and terms.words(quote.comment.channel_id, quote.comment_id)
    ]
    if not quotes:
        return document
    with force_locale(document.locale):
        said = Block(
            "verbatims",
            _("In their own words"),
            words=(
                _("Chosen to be different from each other, approved by a person, without names."),
            ),
            verbatims=tuple(map(verbatim, quotes)),
        )
    return replace(document, blocks=(*document.blocks, said))


def verbatim(quote):
    comment = quote.comment
    where = " · ".join(filter(None, (quote.theme, quote.place)))
    return Told(quote.text, quote.who, where, comment.created_at, comment.lang, quote.translation)
