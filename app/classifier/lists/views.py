"""The team's word lists."""

from flask import Blueprint, Response, render_template
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.access import me, requires
from app.classifier.lists import actions
from app.classifier.lists.forms import ListForm, WordsForm
from app.classifier.lists.public import PUBLIC
from app.classifier.lists.queries import counted_lists, entries_of, get_list
from app.lib.htmx import back_to, request

bp = Blueprint("word_lists", __name__, url_prefix="/classifier/lists")


@bp.get("")
@requires("lead")
def index():
    return draw_all(ListForm())


@bp.post("")
@requires("lead")
def create():
    form = ListForm()
    if not form.validate():
        return draw_all(form), 422
    made = actions.make_list(form.name.data, form.label.data, by=me(), across=form.across.data)
    return back_to("word_lists.show", _("Made. It is off until you switch it on."), list_id=made.id)


@bp.post("/public")
@requires("lead")
def bring():
    """Copy a public list."""
    made = actions.bring_public(request.form.get("name", ""), by=me())
    return back_to("word_lists.show", _("Made. It is off until you switch it on."), list_id=made.id)


@bp.get("/<int:list_id>")
@requires("lead")
def show(list_id):
    return draw(get_list(list_id))


@bp.post("/<int:list_id>")
@requires("lead")
def change(list_id):
    one, form = get_list(list_id), ListForm()
    if not form.validate():
        return draw(one, naming=form), 422
    actions.change_list(one, form.name.data, form.label.data, form.across.data, by=me())
    return back_to("word_lists.show", _("Kept."), list_id=one.id)


@bp.post("/<int:list_id>/words")
@requires("lead")
def add(list_id):
    one, form = get_list(list_id), WordsForm()
    if not form.validate():
        return draw(one, adding=form), 422
    count = actions.add_words(one, form.text, by=me())
    words = ngettext("%(num)s word added.", "%(num)s words added.", count)
    return back_to("word_lists.show", words, list_id=one.id)


@bp.post("/<int:list_id>/words/<int:entry_id>/undo")
@requires("lead")
def remove(list_id, entry_id):
    one = get_list(list_id)
    actions.remove_word(one, entry_id, by=me())
    return back_to("word_lists.show", list_id=one.id)


@bp.get("/<int:list_id>/trial")
@requires("lead")
def trial(list_id):
    """What the list would have flagged last month."""
    from app.classifier.lists.trying import DAYS, try_out

    one = get_list(list_id)
    return render_template("classifier/trial.html", one=one, trial=try_out(one), days=DAYS)


@bp.post("/<int:list_id>/turn")
@requires("lead")
def turn(list_id):
    """Switch a list on, or off."""
    one = get_list(list_id)
    actions.switch(one, request.form.get("on") == "1", by=me())
    words = _("On. Open comments are looked at again.") if one.on_at else _("Off.")
    return back_to("word_lists.show", words, list_id=one.id)


@bp.get("/<int:list_id>/words.txt")
@requires("lead")
def download(list_id):
    """The words as a text file, which can be brought in elsewhere."""
    one = get_list(list_id)
    public = PUBLIC.get(one.source)
    head = [f"# {one.name} ({one.label})", *([f"# {public.credit} {public.url}"] if public else [])]
    lines = "\n".join([*head, *(entry.text for entry in entries_of(one, limit=None))])
    headers = {"Content-Disposition": f'attachment; filename="list-{one.id}.txt"'}
    return Response(lines + "\n", mimetype="text/plain", headers=headers)


@bp.delete("/<int:list_id>")
@bp.post("/<int:list_id>/undo")
@requires("lead")
def undo(list_id):
    one = get_list(list_id)
    name = one.name
    actions.delete_list(one, by=me())
    return back_to("word_lists.index", _("The list “%(name)s” is gone.", name=name))


def draw_all(form):
    lists = counted_lists()
    brought = {row.WordList.source for row in lists}
    waiting = [public for public in PUBLIC.values() if public.name not in brought]
    return render_template("classifier/lists.html", lists=lists, public=waiting, form=form)


def draw(one, naming=None, adding=None):
    return render_template(
        "classifier/list.html",
        one=one,
        entries=entries_of(one),
        source=PUBLIC.get(one.source),
        naming=naming
        or ListForm(data={"name": one.name, "label": one.label, "across": one.across}),
        adding=adding or WordsForm(),
    )
