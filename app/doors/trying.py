"""Ask a platform, now, whether it hears us."""

from flask import Blueprint, request
from flask_babel import gettext as _

from app.accounts.access import requires
from app.channels import checking
from app.channels.accounts import read_from
from app.channels.actions import heard, not_heard
from app.channels.queries import get_channel
from app.connectors.registry import connect, connector_of
from app.ingest.resting import soon
from app.lib.clock import ago
from app.lib.errors import PermanentError, Refused, TransientError, Unsure
from app.lib.htmx import back_to
from app.lib.transaction import looking

bp = Blueprint("trying", __name__)
FAILURES = (Refused, TransientError, PermanentError, Unsure)
MOST_DAYS = 365


@bp.post("/channels/<int:channel_id>/check")
@requires("lead")
def check(channel_id):
    """Call the other side once; its page says what came in the way."""
    # Nothing is held up while the other side takes its time.
    with looking():
        channel = get_channel(channel_id)
        connector, read = connect(channel), hasattr(connector_of(channel), "poll")
    if read:
        return back_to("channels.show", tested(channel_id), channel_id=channel_id)
    problem = asked(connector)
    channel = get_channel(channel_id)
    if problem is None:
        heard(channel)
        return back_to("channels.show", _("The other side hears us."), channel_id=channel_id)
    not_heard(channel, problem)
    return back_to("channels.show", problem, channel_id=channel_id)


def tested(channel_id):
    """What the platform says of an account of ours; its permissions and the end of its key are kept."""
    try:
        standing = checking.check(channel_id)
    except FAILURES as error:
        return str(error)
    return _("The platform knows us as %(name)s.", name=standing.account_name)


@bp.post("/channels/<int:channel_id>/reading")
@requires("lead")
def read_again(channel_id):
    """Ask the platform now; with a number of days, also for what was written before."""
    channel = get_channel(channel_id)
    days = request.form.get("back", "0")
    if days.isdigit() and 0 < int(days) <= MOST_DAYS:
        read_from(channel, ago(days=int(days)))
        return back_to(
            "channels.show", _("What was written before is on its way."), channel_id=channel_id
        )
    soon(channel_id)
    return back_to("channels.show", _("The platform is asked now."), channel_id=channel_id)


def asked(connector):
    """What came in the way, in words; None when nothing did."""
    if not (hasattr(connector, "check") and connector.set.get("base_url")):
        raise Refused(_("This channel has no call-back to try."))
    try:
        connector.check()
    except FAILURES as error:
        return str(error)
    return None
