"""The ledgers of many channels at once, in as many queries as for one."""

from sqlalchemy import func, select

from app.channels.models import LedgerDay
from app.extensions import db
from app.ingest.booking import COUNTED
from app.ingest.models import Import, RawEvent
from app.ingest.queries import Ledger

DAYS, EVENTS, FILES = (model.__table__.c for model in (LedgerDay, RawEvent, Import))


def ledgers():
    """The ledger of every channel that received anything, by the channel's id."""
    booked = by_channel(DAYS.channel_id, *(func.sum(DAYS[name]) for name in COUNTED))
    events = by_channel(
        EVENTS.channel_id, func.sum(EVENTS["items"]), where=EVENTS.processed_at.is_(None)
    )
    under_way = FILES.state.in_(("waiting", "running"))
    unread = by_channel(FILES.channel_id, func.sum(FILES.rows_total - FILES.rows), where=under_way)
    found = {}
    for channel_id in booked.keys() | events.keys() | unread.keys():
        received, *settled = booked.get(channel_id, (0,) * len(COUNTED))
        (waiting,), (rows,) = events.get(channel_id, (0,)), unread.get(channel_id, (0,))
        found[channel_id] = Ledger(received + rows, *settled, waiting + rows)
    return found


def by_channel(channel_id, *sums, where=None):
    """Sums of one table, by channel."""
    wanted = select(channel_id, *sums).group_by(channel_id)
    rows = db.session.execute(wanted if where is None else wanted.where(where)).all()
    return {key: tuple(int(each or 0) for each in counts) for key, *counts in rows}
