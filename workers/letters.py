"""Letters leave."""

from flask import current_app

from app import jobs
from app.extensions import db
from app.letters import actions
from app.letters.models import Letter
from app.lib.mail import send
from app.lib.transaction import looking, transaction
from workers.runner import does, gives_up


@does(jobs.SEND_LETTER, own_transactions=True)
def send_letter(letter_id):
    """Hand one letter to the mail server, or keep it when there is none; one that has left stays so."""
    url = current_app.config["SMTP_URL"]
    with looking():
        letter = db.session.get(Letter, letter_id)
        message = actions.message_of(letter) if letter and letter.state == "waiting" else None
    if message and url:
        send(message, url)
    if message:
        with transaction():
            letter = db.session.get(Letter, letter_id)
            actions.sent(letter) if url else actions.keep(letter)


@gives_up(jobs.SEND_LETTER)
def letter_failed(letter_id, reason):
    """No more tries: the letter says why."""
    actions.failed(db.session.get(Letter, letter_id), reason)
