"""One person who comments: all they wrote here, what was done with it, and what the team knows of them."""

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import gettext as _

from app.accounts.access import login_required, me, requires
from app.authors.deeds import told_deed
from app.authors.linking import candidates, count_of, link, linked_ids, others_of, part
from app.authors.models import MUTED, TRUSTED, AuthorNote
from app.authors.standing import stand, standing_of
from app.comments.models import Author
from app.extensions import db
from app.lib.errors import Refused
from app.lib.htmx import back_to
from app.lib.text import clean
from app.people.queries import ROWS, done_with, notes_about, wrote

LONGEST = 2000
STANDINGS = {"trust": TRUSTED, "mute": MUTED, "neither": None}
bp = Blueprint("people", __name__, url_prefix="/authors/<int:author_id>")


def prepare(app):
    """What the team decided, in words, for the page's template."""
    app.jinja_env.globals.update(told_deed=told_deed)


@bp.get("")
@login_required
def show(author_id):
    author = get_author(author_id)
    ids = linked_ids(author.id)
    found = wrote(ids, before=request.args.get("before", type=int))
    shown, more = found[:ROWS], len(found) > ROWS
    written, hidden = count_of(ids)
    return render_template(
        "people/page.html",
        author=author, standing=standing_of(author), notes=notes_about(ids), written=written,
        hidden=hidden, comments=shown, done=done_with(ids), others=others_of(author),
        alike=candidates(author) if me().may("moderator") else (),
        older=url_for(".show", author_id=author.id, before=shown[-1].id) if more else None,
    )  # fmt: skip


@bp.post("/notes")
@requires("moderator")
def create_note(author_id):
    """A word for the team, which never leaves."""
    author, text = get_author(author_id), clean(request.form.get("text") or "", LONGEST)
    if not text:
        raise Refused(_("Write something first."))
    db.session.add(AuthorNote(author_id=author.id, by_id=me().id, text=text))
    return back_to(".show", _("Kept for the team."), author_id=author.id)


@bp.post("/notes/<int:note_id>/deletion")
@requires("moderator")
def delete_note(author_id, note_id):
    note = db.session.get(AuthorNote, note_id)
    if note is None or note.author_id != author_id or note.deed:
        abort(404)
    if note.by_id != me().id and not me().may("lead"):
        raise Refused(_("Only who wrote it, or a lead, can delete it."))
    db.session.delete(note)
    return back_to(".show", _("Deleted."), author_id=author_id)


@bp.post("/standing")
@requires("moderator")
def change_standing(author_id):
    """Trust them, mute them here, or neither."""
    author, wanted = get_author(author_id), request.form.get("standing")
    if wanted not in STANDINGS:
        abort(400)
    stand(author, STANDINGS[wanted], by=me())
    return back_to(".show", told(wanted), author_id=author.id)


def told(wanted):
    return {
        "trust": _("Trusted: no machine hides or covers what they write."),
        "mute": _("Muted here: what they write from now on is done as it arrives."),
        "neither": _("As everybody else again."),
    }[wanted]


@bp.post("/links")
@requires("moderator")
def create_link(author_id):
    """Another name of the same person."""
    author = get_author(author_id)
    link(author, get_author(request.form.get("other", type=int) or abort(400)), by=me())
    return back_to(".show", _("Linked: one person."), author_id=author.id)


@bp.post("/links/<int:other_id>/deletion")
@requires("moderator")
def delete_link(author_id, other_id):
    part(get_author(author_id), get_author(other_id), by=me())
    return back_to(".show", _("They are two people again."), author_id=author_id)


def get_author(author_id):
    return db.session.get(Author, author_id) or abort(404)
