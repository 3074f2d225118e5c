"""Reports that anyone may read who has the address: drawn before, light, without a script."""

from flask import Blueprint, abort, render_template
from flask_babel import force_locale
from markupsafe import Markup

from app.reports.sending.queries import public_page

bp = Blueprint("public_reports", __name__, url_prefix="/r")


@bp.get("/<slug>")
def show(slug):
    page = public_page(slug) or abort(404)
    kept = page.issue.document
    with force_locale(kept["locale"]):
        drawn = render_template(
            "reports/public/page.html", title=kept["title"], period=kept["period"],
            body=Markup(page.body), secret=page.secret,
        )  # fmt: skip
    headers = {"Cache-Control": "public, max-age=300"}
    if page.secret:
        headers = {
            "Cache-Control": "private, no-store",
            "X-Robots-Tag": "noindex, nofollow",
            "Referrer-Policy": "no-referrer",
        }
    return drawn, headers
