"""One post: its words, its comments and their mood, and what they take from it."""

from flask import Blueprint, abort, render_template
from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts.access import login_required, me, requires
from app.comments.models import Post
from app.extensions import db
from app.lib.htmx import back_to
from app.posts.forms import DefaultsForm
from app.search.budget import counts_in_time
from app.search.query import Query
from app.tags.of_posts import give_tags, tags_of_post
from app.territories.actions import give_place, place_of_post

bp = Blueprint("posts", __name__, url_prefix="/posts/<int:post_id>")


@bp.get("")
@login_required
def show(post_id):
    post = get_post(post_id)
    place = place_of_post(post)
    form = DefaultsForm(
        tags=", ".join(tag.name for tag in tags_of_post(post)),
        place=place.named(str(get_locale())) if place else "",
    )
    return draw(post, form)


@bp.post("/defaults")
@requires("moderator")
def change_defaults(post_id):
    post, form = get_post(post_id), DefaultsForm()
    if not form.validate():
        return draw(post, form), 422
    give_tags(post, form.names, by=me())
    give_place(post, form.territory)
    return back_to("posts.show", _("Kept. What arrives from now on takes it."), post_id=post.id)


def get_post(post_id):
    return db.session.get(Post, post_id) or abort(404)


def draw(post, form):
    queries = lists_of(post)
    counts = counts_in_time(queries, me())
    gives = bool(tags_of_post(post) or place_of_post(post))
    return render_template(
        "posts/page.html", post=post, form=form, queries=queries, counts=counts, gives=gives
    )


def lists_of(post):
    """The lists one looks at first, by name."""
    here = f"post:{post.id}"
    asked = {"all": here, "open": f"{here} is:open"}
    asked |= {mood: f"{here} sentiment:{mood}" for mood in ("pos", "neu", "neg")}
    return {name: Query.of(text) for name, text in asked.items()}
