"""A Mastodon server: accounts, statuses, notifications, and the parts of its API that the connector uses.

As documented: ids are words, `min_id` walks forward from the oldest and `since_id` jumps to the newest, pages lead on in
Link headers, a notification goes away with its status, a status is 404 for who may not see it, an Idempotency-Key is
honoured, the allowance is told in headers with an ISO moment, and a delete is answered with the text that was deleted.
"""

from urllib.parse import urlencode

from flask import abort, jsonify, redirect, request

from tests.fakes.base import Fake

SCOPES = "read:notifications read:statuses read:accounts write:statuses write:favourites write:blocks write:mutes"
PAGE_MOST, PAGE_USUAL = 80, 40
MOST_CHARACTERS, ALLOWANCE = 500, 300


class Server(Fake):
    """Everything one small server knows."""

    def __init__(self):
        super().__init__("mastodon")
        # As there, an address with a slash at its end is the same address.
        self.url_map.strict_slashes = False
        self.accounts, self.statuses, self.notices, self.apps = {}, {}, [], {}
        self.done, self.keys, self.blocked = [], {}, set()
        self.token, self.scopes, self.left = "token-of-pact", SCOPES, ALLOWANCE
        self.us = self.person("pact", "PACT")

    def person(self, acct, name=None):
        for account in self.accounts.values():
            if account["acct"] == acct:
                return account
        name = name or acct.capitalize()
        account = {
            "id": self.new_id(), "username": acct.partition("@")[0], "acct": acct, "display_name": name,
            "url": f"https://mastodon.example/@{acct}", "avatar": "https://mastodon.example/a.png",
            "avatar_static": "https://mastodon.example/a.png", "bot": False, "locked": False, "emojis": [],
            "fields": [], "note": "", "created_at": "2020-01-01T00:00:00.000Z", "followers_count": 0,
            "following_count": 0, "statuses_count": 0, "header": "", "header_static": "",
        }  # fmt: skip
        self.accounts[account["id"]] = account
        return account

    def write(self, account, text, above=None, visibility="public", **more):
        """A new status, as the server shows it."""
        number = self.new_id()
        parent = self.statuses.get(above)
        status = {
            "id": number, "created_at": told(self.now()), "edited_at": None, "in_reply_to_id": above,
            "in_reply_to_account_id": parent and parent["account"]["id"], "sensitive": False, "spoiler_text": "",
            "visibility": visibility, "language": more.get("language", "fr"), "replies_count": 0,
            "reblogs_count": 0, "favourites_count": 0, "favourited": False, "reblogged": False, "muted": False,
            "bookmarked": False, "content": marked_up(text), "text": text, "account": account, "tags": [],
            "uri": f"https://mastodon.example/s/{number}", "url": f"https://mastodon.example/@x/{number}",
            "media_attachments": more.get("media", []), "mentions": [], "emojis": [], "card": None, "poll": None,
            "reblog": None, "application": None,
        }  # fmt: skip
        self.statuses[number] = status
        if parent:
            parent["replies_count"] += 1
        return status

    # The back door

    def say_account(self):
        return {"settings": {}, "secrets": {"token": self.token}, "account_id": self.us["id"]}

    def do_post(self, text="Réunion publique mardi", **more):
        return self.write(self.us, text)["id"]

    def do_comment(self, text, post=None, parent=None, author="sami", mention=True, **more):
        account = self.person(author)
        words = f"@pact {text}" if mention else text
        status = self.write(account, words, parent or post, **more)
        if mention and account["id"] not in self.blocked:
            self.notice(status)
        return status["id"]

    def notice(self, status):
        notice = {
            "id": self.new_id(),
            "type": "mention",
            "created_at": status["created_at"],
            "status": status["id"],
        }
        self.notices.append({**notice, "account": status["account"]})

    def do_nasty(self, post):
        """The same mention noticed twice, then a page on which everything was deleted, then one that only stands there."""
        first = self.do_comment("وقتاش يرجع الماء؟", post)
        self.notice(self.statuses[first])
        for _ in range(PAGE_USUAL + 5):
            self.notices.append(
                {"id": self.new_id(), "type": "mention", "status": None, "account": self.us}
            )
        return [
            first,
            self.do_comment("Et le stade ?", post),
            self.do_comment("Sans vous nommer", post, mention=False),
        ]

    def do_edit(self, id, text):
        status = self.statuses[id]
        status.update(content=marked_up(text), text=text, edited_at=told(self.now()))
        return id

    def do_remove(self, id):
        self.statuses.pop(id)

    def say_replies(self):
        ours = [
            each
            for each in self.statuses.values()
            if each["account"] is self.us and each["in_reply_to_id"]
        ]
        return [
            {"id": each["id"], "text": each["text"], "parent": each["in_reply_to_id"]}
            for each in ours
        ]

    def say_acts(self):
        return self.done


def make():
    server = Server()
    for verb in ("empty_page", "notice_again"):
        server.add_url_rule(
            f"/_fake/{verb}", f"_fake_{verb}", server.back_door(verb), methods=["POST"]
        )
    add_accounts(server)
    add_reading(server)
    add_writing(server)
    return server


def add_accounts(server):
    @server.after_request
    def allowance(response):
        server.left = max(0, server.left - 1)
        response.headers["X-RateLimit-Limit"] = str(ALLOWANCE)
        response.headers["X-RateLimit-Remaining"] = str(server.left or ALLOWANCE)
        response.headers["X-RateLimit-Reset"] = told(server.now())
        server.left = server.left or ALLOWANCE
        return response

    @server.post("/api/v1/apps")
    def register():
        asked = request.get_json(silent=True) or request.form
        app = {
            "id": server.new_id(),
            "client_id": f"app-{len(server.apps)}",
            "client_secret": "app-secret",
        }
        server.apps[app["client_id"]] = {
            **app,
            "redirect": asked["redirect_uris"],
            "scopes": asked["scopes"],
        }
        return jsonify(
            {**app, "name": asked["client_name"], "redirect_uri": asked["redirect_uris"]}
        )

    @server.get("/oauth/authorize")
    def authorize():
        """The person says yes at once; `deny=1` in the state says no."""
        app = server.apps.get(request.args["client_id"]) or abort(401)
        if request.args["redirect_uri"] != app["redirect"]:
            abort(422)
        state = request.args.get("state", "")
        answer = (
            {"error": "access_denied"}
            if "deny" in state
            else {"code": f"code-of-{app['client_id']}"}
        )
        return redirect(f"{app['redirect']}?{urlencode({**answer, 'state': state})}")

    @server.post("/oauth/token")
    def token():
        asked = request.get_json(silent=True) or request.form
        app = server.apps.get(asked["client_id"], {})
        right = (
            asked.get("code") == f"code-of-{asked['client_id']}"
            and asked["client_secret"] == app["client_secret"]
        )
        if not right or asked["redirect_uri"] != app["redirect"]:
            return jsonify(error="invalid_grant"), 400
        return jsonify(
            access_token=server.token,
            token_type="Bearer",
            scope=server.scopes,
            created_at=1790000000,
        )

    @server.get("/api/v1/accounts/verify_credentials")
    def who():
        signed_in(server)
        return jsonify(server.us)

    @server.get("/api/v1/apps/verify_credentials")
    def what_for():
        signed_in(server)
        return jsonify(name="Sada", website=None, scopes=server.scopes.split())

    @server.get("/api/v2/instance")
    @server.get("/api/v1/instance")
    def instance():
        about = {"statuses": {"max_characters": MOST_CHARACTERS, "characters_reserved_per_url": 23}}
        return jsonify(
            domain="mastodon.example",
            uri="mastodon.example",
            version="4.5.2",
            api_versions={"mastodon": 7},
            configuration=about,
            title="A server",
        )


def add_reading(server):
    @server.get("/api/v1/notifications")
    def notifications():
        signed_in(server)
        kinds = request.args.getlist("types[]")
        all_of_them = [each for each in server.notices if not kinds or each["type"] in kinds]
        page = window_of(all_of_them)
        shown = [
            {**each, "status": server.statuses[each["status"]]}
            for each in page
            if each["status"] in server.statuses
        ]
        shown = [each for each in shown if each["account"]["id"] not in server.blocked]
        return jsonify(shown), 200, links(page)

    @server.get("/api/v1/accounts/<number>/statuses")
    def statuses_of(number):
        signed_in(server)
        theirs = [each for each in server.statuses.values() if each["account"]["id"] == number]
        page = window_of(theirs)
        return jsonify(page), 200, links(page)

    @server.get("/api/v1/statuses/<number>")
    def status(number):
        signed_in(server)
        return jsonify(the(server, number))

    @server.get("/api/v1/statuses/<number>/context")
    def context(number):
        signed_in(server)
        above, at = [], the(server, number)
        while at := server.statuses.get(at["in_reply_to_id"]):
            above.insert(0, at)
        below, names = [], {number}
        for each in server.statuses.values():
            if each["in_reply_to_id"] in names:
                names.add(each["id"])
                below.append(each)
        return jsonify(ancestors=above, descendants=below)


def add_writing(server):
    @server.post("/api/v1/statuses")
    def publish():
        signed_in(server, "write:statuses")
        asked = request.get_json(silent=True) or request.form
        key = request.headers.get("Idempotency-Key")
        if key in server.keys and server.keys[key] in server.statuses:
            return jsonify(server.statuses[server.keys[key]])
        text = asked.get("status", "")
        if not text.strip():
            return jsonify(error="Validation failed: Text can't be blank"), 422
        if len(text) > MOST_CHARACTERS:
            return jsonify(error="Validation failed: Text character limit of 500 exceeded"), 422
        above = asked.get("in_reply_to_id")
        if above and above not in server.statuses:
            return jsonify(error="Record not found"), 404
        made = server.write(server.us, text, above, asked.get("visibility") or "public")
        if key:
            server.keys[key] = made["id"]
        return jsonify(made)

    @server.delete("/api/v1/statuses/<number>")
    def delete(number):
        signed_in(server, "write:statuses")
        found = the(server, number)
        if found["account"] is not server.us:
            return jsonify(error="Record not found"), 404
        server.done.append(["delete", number])
        return jsonify(server.statuses.pop(number))

    @server.post("/api/v1/statuses/<number>/<any(favourite, unfavourite):verb>")
    def favour(number, verb):
        signed_in(server, "write:favourites")
        found = the(server, number)
        found["favourited"] = verb == "favourite"
        server.done.append(["like" if found["favourited"] else "unlike", number])
        return jsonify(found)

    @server.post("/api/v1/accounts/<number>/<any(block, unblock, mute, unmute):verb>")
    def shut_out(number, verb):
        signed_in(server, "write:blocks" if "block" in verb else "write:mutes")
        if number not in server.accounts:
            return jsonify(error="Record not found"), 404
        off = not verb.startswith("un")
        (server.blocked.add if off else server.blocked.discard)(number)
        server.done.append(["ban" if off else "unban", number])
        return jsonify(id=number, blocking="block" in verb and off, muting="mute" in verb and off)


def signed_in(server, scope=None):
    if request.headers.get("Authorization") != f"Bearer {server.token}":
        abort(jsonify_error("The access token is invalid", 401))
    if (
        scope
        and scope not in server.scopes.split()
        and scope.partition(":")[0] not in server.scopes.split()
    ):
        abort(jsonify_error("This action is outside the authorized scopes", 403))


def jsonify_error(words, status):
    answer = jsonify(error=words)
    answer.status_code = status
    return answer


def the(server, number):
    return server.statuses.get(number) or abort(jsonify_error("Record not found", 404))


def window_of(rows):
    """A page as the API cuts it: newest first, `min_id` just after an id, `since_id` the newest of those after it."""
    asked = request.args
    most = min(int(asked.get("limit", PAGE_USUAL)), PAGE_MOST)
    after = int(asked.get("min_id") or asked.get("since_id") or 0)
    before = int(asked.get("max_id") or 10**30)
    fitting = [each for each in rows if after < int(each["id"]) < before]
    chosen = fitting[:most] if asked.get("min_id") else fitting[-most:]
    return chosen[::-1]


def links(page):
    """Where the page before and the page after are; none after an empty one."""
    if not page:
        return {}
    kept = [
        (name, value) for name, value in request.args.items(multi=True) if not name.endswith("_id")
    ]
    older = f"{request.base_url}?{urlencode([*kept, ('max_id', page[-1]['id'])])}"
    newer = f"{request.base_url}?{urlencode([*kept, ('min_id', page[0]['id'])])}"
    return {"Link": f'<{older}>; rel="next", <{newer}>; rel="prev"'}


def told(moment):
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def marked_up(text):
    """Plain words as the server shows them: paragraphs, line breaks, and mentions as links."""
    words = text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br />")
    mention = '<span class="h-card"><a href="https://mastodon.example/@pact" class="u-url mention">@<span>pact</span></a></span>'
    return f"<p>{words.replace('@pact', mention)}</p>"
