"""What the site may read back, and the script that puts the form on it."""

from flask import Blueprint, abort, current_app, jsonify, request, send_from_directory

from app.lib.limits import limiter
from app.website.queries import answers_to, form_behind, published
from app.website.sites import origins_of

bp = Blueprint("website_reading", __name__, url_prefix="/form/<token>")
A_MINUTE, AN_HOUR = 60, 3600


@bp.get("/comments.json")
@limiter.limit("120/minute")
def comments(token):
    """The comments a moderator dealt with, with our answers, newest first; `before=` what `more` said goes on."""
    channel = form_behind(token)
    page = published(channel, before=asked_before())
    answers = answers_to(page.rows)
    response = jsonify(
        comments=[as_json(comment, answers.get(comment.id, ())) for comment in page.rows],
        more=page.more and str(page.more),
    )
    response.headers["Cache-Control"] = f"public, max-age={A_MINUTE}"
    allow_sites(response, channel)
    response.add_etag()
    return response.make_conditional(request)


@bp.get("/embed.js")
def script(token):
    """The few lines that put the form in a page of another site."""
    form_behind(token)
    folder = f"{current_app.static_folder}/embed"
    response = send_from_directory(folder, "embed.js", mimetype="text/javascript")
    response.headers["Cache-Control"] = f"public, max-age={AN_HOUR}"
    # Another site loads it: that is what it is for.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def as_json(comment, answers):
    """One comment as the site shows it: only what the citizen gave and what we answered."""
    return {
        "id": comment.platform_id,
        "text": comment.text,
        "name": (comment.author and comment.author.name) or None,
        "place": (comment.post and comment.post.title) or None,
        "language": comment.lang or None,
        "created_at": comment.created_at.isoformat(timespec="seconds"),
        "replies": [
            {"text": answer.text, "created_at": answer.sent_at.isoformat(timespec="seconds")}
            for answer in answers
        ],
    }


def asked_before():
    """The key of the page before this one, or None for the first."""
    text = request.args.get("before")
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        abort(400)
    return int(text)


def allow_sites(response, channel):
    """Let scripts of the named sites read this; whoever else asks gets it without that word."""
    response.vary.add("Origin")
    if (origin := request.headers.get("Origin")) in origins_of(channel):
        response.headers["Access-Control-Allow-Origin"] = origin
