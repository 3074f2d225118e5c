"""Find territories as people name them."""

from sqlalchemy import or_, select

from app.extensions import db
from app.lib.text import normalise
from app.territories.models import Territory


def territory_named(name):
    """The place of that French or Arabic name, the widest first; None when we know none."""
    so_called = or_(Territory.key == normalise(name), Territory.name_ar == name.strip())
    wanted = select(Territory).where(so_called).order_by(Territory.id)
    return db.session.scalars(wanted.limit(1)).first()
