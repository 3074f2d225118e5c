"""What the tests of escalations share: a letter that was really sent, and its links."""

import re

import pytest

from app.escalations.actions import escalate
from app.escalations.models import Escalation
from app.extensions import db
from app.jobs import Task
from app.lib.clock import now
from tests.fixtures.post_office import post_office  # noqa: F401
from tests.fixtures.village import notice, question, village  # noqa: F401
from workers import escalations, letters, runner  # noqa: F401

LINK = re.compile(r"https?://[^\s\"'<>]+")


@pytest.fixture
def run_all(the_app):
    """Do every task that waits, whenever it is due; those for later than `within` hours stay."""

    def run(later=False):
        waiting = db.session.query(Task).filter(Task.done_at.is_(None), Task.failed_at.is_(None))
        if not later:
            waiting = waiting.filter(Task.job != "remind-escalation")
        waiting.update({"due_at": now()}, synchronize_session=False)
        db.session.commit()
        while runner.run_tasks():
            pass
        db.session.expire_all()

    return run


@pytest.fixture
def escalated(insult, leila, nadia):
    """An insult handed to Nadia; the letter has not left."""
    escalate(insult, by=leila, to=nadia, reason="Accuses the staff of theft.", urgency="today")
    db.session.commit()
    return db.session.query(Escalation).one()


@pytest.fixture
def letter(escalated, post_office, run_all):  # noqa: F811
    """The letter in Nadia's mailbox."""
    run_all()
    run_all()
    return post_office.letters[-1]


def text_of(message):
    return message.get_body(("plain",)).get_content()


def html_of(message):
    return message.get_body(("html",)).get_content()


def links_of(message):
    """Every address in a letter, as a guard of mail programs finds them."""
    found = LINK.findall(text_of(message)) + LINK.findall(html_of(message))
    return list(dict.fromkeys(found))


def button_of(message, words):
    """The address under one button, in the text."""
    return re.search(re.escape(words) + r":\s*(\S+)", text_of(message))[1]


def path_of(url):
    return "/" + url.split("/", 3)[3]
