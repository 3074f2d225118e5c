"""Channels on fake platforms, and the time that passes for them."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import update

from app.channels.models import Channel, Poll
from app.comments.models import Comment
from app.connectors.registry import all_connectors
from app.extensions import db
from app.ingest.actions import process
from app.ingest.polling import begin_polls, due_channels, poll_channel
from app.ingest.queries import ledger
from app.jobs import Task
from app.lib.clock import now
from app.lib.transaction import transaction
from tests import cast
from tests.fakes.running import NAMES
from workers import channels, moderation, replies, runner  # noqa: F401

POLLED = [name for name in NAMES if hasattr(all_connectors().get(name), "poll")]
# Whatever waits for a moment, in one table or another.
MOMENTS = (
    (Poll, "due_at"), (Poll, "recheck_at"), (Poll, "claimed_until"), (Channel, "not_before"),
    (Channel, "renewing_until"), (Task, "due_at"),
)  # fmt: skip


def connected(fake, **more):
    """A channel on a fake platform, as it is after a person has connected it."""
    told = fake.account()
    # Our application over there, where the platform asks for one.
    current_app.config.update(told.get("config") or {})
    settings = {"base_url": fake.url} | {
        name: value.replace("{url}", fake.url) if isinstance(value, str) else value
        for name, value in told["settings"].items()
    }
    channel = cast.channel(
        fake.name, settings=settings, secrets=told["secrets"], account_id=told["account_id"], **more
    )
    with transaction():
        begin_polls()
    read(channel)
    return channel


def read(channel, most=40):
    """Poll until there is no more, and make comments of what came."""
    channel_id = channel.id
    for _ in range(most):
        due_now(channel_id)
        if channel_id not in due_channels() or not turn(channel_id):
            break
        if not db.session.get(Poll, channel_id).more:
            break
    while process():
        pass
    db.session.rollback()
    # What was only named is fetched, and understood.
    run_tasks("fetch-comment")
    while process():
        pass
    db.session.rollback()


def turn(channel_id):
    db.session.rollback()
    taken = poll_channel(channel_id)
    db.session.rollback()
    return taken


def due_now(channel_id):
    db.session.rollback()
    with transaction():
        due = update(Poll).where(Poll.channel_id == channel_id)
        db.session.execute(due.values(due_at=now()))


def run_tasks(*names):
    """Do what is due; only these jobs when any are named."""
    db.session.rollback()
    if names:
        others = update(Task).where(Task.job.not_in(names), Task.done_at.is_(None))
        with transaction():
            db.session.execute(others.values(claimed_at=now()))
    while runner.run_tasks():
        pass
    if names:
        with transaction():
            freed = update(Task).where(Task.job.not_in(names), Task.done_at.is_(None))
            db.session.execute(freed.values(claimed_at=None))
    db.session.rollback()


def time_passes(fake=None, **delta):
    """Everything that waits has waited so much longer."""
    gone = timedelta(**delta)
    db.session.rollback()
    with transaction():
        for model, name in MOMENTS:
            for row in db.session.query(model).filter(getattr(model, name).is_not(None)):
                setattr(row, name, getattr(row, name) - gone)
    if fake:
        fake.pass_time(seconds=gone.total_seconds())


def held(channel):
    """The comments of citizens that we hold, by the platform's id."""
    db.session.rollback()
    rows = db.session.query(Comment).filter_by(channel_id=channel.id).all()
    return {row.platform_id: row for row in rows}


def adds_up(channel):
    book = ledger(channel)
    assert book.adds_up and book.waiting == 0 and book.refused == 0
    return book
