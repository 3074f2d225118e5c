"""LinkedIn pages: the comments under their posts."""

import hashlib
import hmac
import json
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.connectors.contract import (
    Account,
    Begun,
    Can,
    Connector,
    Exports,
    Fetch,
    Gone,
    Incoming,
    IncomingAuthor,
    IncomingPost,
    Page,
    Part,
    Sent,
    Setting,
    Shake,
    Standing,
    Tokens,
    Unacceptable,
    base_url,
)
from app.connectors.failures import GONE, auth_expired, gone, happened, invalid, quota_exhausted
from app.connectors.media import medium, told
from app.connectors.reading import read_json
from app.lib.calling import Caller
from app.lib.clock import later, now
from app.lib.errors import PermanentError, Refused
from app.lib.text import clean

SCOPES = ("r_organization_social", "w_organization_social", "rw_organization_admin")
SAID, TAKEN_BACK = ("COMMENT", "ADMIN_COMMENT", "COMMENT_EDIT"), "COMMENT_DELETE"
ACTIONS = f"List({','.join((*SAID, TAKEN_BACK))})"
# Pages of a list overlap, because what is taken out of it meanwhile would push something past us.
COUNT, STEP, MOST_PAGES = 20, 15, 5
OVERLAP = 2 * 60 * 1000
# Names are kept from us unless LinkedIn granted them.
NOBODY = "LinkedIn member"
_COMMENT = re.compile(r"urn:li:comment:\((.+),(\d+)\)")


class LinkedIn(Connector):
    """Deliveries and the list of notifications tell the same, and neither tells the thread: each comment is fetched."""

    name = "linkedin"
    title = _l("LinkedIn page")
    icon = "linkedin"
    about = _l("Comments under your page's posts, once LinkedIn has approved your application.")
    wants = _l("The administration of the page, and an application that LinkedIn has approved for managing communities.")  # fmt: skip
    settings = (
        Setting("token", _l("Access token"), kind="secret", about=_l("Only if you do not connect with your LinkedIn account.")),
        Setting("organization", _l("Number of the page"), about=_l("It stands in the address of the page's administration."), advanced=True),
        Setting("version", _l("Version of the API"), default="202611", advanced=True),
        base_url("https://api.linkedin.com/rest"),
        Setting("login_url", _l("Address of the sign-in"), kind="url", default="https://www.linkedin.com/oauth/v2", advanced=True),
    )  # fmt: skip
    can = frozenset((Can.REPLY, Can.DELETE, Can.LIKE, Can.UNLIKE))
    needs = dict.fromkeys(can, "w_organization_social")
    receives_webhooks = shares_webhook = True
    app_settings = {"id": "LINKEDIN_CLIENT_ID", "secret": "LINKEDIN_CLIENT_SECRET"}
    rhythm = (60, 300)
    renew_before = timedelta(days=5)
    recheck_at_once = 20
    # What members wrote may not leave the application.
    exports = Exports(rows=False)
    reply_limit = 1250

    @property
    def us(self):
        number = self.set.get("organization")
        return self.account_id or (f"urn:li:organization:{number}" if number else None)

    def headers(self):
        told = {"LinkedIn-Version": self.set["version"], "X-Restli-Protocol-Version": "2.0.0"}
        return {**super().headers(), **told}

    def explain(self, heard):
        if heard.status == 426:
            raise PermanentError(happened("version"), code="version")
        if heard.status == 429 and "retry-after" not in heard.headers:
            # What is left to us is counted by the day, which ends at midnight UTC.
            tomorrow = now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
            raise quota_exhausted(tomorrow)

    # Connecting

    @property
    def login(self):
        return Caller(self.set["login_url"], explain=dead_grant)

    def begin(self, redirect, state):
        query = {
            "response_type": "code", "client_id": self.app["id"], "redirect_uri": redirect, "state": state,
            "scope": " ".join(SCOPES),
        }  # fmt: skip
        return Begun(f"{self.set['login_url'].rstrip('/')}/authorization?{urlencode(query)}")

    def finish(self, query, redirect, keep):
        """The pages that the person who said yes administers."""
        if "code" not in query:
            raise invalid(_("LinkedIn did not let us in: access was not granted."))
        tokens, told = self.tokens(
            grant_type="authorization_code", code=query["code"], redirect_uri=redirect
        )
        granted = frozenset(re.split(r"[ ,]+", told["scope"])) if told.get("scope") else None
        person = type(self)(self.set, tokens.secrets, app=self.app)
        found = [
            Account(urn, name, tokens.secrets, url=url, granted=granted, expires_at=tokens.expires_at)
            for urn, name, url in map(person.page_named, person.administered())
        ]  # fmt: skip
        if not found:
            raise invalid(_("You are the administrator of no LinkedIn page."))
        return found

    def refresh_token(self):
        if not self.secrets.get("refresh"):
            raise auth_expired()
        return self.tokens(grant_type="refresh_token", refresh_token=self.secrets["refresh"])[0]

    def tokens(self, **asked):
        ours = {"client_id": self.app.get("id"), "client_secret": self.app.get("secret")}
        told = self.login.post("/accessToken", form={**asked, **ours}).json
        refresh = told.get("refresh_token") or self.secrets.get("refresh")
        secrets = {"token": told["access_token"], **({"refresh": refresh} if refresh else {})}
        return Tokens(secrets, later(seconds=int(told["expires_in"]))), told

    def administered(self):
        asked = {"q": "roleAssignee", "role": "ADMINISTRATOR", "state": "APPROVED"}
        found = self.http.get("/organizationAcls", asked, count=100).json["elements"]
        return [each["organization"] for each in found]

    def page_named(self, urn):
        told = self.http.get(f"/organizations/{urn.rpartition(':')[2]}").json
        url = f"https://www.linkedin.com/company/{told.get('vanityName') or told['id']}/"
        return urn, told["localizedName"], url

    def check(self):
        administered = self.administered()
        us = self.us or next(iter(administered), None)
        if us is None:
            raise invalid(_("You are the administrator of no LinkedIn page."))
        notes = () if us in administered else (
            _("The person who connected is no longer an administrator of this page."),
        )  # fmt: skip
        return Standing(us, self.page_named(us)[1], self.granted, notes=notes)

    # Reading

    def poll(self, cursor):
        """What was told since we last looked, the newest first; LinkedIn keeps it for sixty days."""
        if cursor is None:
            began = millis(self.since or now())
            cursor = {"floor": began, "seen": began, "start": 0, "newest": began}
        begin = max(cursor["floor"], cursor["seen"] - OVERLAP)
        found = self.http.get(self.notifications(begin, cursor["start"])).json["elements"]
        newest = max([cursor["newest"], *(each["lastModifiedAt"] for each in found)])
        payloads = [{"notification": each} for each in found]
        if len(found) < COUNT:
            further = {**cursor, "seen": newest, "start": 0, "newest": newest}
            return Page(payloads, further)
        further = {**cursor, "start": cursor["start"] + STEP, "newest": newest}
        return Page(payloads, further, more=True)

    def notifications(self, begin, start):
        # Parentheses and commas stay as they are; only what they hold is encoded.
        return (
            f"/organizationalEntityNotifications?q=criteria&actions={ACTIONS}"
            f"&organizationalEntity={coded(self.us)}&timeRange=(start:{begin})&count={COUNT}&start={start}"
        )

    def fetch(self, platform_id, hint=None):
        comment = self.http.get(path_of(platform_id)).json
        return [{"comment": comment, "post": self.post((hint or {}).get("post"))}]

    def post(self, urn):
        """What was commented on; its number alone where we may not read it."""
        if not urn:
            return None
        try:
            told = self.http.get(f"/posts/{coded(urn)}").json
        except PermanentError as error:
            if error.code not in (GONE, "permission-missing"):
                raise
            return {"id": urn}
        return {name: told.get(name) for name in ("id", "commentary", "publishedAt")}

    def recheck(self, comments):
        payloads = []
        for comment in comments:
            try:
                payloads.append({"comment": self.http.get(path_of(comment.platform_id)).json})
            except PermanentError as error:
                if error.code != GONE:
                    raise
                payloads.append({"gone": comment.platform_id})
        if payloads and all("gone" in each for each in payloads):
            self.still_us()
        return payloads

    def still_us(self):
        """To whoever no longer runs the page everything would look deleted."""
        if self.us not in self.administered():
            raise auth_expired()

    # Deliveries

    def verify(self, delivery):
        if not self.app.get("secret"):
            raise Unacceptable("secret-missing", 403)
        given = delivery.headers.get("x-li-signature", "").strip()
        if not given:
            raise Unacceptable("signature-missing", 401)
        wanted = signature(self.app["secret"], b"hmacsha256=" + delivery.body)
        if not hmac.compare_digest(wanted.encode(), given.encode("utf-8", "replace")):
            raise Unacceptable("signature-wrong", 401)

    def challenge(self, delivery):
        code, secret = delivery.query.get("challengeCode", ""), self.app.get("secret")
        if not secret:
            raise Unacceptable("secret-missing", 403)
        if not re.fullmatch(r"[0-9A-Za-z-]{1,100}", code):
            raise Unacceptable("signature-wrong", 403)
        answer = {"challengeCode": code, "challengeResponse": signature(secret, code.encode())}
        return Shake(json.dumps(answer), "application/json")

    def route(self, delivery):
        """One part for each page; likes and shares go no further."""
        pages = {}
        for each in notified(read_json(delivery.body)):
            pages.setdefault(str(each.get("organizationalEntity")), []).append(each)
        for page, found in pages.items():
            body = json.dumps({"notifications": found}, ensure_ascii=False)
            yield Part(page, body.encode("utf-8", "replace"), len(found))

    def measure(self, delivery):
        return len(list(self.parse(delivery.body)))

    # Understanding

    def parse(self, payload):
        kept = read_json(payload)
        if "comment" in kept:
            yield self.incoming(kept["comment"], kept.get("post"))
        elif "gone" in kept:
            yield Gone(kept["gone"])
        else:
            single = [kept["notification"]] if "notification" in kept else kept["notifications"]
            for each in notified({"notifications": single}):
                name = each["generatedActivity"]
                if each["action"] == TAKEN_BACK:
                    yield Gone(name, moment(each.get("lastModifiedAt")))
                else:
                    # The time makes an edit another thing to fetch than the comment was.
                    hint = {"post": each.get("sourcePost"), "at": each.get("lastModifiedAt")}
                    yield Fetch(name, hint)

    def incoming(self, comment, post):
        words, extra = told((comment.get("message") or {}).get("text") or "", pictures(comment))
        name, place = comment["commentUrn"], comment["object"]
        made, changed = ((comment.get(when) or {}).get("time") for when in ("created", "lastModified"))  # fmt: skip
        return Incoming(
            platform_id=name, text=words, created_at=moment(made), author=author_of(comment),
            post=post_of(post), parent_id=comment.get("parentComment"), root_id=comment.get("parentComment"),
            edited_at=moment(changed) if made and changed and changed > made else None,
            url=f"https://www.linkedin.com/feed/update/{place}?commentUrn={coded(name)}",
            by_us=comment["actor"] == self.us, extra={**extra, "object": place},
        )  # fmt: skip

    # Acting

    def reply(self, comment, text, *, reply_id=None):
        """In the thread of what is answered: LinkedIn has two levels."""
        place, _number = parts(comment.platform_id)
        told = {
            "actor": self.us, "object": place, "message": {"text": text}, "parentComment": top_of(comment),
        }  # fmt: skip
        heard = self.http.post(f"/socialActions/{coded(place)}/comments", json=told, once=True)
        return Sent(f"urn:li:comment:({place},{heard.headers['x-restli-id']})")

    def find_reply(self, comment, text, since):
        path = f"/socialActions/{coded(top_of(comment))}/comments"
        for page in range(MOST_PAGES):
            found = self.http.get(path, start=page * STEP, count=COUNT).json["elements"]
            for each in found:
                ours = each["actor"] == self.us and moment(each["created"]["time"]) >= since
                if ours and each["message"]["text"].split() == text.split():
                    return Sent(each["commentUrn"])
            if len(found) < COUNT:
                break
        return None

    def delete(self, comment):
        self.http.delete(f"{path_of(comment.platform_id)}?actor={coded(self.us)}")
        return Sent(state="deleted")

    def like(self, comment):
        told = {"root": comment.platform_id, "reactionType": "LIKE"}
        try:
            self.http.post(f"/reactions?actor={coded(self.us)}", json=told)
        except Refused as error:
            if "already" not in str(error).lower():
                raise
        return Sent()

    def unlike(self, comment):
        key = f"(actor:{coded(self.us)},entity:{coded(comment.platform_id)})"
        self.http.delete(f"/reactions/{key}")
        return Sent()


def dead_grant(heard):
    if heard.status == 400 and any(word in heard.body for word in (b"invalid_grant", b"invalid_request")):  # fmt: skip
        raise auth_expired()


def signature(secret, words):
    return hmac.new(secret.encode(), words, hashlib.sha256).hexdigest()


def notified(told):
    """What somebody said or took back, of all that a delivery tells."""
    for each in (told.get("notifications") or ()) if isinstance(told, dict) else ():
        is_comment = _COMMENT.fullmatch(str(each.get("generatedActivity") or ""))
        if each.get("action") in (*SAID, TAKEN_BACK) and is_comment:
            yield each


def coded(urn):
    return quote(urn or "", safe="")


def parts(urn):
    """What a comment stands under, and its number there."""
    found = _COMMENT.fullmatch(urn)
    if not found:
        raise gone()
    return found.groups()


def path_of(urn):
    place, number = parts(urn)
    return f"/socialActions/{coded(place)}/comments/{number}"


def top_of(comment):
    return comment.parent_platform_id or comment.platform_id


def author_of(comment):
    """Who wrote, a number without a name unless LinkedIn granted names."""
    about = comment.get("actor~") or {}
    names = (about.get("localizedFirstName"), about.get("localizedLastName"))
    name = about.get("localizedName") or " ".join(filter(None, names)) or NOBODY
    handle = about.get("vanityName") or ""
    kind = "company" if ":organization:" in comment["actor"] else "in"
    url = f"https://www.linkedin.com/{kind}/{handle}/" if handle else None
    return IncomingAuthor(comment["actor"], handle=handle, name=name, url=url)


def post_of(post):
    if not post:
        return None
    text, url = post.get("commentary") or "", f"https://www.linkedin.com/feed/update/{post['id']}/"
    title = clean(text.partition("\n")[0], 120)
    return IncomingPost(post["id"], title, text, url, moment(post.get("publishedAt")))


def pictures(comment):
    found = comment.get("content") or ()
    return [medium("image" if each.get("type") == "IMAGE" else "link", each.get("url")) for each in found]  # fmt: skip


def moment(told):
    return datetime.fromtimestamp(told / 1000, UTC) if told else None


def millis(when):
    return int(when.timestamp() * 1000)
