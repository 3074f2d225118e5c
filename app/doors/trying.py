"""Ask a platform, now, whether it hears us."""

from flask import Blueprint
from flask_babel import gettext as _

from app.accounts.access import requires
from app.channels.actions import heard, not_heard
from app.channels.queries import get_channel
from app.connectors.registry import connect
from app.lib.errors import PermanentError, Refused, TransientError, Unsure
from app.lib.htmx import back_to
from app.lib.transaction import looking

bp = Blueprint("trying", __name__)


@bp.post("/channels/<int:channel_id>/check")
@requires("lead")
def check(channel_id):
    """Call the other side once; its page says what came in the way."""
    # Nothing is held up while the other side takes its time.
    with looking():
        connector = connect(get_channel(channel_id))
    problem = asked(connector)
    channel = get_channel(channel_id)
    if problem is None:
        heard(channel)
        return back_to("channels.show", _("The other side hears us."), channel_id=channel_id)
    not_heard(channel, problem)
    return back_to("channels.show", problem, channel_id=channel_id)


def asked(connector):
    """What came in the way, in words; None when nothing did."""
    if not (hasattr(connector, "check") and connector.set.get("base_url")):
        raise Refused(_("This channel has no call-back to try."))
    try:
        connector.check()
    except (Refused, TransientError, PermanentError, Unsure) as error:
        return str(error)
    return None
