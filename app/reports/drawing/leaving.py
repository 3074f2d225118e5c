"""What may leave in a document, by the terms of each platform; figures always may."""

from dataclasses import replace
from datetime import timedelta

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy import select

from app.channels.models import Channel
from app.connectors.registry import connector_of
from app.extensions import db
from app.lib.clock import microseconds, now


class Terms:
    """The terms of every channel, read once for one document."""

    def __init__(self):
        channels = db.session.scalars(select(Channel).order_by(Channel.id)).all()
        self.of = {channel.id: connector_of(channel).exports for channel in channels}
        self.names = {channel.id: channel.name for channel in channels}
        self.titles = {channel.id: str(connector_of(channel).title) for channel in channels}

    def row(self, channel_id, comment_id):
        """Whether this comment may be a row at all."""
        terms = self.of[channel_id]
        return terms.rows and (terms.days is None or comment_id >= since(terms.days))

    def words(self, channel_id, comment_id):
        """Whether what it says may be told."""
        return self.row(channel_id, comment_id) and self.of[channel_id].words

    def notes(self):
        """The sentences of the method note about what stays here."""
        kinds = {terms: self.called(terms) for terms in self.of.values()}
        for terms, channels in kinds.items():
            if not terms.rows:
                yield _(
                    "Counted, but not shown as comments, because the platform forbids it: %(channels)s.",
                    channels=channels,
                )
            elif not terms.words:
                yield _(
                    "Listed by their addresses without words, because the platform forbids to hand them on: %(channels)s.",
                    channels=channels,
                )
            elif terms.days is not None:
                yield ngettext(
                    "Shown only when no older than %(num)s day, because the platform asks for it: %(channels)s.",
                    "Shown only when no older than %(num)s days, because the platform asks for it: %(channels)s.",
                    terms.days, channels=channels,
                )  # fmt: skip

    def called(self, terms):
        named = (
            f"{self.names[key]} ({self.titles[key]})"
            for key, its in self.of.items()
            if its == terms
        )
        return ", ".join(named)


def since(days):
    return microseconds(now() - timedelta(days=days))


def with_notes(document):
    """The document, whose method note tells what the platforms keep from leaving."""
    with force_locale(document.locale):
        return replace(document, method=(*document.method, *Terms().notes()))
