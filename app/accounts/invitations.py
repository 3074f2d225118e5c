"""The ways in for who has no account yet: the first administrator's link, and invitations."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_security import login_user

from app.accounts import actions
from app.accounts.access import me, requires
from app.accounts.forms import AccountForm, InvitationForm, SetupForm
from app.accounts.models import Invitation
from app.accounts.queries import anybody, invitation_behind, open_invitations
from app.extensions import db
from app.lib.limits import BY_ADDRESS, limiter

bp = Blueprint("invitations", __name__)


@bp.get("/invitations")
@requires("lead")
def index():
    return listing(InvitationForm(locale=str(get_locale())))


@bp.post("/invitations")
@requires("lead")
def create():
    form = InvitationForm()
    if not form.validate():
        return listing(form), 422
    invitation, link = actions.invite(
        form.email.data, role=form.role.data, by=me(), locale=form.locale.data
    )
    flash(_("%(email)s is invited.", email=invitation.email), "success")
    if not current_app.config["SMTP_URL"]:
        flash(link, "invitation-link")
    return redirect(url_for("invitations.index"), 303)


@bp.post("/invitations/<int:invitation_id>/withdrawal")
@requires("lead")
def withdraw(invitation_id):
    invitation = db.get_or_404(Invitation, invitation_id)
    actions.withdraw(invitation, by=me())
    flash(_("The invitation of %(email)s is withdrawn.", email=invitation.email), "success")
    return redirect(url_for("invitations.index"), 303)


@bp.route("/setup/<token>", methods=["GET", "POST"])
@limiter.limit(BY_ADDRESS, methods=["POST"])
def setup(token):
    """Make the first administrator; there is no such page once there is one."""
    invitation = invitation_behind(token)
    if anybody() or invitation.email:
        abort(410)
    return enter(invitation, SetupForm(locale=str(get_locale())), "accounts/setup.html")


@bp.route("/invitations/<token>", methods=["GET", "POST"])
@limiter.limit(BY_ADDRESS, methods=["POST"])
def accept(token):
    """Make the account that a letter promised; opening the link alone does nothing."""
    invitation = invitation_behind(token)
    if not invitation.email:
        abort(404)
    return enter(invitation, AccountForm(locale=str(get_locale())), "accounts/accept.html")


def enter(invitation, form, template):
    """Show the form of a new account; once it is right, make the account and sign in."""
    if not form.validate_on_submit():
        status = 422 if request.method == "POST" else 200
        return render_template(template, invitation=invitation, form=form), status
    new = {name: field.data for name, field in form._fields.items() if name != "csrf_token"}
    login_user(actions.accept(invitation, **new), authn_via=["register"])
    return redirect("/", 303)


def listing(form):
    return render_template("accounts/invitations.html", form=form, invitations=open_invitations())
