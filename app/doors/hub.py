"""What the page of a feed says of its hub."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask_babel import gettext as _

from app.channels import subscriptions as kept


@dataclass(frozen=True)
class Hub:
    """One hub, how it stands in words, and by which name people know it."""

    row: kept.Subscription
    kind: str
    sign: str
    words: str
    host: str


def hub_of(channel):
    """None where the feed names no hub, or none was asked."""
    row = kept.subscription_of(channel)
    return row and Hub(row, *standing(row), urlsplit(row.hub).hostname or "")


def standing(row):
    if row.state == kept.LEFT or not row.is_wanted:
        return "", "‖", _("The hub was asked to stop; it is asked again when the channel goes on.")
    if row.holds:
        return "good", "✓", _("The hub tells us at once; the feed is read every two hours besides.")
    if row.state == kept.DENIED:
        return "priority", "!", _("The hub does not want to; the feed is read as ever.")
    if row.state == kept.FAILED:
        return "priority", "!", _("The hub could not be asked; the feed is read as ever.")
    return "", "…", _("The hub was asked and has not answered yet; the feed is read as ever.")
