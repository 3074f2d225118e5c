"""A browser asks to be told, and what one's profile says of it."""

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from flask_babel import gettext as _

from app.accounts.access import login_required, me
from app.lib.errors import Refused
from app.lib.transaction import let_go
from app.push import actions
from app.push.keys import public_key
from app.push.queries import devices_of

bp = Blueprint("push", __name__, url_prefix="/push")
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux")
BROWSERS = (("Firefox", "Firefox"), ("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung"), ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip


def prepare(app):
    """What the profile draws its part on messages with."""
    app.jinja_env.globals["devices_told"] = lambda: devices_of(me())


@bp.post("/key")
@login_required
def key():
    """The public half of our key, made when the first browser asks."""
    return jsonify(key=public_key())


@bp.post("/devices")
@login_required
def add():
    told = asked()
    let_go()
    actions.check_endpoint(told["endpoint"])
    actions.add_device(me(), **told, name=named(request.user_agent.string))
    return jsonify(devices=len(devices_of(me()))), 201


@bp.delete("/devices")
@login_required
def leave():
    """This browser no longer wants to be told."""
    actions.remove_device(
        me(), endpoint=str((request.get_json(silent=True) or {}).get("endpoint") or "-")
    )
    return "", 204


@bp.post("/devices/<int:number>/end")
@login_required
def end(number):
    actions.remove_device(me(), number=number)
    flash(_("This device is told no more."), "success")
    return redirect(url_for("accounts.profile", _anchor="push"), 303)


def asked():
    """What a browser told of itself; refuses what is not a subscription."""
    told = request.get_json(silent=True)
    told = told if isinstance(told, dict) else {}
    keys = told.get("keys") if isinstance(told.get("keys"), dict) else {}
    found = {
        "endpoint": told.get("endpoint"),
        **{name: keys.get(name) for name in ("p256dh", "auth")},
    }
    if not all(
        isinstance(word, str) and 0 < len(word) <= actions.LONGEST for word in found.values()
    ):
        raise Refused(_("Messages cannot be sent to this browser."), status=422)
    return found


def named(agent):
    """A browser and where it runs, so that people know their devices apart."""
    browser = next((title for word, title in BROWSERS if word in agent), "")
    system = next((word for word in SYSTEMS if word in agent), "")
    return " · ".join(filter(None, (browser, system)))
