"""Channels: which there are, how they stand, and how to connect one."""

from pathlib import Path

from flask import Blueprint, abort, current_app, make_response, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts.access import me, requires
from app.channels import actions
from app.channels.forms import form_for
from app.channels.queries import channels, get_channel
from app.channels.subscriptions import is_reachable
from app.connectors.registry import all_connectors, connector_of
from app.doors.account import account_of, fetched_share
from app.doors.hub import hub_of
from app.doors.once import said_once, say_once
from app.doors.reaching import curl_line, snippet
from app.doors.standing import standing
from app.ingest.ledgers import ledgers
from app.ingest.queries import ledger, ledger_days, refusals_of
from app.lib.htmx import back_to
from app.lib.links import public_url

bp = Blueprint("channels", __name__, url_prefix="/channels")


def prepare(app):
    """What the page of a channel says of how to reach it."""
    app.jinja_env.globals.update(
        curl_line=curl_line, snippet=snippet, public_url=public_url, hub_of=hub_of,
        is_reachable=is_reachable, has_guide=guide_of, fetched_share=fetched_share,
    )  # fmt: skip


@bp.get("")
@requires("moderator")
def index():
    counted = ledgers()
    shown = {
        which: [standing(channel, counted.get(channel.id)) for channel in channels(archived=old)]
        for which, old in (("standings", False), ("put_away", True))
    }
    return render_template("channels/index.html", **shown)


@bp.get("/new")
@requires("lead")
def new():
    return render_template("channels/new.html", connectors=offered().values())


@bp.get("/new/<platform>")
@requires("lead")
def form(platform):
    connector = offered().get(platform) or abort(404)
    return render_template("channels/form.html", connector=connector, form=form_for(connector))


@bp.post("/new/<platform>")
@requires("lead")
def create(platform):
    connector = offered().get(platform) or abort(404)
    form = form_for(connector)
    if not form.validate():
        return render_template("channels/form.html", connector=connector, form=form), 422
    channel = actions.connect_channel(platform, name=form.name.data, by=me(), **form.split())
    say_once(channel.secrets.get("secret"))
    return back_to("channels.show", _("The channel is ready."), channel_id=channel.id)


@bp.get("/<int:channel_id>")
@requires("moderator")
def show(channel_id):
    channel = get_channel(channel_id)
    return render_template(
        "channels/page.html",
        channel=channel,
        connector=connector_of(channel),
        standing=standing(channel, ledger(channel)),
        days=ledger_days(channel),
        refusals=refusals_of(channel),
        secret=said_once(),
        account=account_of(channel),
    )


@bp.get("/<int:channel_id>/settings")
@requires("lead")
def edit(channel_id):
    channel = get_channel(channel_id)
    connector = connector_of(channel)
    form = form_for(connector, channel)
    return render_template("channels/form.html", connector=connector, form=form, channel=channel)


@bp.post("/<int:channel_id>/settings")
@requires("lead")
def change(channel_id):
    channel = get_channel(channel_id)
    connector = connector_of(channel)
    form = form_for(connector, channel)
    if not form.validate():
        page = render_template(
            "channels/form.html", connector=connector, form=form, channel=channel
        )
        return page, 422
    actions.change_channel(channel, name=form.name.data, **form.split())
    return back_to("channels.show", _("The channel is saved."), channel_id=channel.id)


@bp.post("/<int:channel_id>/secret")
@requires("lead")
def new_secret(channel_id):
    channel = get_channel(channel_id)
    say_once(actions.new_secret(channel))
    return redirect(url_for("channels.show", channel_id=channel.id), 303)


@bp.post("/<int:channel_id>/former-secret/forgotten")
@requires("lead")
def forget(channel_id):
    channel = get_channel(channel_id)
    actions.forget_former_secret(channel)
    return back_to("channels.show", _("The former secret is refused now."), channel_id=channel.id)


@bp.get("/webhook.md")
@requires("moderator")
def webhook_words():
    """All that a system may send to a signed webhook, for who programs it."""
    words = Path(current_app.root_path).parent / "docs" / "webhook.md"
    if not words.is_file():
        abort(404)
    return make_response(
        words.read_text(encoding="utf-8"), {"Content-Type": "text/plain; charset=utf-8"}
    )


@bp.get("/new/<platform>/guide")
@requires("moderator")
def guide(platform):
    """What to click on the platform's side, and what Sada can and cannot do there: the page of the documentation."""
    kind = offered().get(platform) or abort(404)
    words = guide_of(kind) or abort(404)
    told = {"Content-Type": "text/plain; charset=utf-8"}
    return make_response(words.read_text(encoding="utf-8"), told)


def guide_of(kind):
    """The page of one platform: in English for who reads that, in French for everybody else; None where there is none."""
    folder = Path(current_app.root_path).parent / "docs" / "platforms"
    english, french = folder / f"{kind.name}.md", folder / "fr" / f"{kind.name}.md"
    pages = (english, french) if str(get_locale()) == "en" else (french, english)
    return next((page for page in pages if page.is_file()), None)


def offered():
    """What a person may connect, by its name."""
    return {name: kind for name, kind in all_connectors().items() if kind.offered}


TURNS = {
    "pause": (actions.pause, lambda: _("Paused. What arrives is kept and waits.")),
    "resume": (actions.resume, lambda: _("Goes on. What waited comes in now.")),
    "archive": (actions.archive, lambda: _("Put away. What it brought stays in the inbox.")),
    "return": (actions.bring_back, lambda: _("The channel is back.")),
}


@bp.post("/<int:channel_id>/<any(pause, resume, archive, return):turn>")
@requires("lead")
def turn(channel_id, turn):
    act, words = TURNS[turn]
    act(get_channel(channel_id))
    return back_to("channels.show", words(), channel_id=channel_id)
