"""What could not become a comment: look at it, take it away as a file, try it again."""

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.access import requires
from app.channels.queries import get_channel
from app.ingest.queries import get_refusal, refusals_of
from app.ingest.reasons import sentence
from app.ingest.replaying import replay, replay_all
from app.lib.htmx import back_to
from app.lib.sheets import csv_line
from app.lib.sheets import download as download_lines

bp = Blueprint("refused", __name__)


def prepare(app):
    app.jinja_env.globals["reason_of"] = lambda refusal: sentence(refusal.reason, refusal.details)


@bp.get("/channels/<int:channel_id>/refused")
@requires("moderator")
def index(channel_id):
    channel = get_channel(channel_id)
    found = refusals_of(channel, after=request.args.get("after", type=int))
    return render_template("channels/refused.html", channel=channel, refusals=found)


@bp.get("/channels/<int:channel_id>/refused.csv")
@requires("moderator")
def download(channel_id):
    return download_lines(csv_lines(get_channel(channel_id)), f"refused-{channel_id}.csv")


@bp.post("/channels/<int:channel_id>/refused/replay")
@requires("lead")
def again_all(channel_id):
    counts = replay_all(get_channel(channel_id))
    return back_to("channels.show", became(counts), channel_id=channel_id)


@bp.post("/refused/<int:refusal_id>/replay")
@requires("lead")
def again(refusal_id):
    refusal = get_refusal(refusal_id)
    counts = replay(refusal)
    return back_to("channels.show", became(counts), channel_id=refusal.channel_id)


def became(counts):
    """What became of the items that were tried again, in words."""
    taken = counts["new"] + counts["updated"] + counts["known"]
    parts = [ngettext("%(num)d taken in.", "%(num)d taken in.", taken)]
    if counts["refused"]:
        told = ngettext("%(num)d refused again.", "%(num)d refused again.", counts["refused"])
        parts.append(told)
    return " ".join(parts)


def csv_lines(channel):
    """Every refused item as a line of CSV, read a page at a time."""
    yield csv_line([_("Line"), _("Received"), _("Reason"), _("Code"), _("As it was sent")])
    after = None
    while True:
        page = refusals_of(channel, after=after)
        for refusal in page.rows:
            said = sentence(refusal.reason, refusal.details)
            at = refusal.at.isoformat(timespec="seconds")
            yield csv_line([refusal.position, at, said, refusal.reason, refusal.item])
        if not page.more:
            return
        after = page.more
