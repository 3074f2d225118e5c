"""Service levels: what was promised, and when the team works."""

from datetime import date

from babel.dates import get_day_names
from flask import Blueprint, render_template
from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts.access import me, requires
from app.levels.hours import team_hours
from app.levels.queries import get_level, levels, recounting_now
from app.lib.htmx import back_to, request
from app.search.budget import counts_in_time
from app.search.query import Query
from app.timing import actions
from app.timing.countries import named
from app.timing.forms import HoursForm, LevelForm

bp = Blueprint("levels", __name__)


def prepare(app):
    """What the pages about hours say of days and countries."""
    app.jinja_env.globals.update(
        weekday_name=lambda number: get_day_names(locale=get_locale())[number],
        country_name=lambda code: dict(named(code))[code],
        day_of=date.fromisoformat,
    )


COUNTED = {"waits": "due:any", "soon": "due:<4h -is:late", "late": "is:late"}


@bp.get("/levels")
@requires("moderator")
def index():
    queries = {name: Query.of(text) for name, text in COUNTED.items()}
    return render_template(
        "levels/page.html", levels=levels(), counts=counts_in_time(queries, me()), counted=COUNTED,
        hours=team_hours(), recounting=recounting_now(),
    )  # fmt: skip


@bp.get("/levels/new")
@requires("lead")
def new():
    return write(LevelForm(me(), query=request.args.get("q", "")))


@bp.post("/levels")
@requires("lead")
def create():
    form = LevelForm(me())
    if not form.validate():
        return write(form, status=422)
    actions.make_level(form.name.data, by=me(), **form.kept)
    return back_to("levels.index", _("Kept. What waits already is looked at."))


@bp.get("/levels/<int:level_id>")
@requires("lead")
def edit(level_id):
    level = get_level(level_id)
    return write(LevelForm(me(), level), level)


@bp.post("/levels/<int:level_id>")
@requires("lead")
def change(level_id):
    level = get_level(level_id)
    form = LevelForm(me(), level)
    if not form.validate():
        return write(form, level, status=422)
    actions.change_level(level, form.name.data, by=me(), **form.kept)
    return back_to("levels.index", _("Kept. What waits already is looked at."))


@bp.post("/levels/<int:level_id>/removal")
@requires("lead")
def remove(level_id):
    level = get_level(level_id)
    actions.put_away(level)
    return back_to("levels.index", _("The service level “%(name)s” was put away.", name=level.name))


@bp.get("/levels/hours")
@requires("lead")
def hours():
    return draw_hours(HoursForm(team_hours()))


@bp.post("/levels/hours")
@requires("lead")
def change_hours():
    form = HoursForm(team_hours())
    if not form.validate():
        return draw_hours(form, 422)
    actions.change_hours(**form.kept)
    return back_to("levels.index", _("Kept. What waits already is counted anew."))


def write(form, level=None, status=200):
    return render_template("levels/write.html", form=form, level=level), status


def draw_hours(form, status=200):
    return render_template("levels/hours.html", form=form), status
