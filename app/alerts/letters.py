"""Letters about an alert, to who asked for them."""

from flask import current_app
from flask_babel import force_locale

from app.alerts import words
from app.alerts.models import Alert
from app.alerts.offers import name_of
from app.alerts.queries import list_of
from app.comments.masking import first_words, subject_words
from app.connectors.registry import connector_of
from app.extensions import db
from app.letters.actions import post
from app.lib.clock import now
from app.lib.links import public_url

LONGEST_NAME = 60


def write(alert_id):
    """Write to each reader of its watch once, unless somebody has looked at it meanwhile."""
    alert = db.session.get(Alert, alert_id, with_for_update=True)
    if alert is None or alert.written_at or alert.reviewed_at or alert.snoozed:
        return
    alert.written_at = now()
    for reader in alert.watch.readers:
        if reader.active:
            write_to(reader, alert)


def write_to(reader, alert):
    locale = reader.locale or current_app.config["DEFAULT_LOCALE"]
    with force_locale(locale):
        about = told(alert)
    post(
        reader.email, template="alerts/mail/told", locale=locale, name=reader.called, alert=alert,
        **about,
    )  # fmt: skip


def told(alert):
    """What a letter says of an alert; force the reader's language around it."""
    first = alert.first
    return {
        "headline": words.headline(alert),
        "reach": words.reach(alert),
        "usual": words.usual_of(alert),
        "terms": words.terms_of(alert),
        "watch": str(name_of(alert.watch)),
        "first": first,
        "first_words": subject_words(first) if first else "",
        "source": source_of(first) if first else "",
        "link": public_url("inbox.page", q=str(list_of(alert))),
        "page": public_url("alerts.index"),
    }


def source_of(comment):
    name = first_words(comment.channel.name, LONGEST_NAME)
    return f"{connector_of(comment.channel).title}, {name}"
