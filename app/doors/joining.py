"""Connect accounts through the platform's own window, or with a key that is tried before it is kept."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.accounts.access import me, requires
from app.channels import accounts, connectings
from app.channels.forms import form_for
from app.channels.models import new_token
from app.connectors.contract import Account
from app.connectors.registry import all_connectors, app_of
from app.lib.clock import ago
from app.lib.errors import PermanentError, Refused, TransientError, Unsure
from app.lib.htmx import back_to
from app.lib.links import public_url
from app.lib.transaction import let_go, looking, transaction

bp = Blueprint("joining", __name__, url_prefix="/channels/join")
DAYS = (0, 7, 30, 90, 365)
FAILURES = (Refused, TransientError, PermanentError, Unsure)


def prepare(app):
    app.jinja_env.globals.update(
        has_window=has_window, lacks=lacks, is_tried=is_tried, can_look_back=can_look_back,
        acts_of=acts_of, addresses_of=addresses_of, DAYS_BACK=DAYS,
    )  # fmt: skip


def has_window(kind):
    """Whether people connect by saying yes on the platform itself, and the team's own application is known."""
    return hasattr(kind, "begin") and accounts.is_set_up(kind)


def lacks(kind):
    """The settings of the team's own application that an administrator has yet to give."""
    if accounts.is_set_up(kind):
        return []
    return [name for word, name in kind.app_settings.items() if not app_of(kind)[word]]


def is_tried(kind):
    """Whether a pasted key is tried on the platform before it is kept."""
    return hasattr(kind, "check") and hasattr(kind, "poll")


def acts_of(kind):
    """What Sada will be able to do there, in words."""
    names = {
        "reply": _("reply"), "hide": _("hide"), "unhide": _("show again"), "delete": _("delete"), "like": _("like"),
        "ban": _("ban authors"),
    }  # fmt: skip
    return [words for act, words in names.items() if act in kind.can]


def can_look_back(kind):
    return hasattr(kind, "poll")


def since():
    """From when on to fetch what is there already; None for from now on."""
    days = request.form.get("back", "0")
    return ago(days=int(days)) if days.isdigit() and int(days) in DAYS[1:] else None


@bp.post("/<platform>/window")
@requires("lead")
def begin(platform):
    """Send a person to the platform's own window; a form may not lead there, so they follow a link."""
    kind = offered(platform)
    form = form_for(kind)
    settings = {k: v for k, v in form.split()["settings"].items() if v}
    state, leader = new_token(), me()
    connector = accounts.for_connecting(platform, settings)
    let_go()
    try:
        begun = connector.begin(back_to_us(kind), state)
    except FAILURES as error:
        return again(kind, form, str(error))
    connectings.set_out(platform, begun, state=state, settings=settings, since=since(), by=leader)
    return render_template("channels/leave.html", connector=kind, address=begun.url)


@bp.get("/back/")
@bp.get("/back")
@requires("lead")
def back():
    """They are back: fetch the keys they allowed, and show which accounts there are."""
    leader = me()
    with looking():
        found = connectings.who_came_back(request.args.get("state"), leader)
        platform, settings, keep = found.platform, found.settings, found.kept.get("keep") or {}
    connector = accounts.for_connecting(platform, settings)
    try:
        told = connector.finish(request.args.to_dict(), back_to_us(type(connector)), keep)
    except FAILURES as error:
        return back_to("channels.form", str(error), platform=platform)
    with_writes(request.args["state"], told)
    return redirect(url_for(".pick", state=request.args["state"]), 303)


def with_writes(state, told):
    from app.lib.database import writes

    leader = me()
    with writes(), transaction():
        connectings.came_back(connectings.who_came_back(state, leader), told)


@bp.get("/pick/<state>")
@requires("lead")
def pick(state):
    found = connectings.who_came_back(state, me())
    kind = all_connectors()[found.platform]
    return render_template("channels/pick.html", connector=kind, connecting=found)


@bp.post("/pick/<state>")
@requires("lead")
def join(state):
    """Connect every account that was ticked; one that is here already goes on where it stopped."""
    found = connectings.who_came_back(state, me())
    chosen = [each for each in found.accounts if each.id in request.form.getlist("account")]
    if not chosen:
        raise Refused(_("Tick at least one account."))
    made = [
        accounts.connect_account(
            found.platform, each, settings=found.settings, since=found.since, by=me()
        )
        for each in chosen
    ]
    if len(made) == 1:
        return back_to("channels.show", _("The channel is ready."), channel_id=made[0].id)
    return back_to("channels.index", _("The channels are ready."))


@bp.post("/<platform>/key")
@requires("lead")
def try_key(platform):
    """A pasted key is tried on the platform first: who we are there, and what is missing, before anything is kept."""
    kind = offered(platform)
    form = form_for(kind)
    if not form.validate():
        return again(kind, form)
    given, leader = form.split(), me()
    settings = {k: v for k, v in given["settings"].items() if v not in ("", None)}
    let_go()
    try:
        standing = accounts.for_connecting(platform, settings, given["secrets"]).check()
    except FAILURES as error:
        return again(kind, form, str(error))
    account = Account(
        standing.account_id, standing.account_name, given["secrets"], standing.keep,
        granted=standing.granted, expires_at=standing.expires_at,
    )  # fmt: skip
    channel = accounts.connect_account(
        platform, account, name=form.name.data, settings=settings, since=since(), by=leader
    )
    channel.missing, channel.notes = list(standing.missing), [str(note) for note in standing.notes]
    return back_to("channels.show", _("The channel is ready."), channel_id=channel.id)


def again(kind, form, problem=None):
    page = render_template("channels/form.html", connector=kind, form=form, problem=problem)
    return page, 422


def offered(platform):
    kind = all_connectors().get(platform)
    return kind if kind and kind.offered and hasattr(kind, "check") else abort(404)


def back_to_us(kind):
    """Where the platform sends people back; some take no address that does not end as they want it."""
    return public_url("joining.back").rstrip("/") + kind.return_ends_with


def addresses_of(kind):
    """What an administrator copies into our application on the platform: (what it is, address)."""
    if hasattr(kind, "begin") and kind.app_settings:
        yield _("Return address"), back_to_us(kind)
    if kind.shares_webhook:
        yield _("Address for deliveries"), public_url("webhooks.deliver_shared", platform=kind.name)
    if hasattr(kind, "who_left"):
        left, delete = (public_url("leaving.tell", platform=kind.name, what=each) for each in ("left", "delete"))  # fmt: skip
        yield _("Address when somebody removes the application"), left
        yield _("Address for requests to delete data"), delete
