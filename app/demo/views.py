"""The button of an empty inbox: let the demo come in."""

from flask import Blueprint
from flask_babel import gettext as _

from app import jobs
from app.accounts.access import me, requires
from app.jobs import enqueue
from app.lib.htmx import back_to

bp = Blueprint("demo", __name__)


@bp.post("/demo")
@requires("admin")
def load():
    """Ask a worker to fill the inbox; what arrives is seen arriving."""
    enqueue(jobs.LOAD_DEMO, me())
    return back_to("inbox.page", _("The demo is on its way: its comments arrive in a few seconds."))
