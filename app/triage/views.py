"""The rules: what each looks for and does, what it would have done, and how it is taken back."""

from flask import Blueprint, abort, render_template
from flask_babel import gettext as _

from app.accounts.access import me, requires
from app.comments.apart import leave_apart
from app.comments.asking import seen
from app.comments.fragments import redraw
from app.comments.queries import hold
from app.comments.versions import expect
from app.extensions import db
from app.lib.htmx import back_to, request, wants_page
from app.rules.models import RuleUndoing
from app.rules.queries import all_rules, counts, get_rule, undoings_of, withheld_on
from app.search.query import Query
from app.triage import trying, writing
from app.triage.choosing import places
from app.triage.effects import EFFECTS, in_words, withholds
from app.triage.forms import NEEDS, RuleForm
from app.triage.undoing import PERIODS, begin_undoing

bp = Blueprint("rules", __name__)


def prepare(app):
    """What the pane and the pages draw rules with."""
    app.jinja_env.globals.update(
        rule_in_words=in_words, rule_withholds=withholds, withheld_on=withheld_on, EFFECTS=EFFECTS
    )


@bp.get("/rules")
@requires("moderator")
def index():
    return render_template("rules/page.html", rules=all_rules(), counts=counts())


@bp.get("/rules/new")
@requires("lead")
def new():
    return write(RuleForm(me(), query=request.args.get("q", "")))


@bp.post("/rules")
@requires("lead")
def create():
    form = RuleForm(me())
    if request.form.get("build") or not form.validate():
        return write(form, status=200 if request.form.get("build") else 422)
    rule = writing.make_rule(form.name.data, by=me(), **form.kept)
    rule.owner_id = form.owner.data
    return back_to("rules.show", _("Kept. It is off until you switch it on."), rule_id=rule.id)


@bp.post("/rules/search")
@requires("lead")
def search():
    """The search of a rule that is being written, in words and by choosing, once one of them changed."""
    return render_template("rules/_query.html", form=RuleForm(me()), places=places())


@bp.get("/rules/<int:rule_id>")
@requires("moderator")
def show(rule_id):
    rule = get_rule(rule_id)
    return render_template(
        "rules/rule.html", rule=rule, counts=counts().get(rule.id, (0, 0, 0)),
        undoings=undoings_of(rule), periods=PERIODS, query=Query.of(rule.query),
    )  # fmt: skip


@bp.get("/rules/<int:rule_id>/edit")
@requires("lead")
def edit(rule_id):
    rule = get_rule(rule_id)
    return write(RuleForm(me(), rule), rule)


@bp.post("/rules/<int:rule_id>")
@requires("lead")
def change(rule_id):
    rule = get_rule(rule_id)
    form = RuleForm(me(), rule)
    if request.form.get("build") or not form.validate():
        return write(form, rule, status=200 if request.form.get("build") else 422)
    was_on = rule.on
    writing.change_rule(rule, form.name.data, by=me(), **form.kept)
    rule.owner_id = form.owner.data
    off = was_on and not rule.on
    words = _("Kept. It is off: look at what it would do now.") if off else _("Kept.")
    return back_to("rules.show", words, rule_id=rule.id)


@bp.get("/rules/<int:rule_id>/past")
@requires("moderator")
def past(rule_id):
    """What it would have caught in the last thirty days."""
    rule = get_rule(rule_id)
    return draw_past(rule, trying.past_of(rule))


@bp.post("/rules/<int:rule_id>/past")
@requires("moderator")
def look_back(rule_id):
    """Have a worker look, where it takes longer than a page may."""
    rule = get_rule(rule_id)
    trying.ask_for_past(rule)
    if wants_page():
        return back_to("rules.past", rule_id=rule.id)
    return draw_past(rule, None, asked=True)


@bp.post("/rules/<int:rule_id>/turn")
@requires("lead")
def turn(rule_id):
    """Switch a rule on, or off."""
    rule = get_rule(rule_id)
    writing.switch(rule, request.form.get("on") == "1")
    words = _("On. What arrives from now on is looked at.") if rule.on else _("Off.")
    return back_to("rules.show", words, rule_id=rule.id)


@bp.post("/rules/<int:rule_id>/place")
@requires("lead")
def place(rule_id):
    """Put a rule one place up or down."""
    writing.move(get_rule(rule_id), -1 if request.form.get("up") else 1)
    return back_to("rules.index")


@bp.post("/rules/<int:rule_id>/removal")
@requires("lead")
def remove(rule_id):
    rule = get_rule(rule_id)
    writing.put_away(rule)
    return back_to("rules.index", _("The rule “%(name)s” was put away.", name=rule.name))


@bp.post("/rules/<int:rule_id>/undoings")
@requires("lead")
def begin(rule_id):
    """Take back what a rule did in the last hour, day, week or month."""
    period = request.form.get("period")
    begin_undoing(get_rule(rule_id), period if period in PERIODS else abort(400), by=me())
    return back_to(
        "rules.show", _("The rule is off, and what it did is being taken back."), rule_id=rule_id
    )


@bp.get("/rules/<int:rule_id>/undoings/<int:number>")
@requires("moderator")
def undoing(rule_id, number):
    """How far a taking back has come."""
    found = db.session.get(RuleUndoing, number)
    if found is None or found.rule_id != rule_id:
        abort(404)
    return render_template("rules/_undoing.html", undoing=found)


@bp.post("/comments/<int:comment_id>/withheld")
@requires("moderator")
def leave(comment_id):
    """A person looked at what a rule hid, and leaves it hidden."""
    comment = hold(comment_id)
    expect(comment, seen())
    leave_apart(comment, by=me())
    return redraw(comment, notice=_("Seen. It stays as it is."))


def write(form, rule=None, status=200):
    drawn = render_template("rules/write.html", form=form, rule=rule, needs=NEEDS, places=places())
    return drawn, status


def draw_past(rule, past, asked=False):
    template = "rules/past.html" if wants_page() else "rules/_past.html"
    shown = trying.comments((past or {}).get("shown", ()))
    kept = trying.comments((past or {}).get("kept_shown", ()))
    return render_template(
        template, rule=rule, past=past, shown=shown, kept=kept, asked=asked,
        link=trying.link_to(rule),
    )  # fmt: skip
