"""Who is looking at a comment, and who writes an answer: kept in Redis for less than a minute, and nowhere else."""

import json
import time
from dataclasses import dataclass

from flask import Blueprint, abort, g, request

from app.accounts.access import login_required, me
from app.lib.bell import bell, own

bp = Blueprint("presence", __name__)
LOOKING, WRITING, GONE = "looking", "writing", "gone"
# A browser says every 20 seconds that it is still there.
SECONDS = 50


@dataclass(frozen=True)
class Here:
    """A colleague at a comment."""

    comment_id: int
    user_id: int
    name: str
    doing: str

    @property
    def initials(self):
        return initials(self.name)


def prepare(app):
    """What rows and panes draw colleagues with."""
    app.jinja_env.globals["here_at"] = here_at


@bp.get("/comments/<int:comment_id>/presence")
@login_required
def say(comment_id):
    """Somebody is here, writes, or left. Nothing is kept by it, so it is a GET and holds up no writer."""
    doing = request.args.get("doing")
    if doing not in (LOOKING, WRITING, GONE):
        abort(400)
    user = me()
    note(comment_id, user, doing)
    bell().tell(
        {
            "kind": "presence",
            "ids": [comment_id],
            "user": str(user.id),
            "name": user.called,
            "initials": initials(user.called),
            "doing": doing,
        }
    )
    return "", 204


def note(comment_id, user, doing):
    """Keep it for a short time; without Redis nobody is seen, and nothing else happens."""

    def keep(link):
        field = f"{comment_id}:{user.id}"
        if doing == GONE:
            return link.hdel(own("here"), field)
        until = time.time() + SECONDS
        told = json.dumps({"name": user.called, "doing": doing, "until": until})
        with link.pipeline() as both:
            both.hset(own("here"), field, told)
            both.expire(own("here"), SECONDS)
            both.execute()

    bell().reach(keep)


def here_at(comment):
    """The colleagues at a comment, those who write first; asked of Redis once for a page."""
    if "here" not in g:
        g.here = everybody()
    found = [one for one in g.here if one.comment_id == comment.id and one.user_id != me().id]
    return sorted(found, key=lambda one: (one.doing != WRITING, one.name))


def everybody():
    """All who are anywhere now; what lapsed is swept out on the way."""
    found, lapsed, at = [], [], time.time()

    def look(link):
        for field, told in link.hgetall(own("here")).items():
            said = json.loads(told)
            if said["until"] < at:
                lapsed.append(field)
                continue
            comment, user = field.decode().split(":")
            found.append(Here(int(comment), int(user), said["name"], said["doing"]))
        if lapsed:
            link.hdel(own("here"), *lapsed)

    bell().reach(look)
    return found


def initials(name):
    """One or two letters for a small circle."""
    words = name.split()
    return "".join(
        word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words[:1])
    ).upper()
