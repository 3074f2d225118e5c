"""Keys for programs, as an administrator keeps them."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from app.accounts.access import me, requires
from app.api import keys
from app.api.models import ApiKey
from app.extensions import db
from app.lib.links import public_url

bp = Blueprint("api_keys", __name__, url_prefix="/api-keys")


class KeyForm(FlaskForm):
    """Which program a key is for."""

    name = StringField(
        _l("Which program is it for?"),
        [DataRequired(), Length(max=80)],
        render_kw={"autocomplete": "off", "dir": "auto"},
    )


@bp.get("")
@requires("admin")
def index():
    return listing(KeyForm())


@bp.post("")
@requires("admin")
def create():
    form = KeyForm()
    if not form.validate():
        return listing(form), 422
    flash(keys.make_key(form.name.data.strip(), by=me()), "api-key")
    return redirect(url_for("api_keys.index"), 303)


@bp.post("/<int:key_id>/removal")
@requires("admin")
def remove(key_id):
    key = db.get_or_404(ApiKey, key_id)
    keys.take_away(key)
    flash(_("The key of %(name)s opens nothing any more.", name=key.name), "success")
    return redirect(url_for("api_keys.index"), 303)


def listing(form):
    address = public_url("api.analyze")
    return render_template("api/keys.html", form=form, keys=keys.all_keys(), address=address)
