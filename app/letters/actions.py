"""Write a letter, and write down how it left."""

from babel import Locale
from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from app import jobs
from app.extensions import db
from app.jobs import enqueue
from app.letters.models import Letter
from app.letters.secrecy import without_keys
from app.lib.clock import now
from app.lib.errors import Refused
from app.lib.links import public_url
from app.lib.mail import compose, inlined, new_message_id, one_line


def post(to, *, template, locale, enclosures=(), **context):
    """Write a letter in its reader's language, keep it, and ask for it to be sent."""
    letter = written(to, template=template, locale=locale, **context)
    letter.enclosures = list(enclosures)
    db.session.add(letter)
    enqueue(jobs.SEND_LETTER, letter)
    return letter


def written(to, *, template, locale, **context):
    """A letter as it would be sent, not kept yet.

    `template` names three files: `<template>.subject.txt`, `.txt` and `.html`.
    """
    locale = locale or current_app.config["DEFAULT_LOCALE"]
    with force_locale(locale):
        subject, text, html = (
            render_template(f"{template}.{part}", **around(locale), **context)
            for part in ("subject.txt", "txt", "html")
        )
    return Letter(
        to=to,
        subject=one_line(subject),
        text=text.strip() + "\n",
        html=inlined(html),
        locale=locale,
        message_id=new_message_id(current_app.config["MAIL_FROM"]),
    )


def around(locale):
    """What every letter may print besides its own: its language, direction, who signs, and links."""
    rtl = Locale.parse(locale).character_order == "right-to-left"
    return {
        "locale": locale,
        "dir": "rtl" if rtl else "ltr",
        "team": current_app.config["TEAM_NAME"],
        "public_url": public_url,
    }


def message_of(letter):
    """The letter as it goes on the wire, the same however often it is tried."""
    return compose(
        sender=current_app.config["MAIL_FROM"],
        to=letter.to,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        locale=letter.locale,
        message_id=letter.message_id,
        date=letter.made_at,
        enclosures=letter.enclosures,
    )


def keep(letter):
    """Leave the letter here, for an administrator to read: there is no mail server."""
    letter.state, letter.reason = "kept", None


def sent(letter):
    """The mail server has it: what opens doors in it is forgotten here."""
    letter.state, letter.sent_at, letter.reason = "sent", now(), None
    letter.text, letter.html = without_keys(letter.text), without_keys(letter.html)
    letter.enclosures = []


def failed(letter, reason):
    """It could not be sent, for this reason; a person may ask for another try."""
    letter.state, letter.reason = "failed", reason


def send_again(letter):
    """Try once more a letter that failed, or that was kept while there was no mail server."""
    if not current_app.config["SMTP_URL"]:
        raise Refused(_("No mail server is set, so letters are kept here."))
    if letter.state not in ("failed", "kept"):
        raise Refused(_("This letter has left or is on its way."))
    letter.state, letter.reason = "waiting", None
    enqueue(jobs.SEND_LETTER, letter)
