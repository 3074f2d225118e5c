"""The ledger: what each channel received on each day, and what became of it."""

from sqlalchemy import Date, bindparam, text

COUNTED = ("received", "new", "updated", "known", "refused")
# Written out, because it is part of every delivery: building it anew each time costs more than running it.
BOOK = text(
    f"INSERT INTO ledger_days (channel_id, day, {', '.join(COUNTED)}) "
    f"VALUES (:channel_id, :day, {', '.join(f':{name}' for name in COUNTED)}) "
    "ON CONFLICT (channel_id, day) DO UPDATE SET "
    + ", ".join(f"{name} = ledger_days.{name} + excluded.{name}" for name in COUNTED)
).bindparams(bindparam("day", type_=Date))


def book(connection, channel_id, day, **counts):
    """Add to one day of a channel's ledger; less than nothing takes back."""
    row = {"channel_id": channel_id, "day": day, **dict.fromkeys(COUNTED, 0), **counts}
    connection.execute(BOOK, row)


def day_of(moment):
    """The day of the ledger that a moment belongs to."""
    return moment.date()
