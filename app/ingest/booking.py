"""The ledger: what each channel received on each day, and what became of it."""

from app.channels.models import LedgerDay
from app.extensions import db
from app.lib.upsert import insert_into

COUNTED = ("received", "new", "updated", "known", "refused")


def book(channel_id, day, **counts):
    """Add to one day of a channel's ledger; less than nothing takes back."""
    table = LedgerDay.__table__
    row = {"channel_id": channel_id, "day": day, **dict.fromkeys(COUNTED, 0), **counts}
    entry = insert_into(table).values(row)
    more = {name: table.c[name] + entry.excluded[name] for name in COUNTED}
    db.session.execute(entry.on_conflict_do_update(index_elements=["channel_id", "day"], set_=more))


def day_of(moment):
    """The day of the ledger that a moment belongs to."""
    return moment.date()
