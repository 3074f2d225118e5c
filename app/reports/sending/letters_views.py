"""The page behind the button of a draft: short, without signing in, and harmless until a person confirms."""

from flask import Blueprint, render_template, request
from flask_babel import force_locale

from app.extensions import csrf, db
from app.reports.drawing.plain import plain
from app.reports.sending import actions
from app.reports.sending.links import opened

bp = Blueprint("issue_letters", __name__, url_prefix="/i")
csrf.exempt(bp)


@bp.after_request
def keep_to_themselves(response):
    """No search engine, no other site and no cache is told of these addresses."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/<token>")
def show(token):
    issue, user = opened(token)
    return draw(issue, user)


@bp.post("/<token>")
def act(token):
    """The lead confirmed: with these opening words it leaves."""
    words = request.form.get("words", "")
    issue, user = opened(token)
    db.session.refresh(issue, with_for_update=True)
    if issue.is_open:
        actions.approve(issue, by=user, words=words)
        return draw(issue, user, done=True)
    return draw(issue, user)


def draw(issue, user, done=False):
    with force_locale(issue.report.locale):
        page = render_template(
            "reports/mail_issue.html", issue=issue, user=user, done=done,
            report=plain(actions.document_of(issue), team="") if issue.document else None,
        )  # fmt: skip
    return page, 200 if issue.is_open or done else 410
