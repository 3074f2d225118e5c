"""Meta's Graph API, as the fakes of Facebook and Instagram share it.

As documented: `fields` with braces and modifiers, lists in pages whose `next` holds the key, errors by number in 400s,
allowances in headers, a batch that answers 200 with a code for each part, `appsecret_proof`, and deliveries signed over
bytes in which all but ASCII is escaped. Comments that somebody keeps from us take their place in a page and are not shown.
"""

import base64
import hashlib
import hmac
import json
import re
from base64 import urlsafe_b64encode
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import jsonify, make_response, redirect, request

from tests.fakes.base import Fake

APP_ID, APP_SECRET, VERIFY_TOKEN = "200100300", "the secret of the application", "the word"
# The person who says yes, as the application knows them.
PERSON = "10224567890123456"
LIMIT = {"limit": 25}
PLAIN = ("from", "attachment", "instagram_business_account", "parent", "object", "media", "owner")


class Trouble(Exception):
    """One of Meta's errors."""

    def __init__(self, code, words, subcode=None, status=400, **more):
        super().__init__(words)
        error = {
            "message": f"(#{code}) {words}",
            "type": "OAuthException",
            "code": code,
            "fbtrace_id": "AbCdEf123",
        }
        self.status, self.error = (
            status,
            error | ({"error_subcode": subcode} if subcode else {}) | more,
        )


class Graph(Fake):
    """Things by id, each of a kind; `edges` are (method, kind, name) and what they do."""

    # What each kind of thing is known to have; anything else is an error, as over there.
    fields: dict = {}
    scopes: tuple = ()

    def __init__(self, name):
        super().__init__(name)
        self.url_map.strict_slashes = False
        self.things, self.keys, self.done, self.told = {}, {}, [], []
        self.codes, self.usage, self.repeats, self.subscribed = {}, 3, False, []
        self.most = 1000
        self.granted, self.valid, self.edges = list(self.scopes), True, {}
        for verb in ("usage", "grant", "deliveries", "kill", "change", "unseen", "heavy"):
            self.add_url_rule(
                f"/_fake/{verb}", f"_fake_{verb}", self.back_door(verb), methods=["POST"]
            )
        for path in ("/<version>/<path:path>", "/<version>/", "/<path:path>"):
            self.add_url_rule(path, f"graph_{path}", self.serve, methods=["GET", "POST", "DELETE"])

    # The back door

    def do_usage(self, share):
        self.usage = share

    def do_grant(self, scopes):
        self.granted = scopes

    def do_kill(self, valid=False):
        self.valid = valid

    def do_change(self, id, **fields):
        self.things[id].update(fields)

    def do_unseen(self, id):
        """Somebody is kept from us: counted, and not shown."""
        self.things[id]["_unseen"] = True

    def do_heavy(self, most):
        """So many things at once, and no more."""
        self.most = most

    def say_acts(self):
        return self.done

    def do_deliveries(self):
        """What would have been delivered since the last time: bodies as they are sent, and their signatures."""
        told, self.told = self.told, []
        bodies = [json.dumps(each).replace("/", "\\/") for each in told]
        return [{"body": body, "signature": f"sha256={signed(body.encode())}"} for body in bodies]

    def tell(self, kind, account, field, value):
        change = {"field": field, "value": value}
        entry = {"id": account, "time": int(self.now().timestamp()), "changes": [change]}
        self.told.append({"object": kind, "entry": [entry]})

    def expired(self):
        words = "Error validating access token: Session has expired."
        return self.refusal(Trouble(190, words, 463))

    def broken(self, fault):
        words = "An unexpected error has occurred. Please retry your request later."
        return self.refusal(Trouble(2, words, status=500, is_transient=True))

    def busy_seconds(self, fault):
        """Meta says in minutes how long."""
        row = {"type": "pages", "call_count": 101, "total_time": 40, "total_cputime": 40}
        row["estimated_time_to_regain_access"] = round(fault["seconds"] / 60)
        answer = make_response(self.refusal(Trouble(32, "Page request limit reached")))
        answer.headers["X-Business-Use-Case-Usage"] = json.dumps({"106900001": [row]})
        return answer

    def busy_date(self, fault):
        error = Trouble(4, "Application request limit reached").error
        return jsonify(error=error), 403, super().busy_date(fault)[2]

    def refusal(self, trouble):
        return jsonify(error=trouble.error), trouble.status

    # The front door

    def serve(self, path="", version=None):
        if version and not re.fullmatch(r"v\d+\.\d+", version):
            path = f"{version}/{path}".strip("/")
        asked = {
            **request.args.to_dict(),
            **(request.get_json(silent=True) or request.form.to_dict()),
        }
        try:
            if path == "dialog/oauth":
                return self.dialog(asked)
            if path == "" and "batch" in asked:
                told = self.batch(asked)
            else:
                told = self.answer(request.method, path, asked)
        except Trouble as trouble:
            return self.refusal(trouble)
        row = {"call_count": self.usage, "total_time": 1, "total_cputime": 1}
        return jsonify(told), 200, {"X-App-Usage": json.dumps(row)}

    def batch(self, asked):
        """Each part has a code of its own, and its body is text."""
        found = []
        for part in json.loads(asked["batch"])[:50]:
            url = urlsplit(part["relative_url"])
            inner = {**dict(parse_qsl(url.query)), **dict(parse_qsl(part.get("body", "")))}
            inner |= {"access_token": self.key_in(asked)}
            path = re.sub(r"^/?(v\d+\.\d+/)?", "", url.path)
            try:
                told, code = self.answer(part["method"], path, inner), 200
            except Trouble as trouble:
                told, code = {"error": trouble.error}, trouble.status
            found.append({"code": code, "body": json.dumps(told), "headers": []})
        return found

    def answer(self, method, path, asked):
        if path in ("oauth/access_token", "debug_token", "refresh_access_token"):
            return getattr(self, path.replace("/", "_"))(asked)
        who = self.caller(asked)
        name, _, edge = path.strip("/").partition("/")
        thing = self.things.get(who if name == "me" else name)
        if thing is None or thing.get("_gone") or thing.get("_unseen"):
            words = f"Unsupported {method.lower()} request. Object with ID '{name}' does not exist, cannot be loaded due to missing permissions"
            raise Trouble(100, words, 33)
        if not edge and method == "GET":
            return self.shown(thing, fields_in(asked.get("fields") or "id,name"))
        act = self.edges.get((method, thing["_kind"], edge))
        if act is None:
            raise Trouble(
                100, f"Tried accessing nonexisting field ({edge}) on node type ({thing['_kind']})"
            )
        return act(thing, asked)

    def key_in(self, asked):
        header = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return asked.get("access_token") or header

    def caller(self, asked):
        key = self.key_in(asked)
        if not self.valid:
            raise Trouble(
                190, "Error validating access token: The session has been invalidated.", 460
            )
        if key not in self.keys:
            raise Trouble(190, "Invalid OAuth access token - Cannot parse access token")
        proof = asked.get("appsecret_proof") or request.args.get("appsecret_proof")
        if proof and proof != signed(key.encode()):
            raise Trouble(100, "Invalid appsecret_proof provided in the API argument")
        return self.keys[key]

    def allowed(self, scope):
        if scope not in self.granted:
            raise Trouble(200, f"Requires {scope} permission to manage the object", 1234)

    # Showing

    def shown(self, thing, wanted):
        kind, found = thing["_kind"], {"id": thing["id"]}
        for name, how, inner in wanted:
            if ("GET", kind, name) in self.edges:
                found[name] = self.edges["GET", kind, name](thing, {**how, "_fields": inner})
            elif name not in self.fields[kind]:
                raise Trouble(
                    100, f"Tried accessing nonexisting field ({name}) on node type ({kind})"
                )
            elif thing.get(name) is not None:
                value = thing[name]
                whole = isinstance(value, str) and name in PLAIN and value in self.things
                value = self.shown(self.things[value], inner or fields_in("id")) if whole else value
                part = isinstance(value, dict) and inner and not whole
                found[name] = (
                    {k: v for k, v in value.items() if k in names(inner)} if part else value
                )
        return found

    def listed(self, rows, asked, most=100):
        """One page of a list: what is kept from us leaves a gap, and the way on holds the key."""
        limit = min(int(asked.get("limit", LIMIT["limit"])), most)
        if limit > self.most:
            words = "Please reduce the amount of data you're asking for, then retry your request"
            raise Trouble(1, words, status=500)
        start = 0
        if asked.get("after"):
            last = base64.b64decode(asked["after"]).decode()
            ids = [each["id"] for each in rows]
            start = ids.index(last) + (not self.repeats) if last in ids else len(ids)
        page = rows[start : start + limit]
        wanted = asked.get("_fields") or fields_in(asked.get("fields") or "id")
        told = {"data": [self.shown(each, wanted) for each in page if not each.get("_unseen")]}
        if page and limit:
            place = {"before": place_of(page[0]), "after": place_of(page[-1])}
            told["paging"] = {"cursors": place}
            if start + limit < len(rows):
                kept = {k: v for k, v in asked.items() if not k.startswith("_")}
                query = urlencode(
                    {**kept, "access_token": self.key_in(asked), "after": place["after"]}
                )
                told["paging"]["next"] = f"{request.base_url}?{query}"
        if asked.get("summary"):
            told["summary"] = {"order": "ranked", "total_count": len(rows), "can_comment": True}
        return told

    # Connecting

    def dialog(self, asked):
        """The person says yes at once; `deny` in the state says no."""
        state = asked.get("state", "")
        if asked["client_id"] != APP_ID:
            return self.refusal(Trouble(101, "Error validating application."))
        code = f"code-{self.new_id()}"
        self.codes[code] = asked["redirect_uri"]
        answer = (
            {"error": "access_denied", "error_reason": "user_denied"}
            if "deny" in state
            else {"code": code}
        )
        return redirect(f"{asked['redirect_uri']}?{urlencode({**answer, 'state': state})}")

    def oauth_access_token(self, asked):
        if (asked.get("client_id"), asked.get("client_secret")) != (APP_ID, APP_SECRET):
            raise Trouble(101, "Error validating client secret.")
        if asked.get("grant_type") == "fb_exchange_token":
            if asked["fb_exchange_token"] != "short-key":
                raise Trouble(190, "Invalid OAuth access token.")
            return {"access_token": "long-key", "token_type": "bearer", "expires_in": 5184000}
        if self.codes.pop(asked.get("code"), None) != asked.get("redirect_uri"):
            raise Trouble(100, "This authorization code has been used.", 36009)
        return {"access_token": "short-key", "token_type": "bearer", "expires_in": 5400}

    def debug_token(self, asked):
        if self.key_in(asked) != f"{APP_ID}|{APP_SECRET}":
            raise Trouble(
                100,
                "You must provide an app access token, or a user access token that is an owner or developer of the app",
            )
        key, until = asked["input_token"], int((self.now() + timedelta(days=90)).timestamp())
        if not self.valid or key not in self.keys:
            error = {"code": 190, "message": "The session has been invalidated", "subcode": 460}
            return {"data": {"app_id": APP_ID, "is_valid": False, "error": error, "scopes": []}}
        told = {
            "app_id": APP_ID,
            "type": "PAGE",
            "is_valid": True,
            "expires_at": 0,
            "user_id": PERSON,
        }
        return {"data": {**told, "data_access_expires_at": until, "scopes": self.granted}}

    def subscribe(self, page, asked):
        """The key's application hears of the page from now on."""
        self.allowed("pages_manage_metadata")
        self.subscribed.append([page["id"], asked.get("subscribed_fields")])
        return {"success": True}

    def do_farewell(self, person=PERSON, secret=APP_SECRET, algorithm="HMAC-SHA256"):
        """What Meta posts when somebody takes the application away or asks for their data to be deleted."""
        told = {"algorithm": algorithm, "user_id": person, "issued_at": int(self.now().timestamp())}
        words = packed(json.dumps(told).encode())
        return (
            f"{packed(hmac.new(secret.encode(), words.encode(), hashlib.sha256).digest())}.{words}"
        )

    def in_words(self):
        """A moment as the API writes it, without a colon in the zone and without fractions."""
        return self.now().strftime("%Y-%m-%dT%H:%M:%S+0000")


def packed(data):
    """64 letters, without the signs at the end, as Meta writes it."""
    return urlsafe_b64encode(data).decode().rstrip("=")


def signed(body):
    return hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()


def place_of(thing):
    return base64.b64encode(thing["id"].encode()).decode()


def names(wanted):
    return {name for name, _, _ in wanted}


def fields_in(text):
    """`id,comments.limit(1){id}` taken apart: (name, its modifiers, what is wanted of it)."""
    found, place = [], 0
    while place < len(text):
        word = re.compile(r"[a-z_0-9]+").match(text, place)
        if not word:
            raise Trouble(2500, f'Syntax error "Expected name" at character {place}')
        place, how, inner = word.end(), {}, []
        while modifier := re.compile(r"\.([a-z_]+)\(([^)]*)\)").match(text, place):
            how[modifier[1]], place = modifier[2], modifier.end()
        if text[place : place + 1] == "{":
            end = closing(text, place)
            inner, place = fields_in(text[place + 1 : end]), end + 1
        found.append((word[0], how, inner))
        place += text[place : place + 1] == ","
    return found


def closing(text, place):
    depth = 0
    for at in range(place, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return at
    raise Trouble(2500, "Syntax error: unclosed brace")
