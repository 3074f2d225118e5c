"""One's own profile, and the users as administrators see them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import refresh
from flask_security import ChangePasswordForm

from app.accounts import actions
from app.accounts.access import chosen_locale, login_required, me, requires
from app.accounts.forms import ProfileForm, UserForm
from app.accounts.queries import everyone, get_user

bp = Blueprint("accounts", __name__)


@bp.get("/profile")
@login_required
def profile():
    # Who never chose a language keeps the one they read now.
    shown = {"name": me().name, "theme": me().theme or "", "locale": chosen_locale()}
    return profile_page(ProfileForm(data=shown))


@bp.post("/profile")
@login_required
def change_profile():
    form = ProfileForm()
    if not form.validate():
        return profile_page(form), 422
    actions.change_profile(
        me(), name=form.name.data, locale=form.locale.data, theme=form.theme.data
    )
    refresh()
    flash(_("Your profile is saved."), "success")
    return redirect(url_for("accounts.profile"), 303)


def profile_page(form):
    password = ChangePasswordForm(formdata=None)
    return render_template("accounts/profile.html", form=form, password_form=password)


@bp.get("/users")
@requires("lead")
def users():
    return render_template(
        "accounts/users.html", users=[(user, filled(user)) for user in everyone()]
    )


@bp.post("/users/<int:user_id>")
@requires("admin")
def change_user(user_id):
    user = get_user(user_id)
    form = UserForm(user)
    if not form.validate():
        shown = [(other, form if other is user else filled(other)) for other in everyone()]
        return render_template("accounts/users.html", users=shown), 422
    actions.change_user(
        user, by=me(), role=form.role.data, active=form.active.data, place=form.place.data
    )
    flash(_("%(name)s is saved.", name=user.called), "success")
    return redirect(url_for("accounts.users"), 303)


@bp.post("/users/<int:user_id>/training")
@requires("lead")
def set_training(user_id):
    """Their replies wait for a yes from now on, or leave by themselves."""
    user = get_user(user_id)
    actions.set_training(user, bool(request.form.get("in_training")), by=me())
    if user.in_training:
        flash(_("Replies of %(name)s now wait for a yes.", name=user.called), "success")
    else:
        flash(_("Replies of %(name)s leave by themselves.", name=user.called), "success")
    return redirect(url_for("accounts.users"), 303)


def filled(user):
    """The form of one user, as they are now."""
    return UserForm(user, formdata=None, role=user.role, place=user.on_call, active=user.active)
