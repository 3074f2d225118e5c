"""What a platform lets a channel spend, and what is left of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.channels.models import Spending
from app.extensions import db
from app.lib.clock import UTC, now
from app.lib.transaction import transaction
from app.lib.upsert import insert_into


@dataclass(frozen=True)
class Account:
    """One period's spending: in what unit, how much of how much, and when it begins anew."""

    unit: str
    used: float
    limit: float | None
    reserve: float
    ends_at: datetime

    @property
    def left(self):
        return None if self.limit is None else max(0, self.limit - self.used)

    @property
    def polling_stops(self):
        """Whether what is left is for people's acts alone."""
        return self.limit is not None and self.used >= self.limit - self.reserve


def spending_of(channel_id, connector, at=None):
    """How the budget of a channel stands; None where its platform has none."""
    budget = connector.budget
    if budget is None:
        return None
    period, ends_at = period_of(budget, at or now())
    row = db.session.get(Spending, (channel_id, period))
    limit = connector.set.get(budget.limit) if isinstance(budget.limit, str) else budget.limit
    limit = float(limit) if limit not in (None, "") else None
    return Account(str(budget.unit), row.used if row else 0, limit, budget.reserve, ends_at)


def period_of(budget, at):
    """The name of the day or month a moment is in, and when it ends."""
    here = at.astimezone(ZoneInfo(budget.zone))
    if budget.period == "day":
        begins = datetime.combine(here.date() + timedelta(days=1), datetime.min.time(), here.tzinfo)
        return here.date().isoformat(), begins.astimezone(UTC)
    first = (here.replace(day=1) + timedelta(days=32)).replace(day=1).date()
    begins = datetime.combine(first, datetime.min.time(), here.tzinfo)
    return here.strftime("%Y-%m"), begins.astimezone(UTC)


def book_spent(channel_id, connector):
    """Keep what a conversation has cost, also one that failed; nothing is written when it cost nothing."""
    if not connector.spent or connector.budget is None:
        return
    period, _ = period_of(connector.budget, now())
    row = insert_into(Spending.__table__).values(
        channel_id=channel_id, period=period, used=connector.spent
    )
    more = Spending.__table__.c.used + row.excluded.used
    with transaction():
        db.session.execute(
            row.on_conflict_do_update(index_elements=["channel_id", "period"], set_={"used": more})
        )
    connector.spent = 0
