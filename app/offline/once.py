"""An act that is sent twice is done once: the answer may have been lost, the press never is."""

from flask import g, render_template
from flask_babel import gettext as _
from sqlalchemy import delete, update

from app.accounts.access import me
from app.extensions import db
from app.lib.clock import ago, now
from app.lib.htmx import make_response, request
from app.lib.upsert import insert_into
from app.offline.models import SentAct

HEADER = "Sada-Act"
LONGEST = 40
# Browsers give up an act that waited for half as long.
KEPT_DAYS = 14


def take():
    """Note an act with the change it makes, or say that it was done before."""
    mark = request.headers.get(HEADER, "")
    if request.method in ("GET", "HEAD", "OPTIONS") or not 0 < len(mark) <= LONGEST or not me():
        return None
    row = insert_into(SentAct).values(user_id=me().id, mark=mark, made_at=now())
    if db.session.scalar(row.on_conflict_do_nothing().returning(SentAct.mark)):
        g.act = mark
        return None
    told = db.session.get(SentAct, (me().id, mark)).told
    body = render_template("ui/_notice.html", words=_("This was done already."))
    return make_response(
        body, retarget="#toasts", reswap="innerHTML", trigger=told or "comment-changed"
    )


def remember(response):
    """Keep what the page is told of an act, as part of the same change."""
    told = response.headers.get("HX-Trigger")
    if "act" in g and told and response.status_code < 400:
        mine = SentAct.user_id == me().id, SentAct.mark == g.pop("act")
        db.session.execute(update(SentAct).where(*mine).values(told=told))
    return response


def forget():
    """Let go of acts that no browser sends again."""
    db.session.execute(delete(SentAct).where(SentAct.made_at < ago(days=KEPT_DAYS)))
