"""A person on their way through a platform's own window: what must be known again when they come back."""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import JSON, String, delete, select

from app.channels.models import new_token
from app.connectors.contract import Account
from app.extensions import db
from app.lib.clock import UTCDateTime, ago, now
from app.lib.errors import Refused
from app.lib.secrets import Encrypted

LIVES = timedelta(minutes=30)


class Connecting(db.Model):
    """One try to connect accounts of a platform; `kept` holds its keys, locked, and is gone half an hour later."""

    __tablename__ = "connectings"
    id = db.Column(db.Integer, primary_key=True)
    state = db.Column(String(64), nullable=False, unique=True, default=new_token)
    platform = db.Column(String(40), nullable=False)
    settings = db.Column(JSON, nullable=False, default=dict)
    kept = db.Column(Encrypted, nullable=False, default=dict)
    since = db.Column(UTCDateTime)
    by_id = db.Column(db.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True)
    made_at = db.Column(UTCDateTime, nullable=False, default=now)

    @property
    def accounts(self):
        """The accounts that this person may pick, once they are back."""
        return [unpacked(told) for told in self.kept.get("accounts", ())]


def set_out(platform, begun, *, state, settings, since, by):
    """Remember who left for a platform's window, and clear away those who never came back."""
    db.session.execute(delete(Connecting).where(Connecting.made_at < ago(minutes=30)))
    gone = Connecting(
        platform=platform, state=state, settings=settings, since=since, by_id=by.id,
        kept={"keep": begun.keep},
    )  # fmt: skip
    db.session.add(gone)
    return gone


def who_came_back(state, by):
    """The try that a state belongs to, of this very person; refuses one that is over."""
    wanted = select(Connecting).where(Connecting.state == (state or ""), Connecting.by_id == by.id)
    found = db.session.scalar(wanted)
    if found is None or found.made_at < now() - LIVES:
        raise Refused(_("This took too long, or was begun by somebody else. Please connect again."))
    return found


def came_back(connecting, accounts):
    """Keep the accounts to pick from; what was kept for the way back has served."""
    connecting.kept = {"accounts": [packed(account) for account in accounts]}


def packed(account):
    return {
        **{name: getattr(account, name) for name in ("id", "name", "secrets", "settings", "about", "url")},
        "granted": sorted(account.granted) if account.granted is not None else None,
        "expires_at": account.expires_at and account.expires_at.isoformat(),
    }  # fmt: skip


def unpacked(told):
    granted, ends = told["granted"], told["expires_at"]
    more = {
        "granted": frozenset(granted) if granted is not None else None,
        "expires_at": datetime.fromisoformat(ends) if ends else None,
    }
    return Account(**{**told, **more})
