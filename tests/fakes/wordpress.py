"""A WordPress site's REST interface: comments, the posts they stand under, and one application password.

As documented and seen: the interface is named in a Link header; pages count from 1 and one past the end is empty;
`status=all` leaves spam and trash out; whoever is not signed in may not ask for them; `after` without a zone is the
site's own time; an answer to a deleted comment is accepted; the same text twice is a 409; a second trash is a 410.
"""

from base64 import b64encode
from datetime import UTC, datetime, timedelta

from flask import jsonify, request

from tests.fakes.base import Fake

USER, PASSWORD = "pact", "abcd efgh ijkl mnop"
SITE_ZONE = timedelta(hours=1)
ALL = ("approved", "hold")


class Server(Fake):
    """Everything one small site knows."""

    def __init__(self):
        super().__init__("wordpress")
        self.url_map.strict_slashes = False
        self.posts, self.comments, self.done, self.password = {}, {}, [], PASSWORD
        self.moderates, self.has_trash, self.plain = True, True, False
        self.me = {"id": 4, "name": "Mairie", "slug": USER}

    def write(
        self, text, post, parent=0, *, author=0, name="Sami", status="approved", kind="comment"
    ):
        number = int(self.new_id()) - 9_007_199_254_740_000
        made = self.now().replace(microsecond=0)
        comment = {
            "id": number, "post": int(post), "parent": int(parent or 0), "author": author, "author_name": name,
            "author_email": f"{name.lower()}@example.org", "author_url": "", "author_ip": "192.0.2.9",
            "author_user_agent": "Mozilla/5.0", "date": (made + SITE_ZONE).strftime("%Y-%m-%dT%H:%M:%S"),
            "date_gmt": made.strftime("%Y-%m-%dT%H:%M:%S"), "content": {"raw": text, "rendered": f"<p>{text}</p>\n"},
            "link": f"https://www.ville.example/p/{post}/#comment-{number}", "status": status, "type": kind,
            "author_avatar_urls": {size: f"https://avatars.example/0?s={size}" for size in ("24", "48", "96")}, "meta": [],
        }  # fmt: skip
        self.comments[number] = comment
        return comment

    # The back door

    def say_account(self):
        settings = {"user": USER, "api": "{url}/wp-json"}
        return {"settings": settings, "secrets": {"password": self.password}, "account_id": str(self.me["id"])}  # fmt: skip

    def do_post(self, text="Réunion publique mardi", **more):
        number = len(self.posts) + 12
        self.posts[number] = {
            "id": number, "type": "post", "title": {"rendered": text}, "date": "2026-11-18T08:00:00",
            "link": f"https://www.ville.example/p/{number}/",
        }  # fmt: skip
        return str(number)

    def do_comment(self, text, post=None, parent=None, author="sami", **more):
        made = self.write(text, post or self.comments[int(parent)]["post"], parent, name=author.capitalize(), **more)  # fmt: skip
        return str(made["id"])

    def do_edit(self, id, text):
        self.comments[int(id)]["content"] = {"raw": text, "rendered": f"<p>{text}</p>\n"}
        return id

    def do_remove(self, id):
        self.comments.pop(int(id))

    def do_nasty(self, post):
        """More than a page within one second, an editor's note among them, a held one, one in the spam, one without a name."""
        names = [self.do_comment(f"Question {n}", post, author=f"citizen{n}") for n in range(130)]
        self.write("Relire avant lundi", post, kind="note")
        names.append(self.do_comment("Attend", post, status="hold"))
        names.append(self.do_comment("Gagnez vite", post, status="spam"))
        names.append(self.do_comment("Sans nom", post, author=""))
        return names

    def do_site(self, **more):
        """moderates, has_trash: what this site and our user on it may."""
        self.__dict__.update(more)

    def do_put(self, id, status):
        self.comments[int(id)]["status"] = status

    def say_replies(self):
        return [
            {"id": str(each["id"]), "text": each["content"]["raw"], "parent": str(each["parent"])}
            for each in self.comments.values()
            if each["author"] == self.me["id"]
        ]

    def say_acts(self):
        return self.done

    def expired(self):
        return wrong(401, "rest_not_logged_in", "You are not currently logged in.")


def wrong(status, code, message):
    return jsonify(code=code, message=message, data={"status": status}), status


def signed_in(server):
    pair = b64encode(f"{USER}:{server.password}".encode()).decode()
    return request.headers.get("Authorization") == f"Basic {pair}"


def make():
    server = Server()
    for verb in ("site", "put"):
        server.add_url_rule(f"/_fake/{verb}", f"_fake_{verb}", server.back_door(verb), methods=["POST"])  # fmt: skip
    add_site(server)
    add_comments(server)
    return server


def add_site(server):
    @server.get("/")
    def home():
        return "<html>Ville</html>", 200, {"Link": f'<{request.host_url}wp-json/>; rel="https://api.w.org/"'}  # fmt: skip

    @server.get("/wp-json/wp/v2/users/me")
    def me():
        if not signed_in(server):
            return server.expired()
        return jsonify({**server.me, "capabilities": {"read": True, "moderate_comments": server.moderates}})  # fmt: skip


def add_comments(server):
    @server.get("/wp-json/wp/v2/comments")
    def comments():
        asked = request.args
        status = asked.get("status", "approve")
        guarded = status != "approve" or asked.get("context") == "edit"
        if guarded and not (signed_in(server) and server.moderates):
            code = 403 if signed_in(server) else 401
            return wrong(code, "rest_forbidden_param", "Query parameter not permitted: status")
        if int(asked.get("per_page", 10)) > 100:
            return wrong(400, "rest_invalid_param", "Invalid parameter(s): per_page")
        return paged([each for each in server.comments.values() if fits(each, asked, status)], server)  # fmt: skip

    @server.route("/wp-json/wp/v2/comments/<int:number>", methods=["GET", "POST", "DELETE"])
    def comment(number):
        if not signed_in(server):
            return wrong(401, "rest_forbidden_context", "Sorry, you are not allowed to edit comments.")  # fmt: skip
        if number not in server.comments:
            return wrong(404, "rest_comment_invalid_id", "Invalid comment ID.")
        if request.method == "GET":
            return jsonify(server.comments[number])
        if not server.moderates:
            return wrong(403, "rest_cannot_edit", "Sorry, you are not allowed to edit this comment.")  # fmt: skip
        return ACTS[request.method](server, server.comments[number])

    @server.post("/wp-json/wp/v2/comments")
    def create():
        if not signed_in(server):
            return wrong(401, "rest_comment_login_required", "Sorry, you must be logged in to comment.")  # fmt: skip
        asked = request.get_json()
        if not asked.get("content", "").strip():
            return wrong(400, "rest_comment_content_invalid", "Invalid comment content.")
        if int(asked["post"]) not in server.posts:
            return wrong(403, "rest_comment_invalid_post_id", "Sorry, you are not allowed to create this comment without a post.")  # fmt: skip
        twice = any(each["content"]["raw"] == asked["content"] and each["parent"] == int(asked["parent"]) for each in server.comments.values())  # fmt: skip
        if twice:
            return wrong(409, "comment_duplicate", "Duplicate comment detected; it looks as though you've already said that!")  # fmt: skip
        made = server.write(asked["content"], asked["post"], asked["parent"], author=server.me["id"], name="Mairie")  # fmt: skip
        return jsonify(made), 201


def fits(comment, asked, status):
    wanted = ALL if status == "all" else ({"approve": "approved"}.get(status, status),)
    return (
        comment["status"] in wanted
        and asked.get("type", "comment") == comment["type"]
        and ("post" not in asked or str(comment["post"]) in asked["post"].split(","))
        and ("parent" not in asked or str(comment["parent"]) == asked["parent"])
        and ("include" not in asked or str(comment["id"]) in asked["include"].split(","))
        and ("after" not in asked or written(comment) > moment(asked["after"]))
    )


def written(comment):
    return datetime.fromisoformat(comment["date_gmt"]).replace(tzinfo=UTC)


def moment(text):
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else (found - SITE_ZONE).replace(tzinfo=UTC)


def paged(found, server):
    most, page = int(request.args.get("per_page", 10)), int(request.args.get("page", 1))
    found.sort(key=lambda each: (each["date_gmt"], each["id"]), reverse=request.args.get("order", "desc") == "desc")  # fmt: skip
    shown = found[(page - 1) * most : page * most]
    if request.args.get("_embed"):
        shown = [{**each, "_embedded": {"up": [server.posts[each["post"]]]}} for each in shown]
    headers = {"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(-(-len(found) // most))}
    return jsonify(shown), 200, headers


def change(server, comment):
    before, after = comment["status"], request.get_json()["status"]
    comment["status"] = after
    if before != after:
        server.done.append(["hide" if after == "hold" else "unhide", str(comment["id"])])
    return jsonify(comment)


def remove(server, comment):
    if request.args.get("force") == "true":
        server.comments.pop(comment["id"])
    elif not server.has_trash:
        return wrong(501, "rest_trash_not_supported", "The comment does not support trashing. Set 'force=true' to delete.")  # fmt: skip
    elif comment["status"] == "trash":
        return wrong(410, "rest_already_trashed", "The comment has already been trashed.")
    else:
        comment["status"] = "trash"
    server.done.append(["delete", str(comment["id"])])
    return jsonify(comment)


ACTS = {"POST": change, "DELETE": remove}
