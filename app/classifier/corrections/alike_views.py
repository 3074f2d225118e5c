"""Show what the team decided on comments like one."""

from flask import Blueprint, render_template

from app.accounts.access import login_required
from app.comments.queries import get_comment
from app.lib.htmx import wants_page

bp = Blueprint("alike", __name__, url_prefix="/comments/<int:comment_id>/alike")


@bp.get("")
@login_required
def show(comment_id):
    # Only who asks loads what reads letter groups: the web starts without it.
    from app.classifier.corrections.alike import alike

    comment = get_comment(comment_id)
    template = "classifier/alike.html" if wants_page() else "classifier/_alike.html"
    return render_template(template, comment=comment, found=alike(comment))
