"""Comments to be chosen, on a channel that hides and on one where an act stays here."""

import pytest

from app import jobs
from app.batches.actions import act, take_back
from app.batches.choosing import choose
from app.extensions import db
from app.lib.clock import ago
from app.lib.transaction import transaction
from tests import cast
from tests.fixtures.village import question, village  # noqa: F401
from workers import batches, escalations, moderation, replies  # noqa: F401
from workers.runner import run_tasks


@pytest.fixture
def some(page):
    """Five comments on a channel where hiding stays here."""
    return [cast.comment(page, f"Commentaire {n}", author=cast.author(page)) for n in range(5)]


@pytest.fixture
def villagers(village):  # noqa: F811
    """Three comments on a channel whose platform hides."""
    channel = cast.channel("village")
    return [cast.comment(channel, f"Villageois {n}", author=cast.author(channel)) for n in range(3)]


def do(comments, kind, by, **details):
    """Choose these and do one thing to all of them."""
    with transaction():
        batch = act(choose([one.id for one in comments], by=by), kind, by=by, **details)
    db.session.expire_all()
    return batch


def undo(batch, by):
    with transaction():
        take_back(batch, by=by)
    db.session.expire_all()


def work(later=False):
    """What the workers do until nothing is due; `later`, when the undo window is over."""
    if later:
        db.session.query(jobs.Task).update({"due_at": ago(seconds=1)})
        db.session.commit()
    while run_tasks():
        pass
    db.session.expire_all()
