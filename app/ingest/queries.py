"""Reads of what came in: what waits, what was refused, and the ledger."""

from dataclasses import dataclass

from flask import abort
from sqlalchemy import bindparam, func, select

from app.channels.models import Channel, LedgerDay
from app.extensions import db
from app.ingest.models import Import, RawEvent, Refusal
from app.lib.paging import take

EVENTS = RawEvent.__table__
# What a slice may hold in memory, whatever the platform sent.
SLICE_EVENTS, SLICE_BYTES = 500, 8 * 1024 * 1024
REFUSALS_A_PAGE = 50
CHANNEL = Channel.__table__.c
CHANNEL_AT = select(CHANNEL.id, CHANNEL.platform, CHANNEL.settings, CHANNEL.secrets).where(
    CHANNEL.token == bindparam("token"), CHANNEL.archived_at.is_(None)
)


@dataclass(frozen=True)
class Ledger:
    """What a channel received since it is ours, and what became of each comment."""

    received: int
    new: int
    updated: int
    known: int
    refused: int
    waiting: int

    @property
    def adds_up(self):
        settled = self.new + self.updated + self.known + self.refused
        return self.received == settled + self.waiting


def ledger(channel):
    """The ledger of one channel, read at one moment; the rows of a file not read yet are waiting too."""
    day = LedgerDay.__table__.c
    sums = [
        select(func.coalesce(func.sum(day[name]), 0)).where(day.channel_id == channel.id)
        for name in ("received", "new", "updated", "known", "refused")
    ]
    events = select(func.coalesce(func.sum(RawEvent.items), 0)).where(
        EVENTS.c.channel_id == channel.id, EVENTS.c.processed_at.is_(None)
    )
    unread = select(func.coalesce(func.sum(Import.rows_total - Import.rows), 0)).where(
        Import.channel_id == channel.id, Import.state.in_(("waiting", "running"))
    )
    columns = [each.scalar_subquery() for each in (*sums, events, unread)]
    received, *settled, waiting, unread = map(int, db.session.execute(select(*columns)).one())
    return Ledger(received + unread, *settled, waiting + unread)


def ledger_days(channel, most=31):
    """The last days of one channel's ledger, newest first."""
    wanted = select(LedgerDay).where(LedgerDay.channel_id == channel.id)
    return db.session.scalars(wanted.order_by(LedgerDay.day.desc()).limit(most)).all()


def channel_at(connection, token):
    """What a delivery needs of the channel at an address, as a plain row; None for a stranger's guess."""
    return connection.execute(CHANNEL_AT, {"token": token}).one_or_none()


def waiting_channels():
    """The channels with events to process, longest waiting first; a paused channel's events wait on."""
    oldest = (
        select(func.min(EVENTS.c.id))
        .where(EVENTS.c.channel_id == Channel.id, EVENTS.c.processed_at.is_(None))
        .scalar_subquery()
    )
    open_channels = Channel.paused_at.is_(None), Channel.archived_at.is_(None)
    wanted = select(Channel.id, oldest.label("oldest")).where(*open_channels)
    rows = db.session.execute(wanted).all()
    return [row.id for row in sorted(rows, key=lambda row: row.oldest or 0) if row.oldest]


def next_events(channel_id, limit):
    """The oldest waiting events of a channel, up to so many items; and whether more wait."""
    wanted = (
        select(EVENTS.c.id, RawEvent.items, func.length(EVENTS.c.payload).label("size"))
        .where(EVENTS.c.channel_id == channel_id, EVENTS.c.processed_at.is_(None))
        .order_by(EVENTS.c.id)
        .limit(SLICE_EVENTS + 1)
    )
    waiting = db.session.execute(wanted).all()
    chosen, items, size = [], 0, 0
    for row in waiting[:SLICE_EVENTS]:
        items, size = items + row.items, size + row.size
        if chosen and (items > limit or size > SLICE_BYTES):
            break
        chosen.append(row.id)
    return events_of(chosen), len(chosen) < len(waiting)


def events_of(ids):
    columns = (EVENTS.c.id, EVENTS.c.payload, RawEvent.items, EVENTS.c.received_at)
    wanted = select(*columns).where(EVENTS.c.id.in_(ids)).order_by(EVENTS.c.id)
    return db.session.execute(wanted).all()


def files_under_way():
    """Whether any file is being read."""
    wanted = select(Import.id).where(Import.state.in_(("waiting", "running"))).limit(1)
    return db.session.scalar(wanted) is not None


def get_refusal(refusal_id):
    return db.session.get(Refusal, refusal_id) or abort(404)


def refusals_of(channel, *, after=None, import_id=None):
    """What could not become a comment and nobody dealt with yet, newest first."""
    wanted = select(Refusal).where(Refusal.channel_id == channel.id, Refusal.replayed_at.is_(None))
    if import_id:
        wanted = wanted.where(Refusal.import_id == import_id)
    if after:
        wanted = wanted.where(Refusal.id < after)
    rows = db.session.scalars(wanted.order_by(Refusal.id.desc()).limit(REFUSALS_A_PAGE + 1)).all()
    return take(rows, REFUSALS_A_PAGE)
