"""YouTube channels: the comments under all their videos, and those that YouTube holds back for somebody to look at."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.connectors import youtube_threads as things
from app.connectors.contract import (
    Account,
    Budget,
    Can,
    Exports,
    Gone,
    Incoming,
    Page,
    Sent,
    Setting,
    Standing,
    StateChanged,
    base_url,
)
from app.connectors.failures import (
    GONE,
    gone,
    invalid,
    permission_missing,
    quota_exhausted,
    rate_limited,
    transient,
)
from app.connectors.keys import ShortKeys, keys_in
from app.connectors.media import medium, told
from app.connectors.reading import read_json
from app.lib.clock import later, now
from app.lib.errors import PermanentError, Refused
from app.lib.http import retry_after

SCOPE = "https://www.googleapis.com/auth/youtube.force-ssl"
PACIFIC = ZoneInfo("America/Los_Angeles")
# What a call costs: to read, and to change something.
READ, WRITE = 1, 50
# How many calls one poll makes at most.
CALLS_A_POLL = 4
TWICE = timedelta(seconds=1)
# What YouTube says beside its status.
OUT_OF_UNITS = ("quotaExceeded", "dailyLimitExceeded")
TOO_FAST = ("rateLimitExceeded", "userRateLimitExceeded")
NOT_THERE = ("commentNotFound", "parentCommentNotFound", "commentThreadNotFound", "videoNotFound", "channelNotFound")  # fmt: skip
REFUSALS = {
    "commentsDisabled": _l("Comments are turned off under this video."),
    "commentTextTooLong": _l("YouTube takes at most 10,000 characters in an answer."),
    "commentTextRequired": _l("The answer is empty."),
    "parentCommentIsPrivate": _l(
        "YouTube does not let anybody answer this comment as long as it is not public."
    ),
}


class YouTube(ShortKeys):
    """Nothing is delivered: every list is asked for, and what is missing from one is looked for by its id."""

    name = "youtube"
    title = "YouTube"
    icon = "youtube"
    about = _l(
        "Comments under the videos of your channel, also those that YouTube holds for review."
    )
    wants = _l("A role in the channel that lets you moderate, and once for the whole team an OAuth client at Google.")  # fmt: skip
    settings = (
        Setting(
            "daily_units", _l("Units a day"), default="10000", advanced=True,
            about=_l("What Google lets your application spend in a day: 1 to read a page, 50 for an answer or a decision."),
        ),
        base_url("https://youtube.googleapis.com/youtube/v3"),
        base_url("https://oauth2.googleapis.com/token", name="token_url"),
        base_url("https://accounts.google.com/o/oauth2/v2/auth", name="sign_in_url"),
    )  # fmt: skip
    scopes = (SCOPE,)
    asked_besides = {"access_type": "offline", "prompt": "consent"}
    app_settings = {"id": "GOOGLE_CLIENT_ID", "secret": "GOOGLE_CLIENT_SECRET"}
    can = frozenset((Can.REPLY, Can.HIDE, Can.UNHIDE, Can.DELETE, Can.BAN))
    needs = dict.fromkeys(can, SCOPE)
    final = frozenset((Can.DELETE, Can.BAN))
    acts_mean = {
        Can.HIDE: _l("hold it for review: nobody sees it until you let it through"),
        Can.DELETE: _l("reject it for good, with all the replies under it: YouTube cannot bring it back"),
        Can.BAN: _l("reject this comment for good and hide everything else they write on the channel"),
    }  # fmt: skip
    elsewhere = frozenset((Can.LIKE, Can.UNBAN))
    budget = Budget(_l("units"), "daily_units", "day", "America/Los_Angeles", reserve=2500)
    rhythm = (20, 50)
    recheck_at_once = things.IDS
    # What is kept longer than that must be asked for again, which a file cannot.
    exports = Exports(days=30)
    reply_limit = 10_000

    def limit_for(self, comment):
        return self.reply_limit - len(things.greeting(comment))

    # Calling

    def ask(self, method, path, *, cost=READ, **what):
        """One call, and what it cost: one that YouTube refuses costs one unit."""
        self.spent += cost
        try:
            return self.http.call(method, path, **what)
        except (PermanentError, Refused):
            self.spent -= cost - READ
            raise

    def read(self, path, **query):
        asked = {name: value for name, value in query.items() if value is not None}
        return self.ask("GET", path, query={"textFormat": "plainText", **asked}).json

    def explain(self, heard):
        if heard.status < 400:
            return
        reason = reason_of(heard)
        if reason in OUT_OF_UNITS:
            raise quota_exhausted(midnight_there())
        if reason in TOO_FAST:
            raise rate_limited(retry_after(heard))
        if reason in REFUSALS:
            raise invalid(str(REFUSALS[reason]))
        if reason in NOT_THERE:
            raise gone()
        if reason == "invalidPageToken":
            raise PageLost
        if reason == "processingFailure":
            raise transient(wait=20)
        if reason == "insufficientPermissions":
            raise permission_missing(SCOPE)

    # Connecting

    def finish(self, query, redirect, keep):
        """The channel that the person chose in Google's window."""
        told = self.exchanged(query, redirect, keep)
        if SCOPE not in (told.get("scope") or "").split():
            raise invalid(_("Tick the box for managing your YouTube account in Google's window: without it nothing can be read."))  # fmt: skip
        if not told.get("refresh_token"):
            raise invalid(_("Google gave no lasting key. Remove Sada's access in your Google account, then connect again."))  # fmt: skip
        key, ends = keys_in(told), later(seconds=told["expires_in"])
        return [
            Account(
                each["id"], each["snippet"]["title"], key, about=each["snippet"].get("customUrl") or "",
                url=f"https://www.youtube.com/channel/{each['id']}", granted=frozenset({SCOPE}), expires_at=ends,
            )
            for each in type(self)(self.set, key, app=self.app).mine()
        ]  # fmt: skip

    def mine(self):
        told = self.ask("GET", "/channels", query={"part": "snippet", "mine": "true", "maxResults": 50}).json  # fmt: skip
        if not told.get("items"):
            raise invalid(_("This Google account has no YouTube channel."))
        return told["items"]

    def check(self):
        me = self.mine()[0]
        if self.account_id and me["id"] != self.account_id:
            raise invalid(_("This key is of another channel: %(name)s.", name=me["snippet"]["title"]))  # fmt: skip
        missing = (SCOPE,) if self.granted is not None and SCOPE not in self.granted else ()
        return Standing(me["id"], me["snippet"]["title"], self.granted, missing)

    # Reading

    def poll(self, cursor):
        """A few calls: the newest threads, and whatever they and the other lists show to be worth another look."""
        cursor = json.loads(json.dumps(cursor)) if cursor else self.start()
        if cursor.pop("begun", False):
            return Page([], cursor)
        cursor["todo"] = cursor["todo"] or things.round_of(cursor)
        payloads, reached = [], None
        for _turn in range(CALLS_A_POLL):
            if not cursor["todo"]:
                break
            task = cursor["todo"].pop(0)
            found = getattr(self, f"do_{task['do']}")(task, cursor)
            reached = min((each["at"] for each in found if "at" in each), default=reached)
            payloads += found
        payloads = self.named(payloads, cursor)
        things.trim(cursor)
        return Page(payloads, cursor, more=bool(cursor["todo"]), reached=things.moment(reached))

    def start(self):
        """Where reading begins: at `since`, or after all that is there now, which is kept in mind."""
        cursor = {"from": "", "skip": [], "known": {}, "videos": {}, "aside": things.iso(now()), "turn": 0, "todo": []}  # fmt: skip
        if self.since:
            listed = [{"do": "list", "of": of, "token": None, "until": things.iso(self.since)} for of in things.LISTS]  # fmt: skip
            return {**cursor, "from": things.iso(self.since), "todo": listed}
        there = []
        for of in things.LISTS:
            threads = self.threads(moderationStatus=things.LISTS[of])["items"]
            cursor["known"] |= {each["id"]: things.row_of(each, of) for each in threads}
            there += [
                comment
                for each in threads
                for comment in (things.top_of(each), *things.inline(each))
            ]
        newest = max((each["snippet"]["publishedAt"] for each in there), default="")
        # Moments are told in whole seconds: what comes in the same second is new all the same.
        skip = [each["id"] for each in there if each["snippet"]["publishedAt"] == newest]
        return {**cursor, "from": newest, "skip": skip, "begun": True}

    def threads(self, **query):
        if "id" not in query and "videoId" not in query:
            us = self.account_id or self.check().account_id
            query = {"allThreadsRelatedToChannelId": us, **query}
        if "id" not in query:
            query |= {"order": "time", "maxResults": things.LIMIT}
        return self.read("/commentThreads", part="snippet,replies", **query)

    def do_list(self, task, cursor):
        """One page of one list; the next one too, as long as it may hold what we do not know."""
        of = task["of"]
        try:
            told = self.threads(moderationStatus=things.LISTS[of], pageToken=task["token"])
        except PageLost:
            cursor["todo"].insert(0, {**task, "token": None})
            return []
        found, further = told.get("items") or [], told.get("nextPageToken")
        oldest = min((things.published(each) for each in found), default=None)
        if further and (oldest is None or oldest >= task["until"]):
            cursor["todo"].insert(0, {**task, "token": further})
        if task["token"] is None:
            self.miss(of, found, oldest if further else "", cursor)
        return self.news(found, of, cursor)

    def miss(self, of, found, oldest, cursor):
        """What should be in a list and is not any more has to be looked for by its id."""
        there = {each["id"] for each in found}
        lost = [
            name
            for name, row in cursor["known"].items()
            if row[0] == of and name not in there and oldest is not None and row[1] > oldest
        ]
        if lost:
            cursor["todo"].append({"do": "look", "ids": lost[: things.IDS]})

    def news(self, threads, of, cursor):
        """What is new or other than we know it, of threads that are in one list now."""
        found = []
        for thread in threads:
            row, old = things.row_of(thread, of), cursor["known"].pop(thread["id"], None)
            cursor["known"][thread["id"]] = row
            if (old is None or old[:3] != row[:3]) and things.fresh(things.top_of(thread), cursor):
                found.append(self.envelope(thread, things.top_of(thread), things.state_in(of, old)))
            if row[3] > (old[3] if old else 0) and (
                old or things.fresh(things.top_of(thread), cursor)
            ):
                found += self.answers(thread, cursor)
        return found

    def answers(self, thread, cursor):
        """The replies that came with their thread, when those are all; else they are asked for."""
        some = things.inline(thread)
        if len(some) < (thread["snippet"].get("totalReplyCount") or 0):
            video, open_ = thread["snippet"].get("videoId"), thread["snippet"].get("canReply")
            task = {"do": "replies", "of": thread["id"], "token": None, "video": video, "can_reply": open_}  # fmt: skip
            cursor["todo"].append(task)
            return []
        return [self.envelope(thread, each) for each in some if things.fresh(each, cursor)]

    def do_replies(self, task, cursor):
        """A page of the replies under one comment; YouTube does not say in which order they come."""
        try:
            told = self.replies(task["of"], task["token"])
        except PageLost:
            cursor["todo"].insert(0, {**task, "token": None})
            return []
        except PermanentError as error:
            if error.code != GONE:
                raise
            return []
        if told.get("nextPageToken"):
            cursor["todo"].insert(0, {**task, "token": told["nextPageToken"]})
        thread = {"snippet": {"videoId": task["video"], "canReply": task["can_reply"]}}
        return [self.envelope(thread, each) for each in told.get("items") or () if things.fresh(each, cursor)]  # fmt: skip

    def replies(self, thread, token=None):
        return self.read("/comments", part="snippet", parentId=thread, maxResults=things.LIMIT, pageToken=token)  # fmt: skip

    def do_look(self, task, cursor):
        """Threads by their ids: is there more under them, are they still public, are they there at all?"""
        told = self.threads(id=",".join(task["ids"]))
        there, found = {each["id"]: each for each in told.get("items") or ()}, []
        for name in task["ids"]:
            old, thread = cursor["known"].get(name), there.get(name)
            if thread is None:
                cursor["known"].pop(name, None)
                found.append({"gone": name})
            elif thread["snippet"].get("isPublic") is not False:
                found += self.news([thread], things.PUBLISHED, cursor)
            elif old and old[0] != things.NOWHERE:
                old[0] = things.HELD if old[0] == things.PUBLISHED else things.NOWHERE
                found.append({"state": [name, "hidden"]})
        return found

    def envelope(self, thread, comment, state=None):
        """One comment as it is kept: without what changes all the time, such as its likes."""
        kept = {name: value for name, value in comment["snippet"].items() if name in things.KEPT}
        video = thread["snippet"].get("videoId")
        return {
            "comment": {"id": comment["id"], "snippet": kept}, "video": video and {"id": video}, "state": state,
            "can_reply": thread["snippet"].get("canReply"), "at": kept.get("publishedAt"),
        }  # fmt: skip

    def named(self, payloads, cursor):
        """Say what the videos are called; one call for all that we do not know yet."""
        names = {each["video"]["id"] for each in payloads if each.get("video")}
        unknown = sorted(names - set(cursor["videos"]))[: things.IDS]
        if unknown:
            told = self.ask("GET", "/videos", query={"part": "snippet", "id": ",".join(unknown)}).json  # fmt: skip
            cursor["videos"] |= {name: {} for name in unknown}
            cursor["videos"] |= {
                each["id"]: things.about_video(each) for each in told.get("items") or ()
            }
        for each in payloads:
            if each.get("video"):
                each["video"] |= cursor["videos"].get(each["video"]["id"], {})
        return payloads

    def recheck(self, comments):
        """As they are now; what YouTube does not give by its id any more is gone."""
        ids = [each.platform_id for each in comments]
        told = self.read("/comments", part="snippet", id=",".join(ids))
        there = {each["id"]: each for each in told.get("items") or ()}
        return [
            self.envelope({"snippet": {}}, there[name]) if name in there else {"gone": name}
            for name in ids
        ]

    def count(self, post):
        """Only of videos that came out since we read: of older ones we do not want to hold everything."""
        if not (self.since and post.created_at and post.created_at >= self.since):
            return None
        told = self.ask("GET", "/videos", query={"part": "statistics", "id": post.platform_id}).json
        if not told.get("items"):
            raise gone()
        return int(told["items"][0]["statistics"].get("commentCount") or 0)

    def read_post(self, post, cursor):
        cursor = cursor or {"token": None, "todo": [], "from": "", "skip": [], "listed": False}
        video = {"snippet": {"videoId": post.platform_id}}
        if cursor["todo"]:
            payloads = self.do_replies(cursor["todo"].pop(0), cursor)
            return Page(payloads, cursor, more=bool(cursor["todo"]) or not cursor["listed"])
        told = self.threads(videoId=post.platform_id, pageToken=cursor["token"])
        cursor |= {"token": told.get("nextPageToken"), "listed": not told.get("nextPageToken")}
        payloads = []
        for thread in told.get("items") or ():
            payloads += [self.envelope(video, things.top_of(thread)), *self.answers(thread, cursor)]
        return Page(payloads, cursor, more=bool(cursor["todo"]) or not cursor["listed"])

    # Understanding

    def parse(self, payload):
        kept = read_json(payload)
        if "gone" in kept:
            yield Gone(kept["gone"])
        elif isinstance(kept.get("state"), list):
            yield StateChanged(*kept["state"])
        elif "comment" in kept:
            yield self.incoming(kept["comment"], kept)

    def incoming(self, comment, kept):
        said = comment["snippet"]
        text = things.clean_words(said)
        # The address of a picture lives for six hours: only that there is one can be kept.
        text, extra = told(text, [medium("image", "")] if said.get("imageUrl") else [])
        author = things.author_of(said)
        ours = bool(self.account_id) and author is not None and author.id == self.account_id
        made, changed = things.moment(said.get("publishedAt")), things.moment(said.get("updatedAt"))
        return Incoming(
            platform_id=comment["id"], text=text or "🏷", created_at=made, edited_at=changed if made and changed and changed - made >= TWICE else None,
            author=author, post=things.post_of(kept.get("video")), parent_id=said.get("parentId"), root_id=said.get("parentId"),
            url=things.link(comment["id"], (kept.get("video") or {}).get("id") or said.get("videoId")),
            state=kept.get("state") or (things.STATES.get(said.get("moderationStatus")) if said.get("parentId") else None),
            by_us=ours, can_reply=kept.get("can_reply"), can_hide=False if ours else None, extra=extra or None,
        )  # fmt: skip

    # Acting

    def reply(self, comment, text, *, reply_id=None):
        """Into the thread; an answer to a reply begins with whom it answers, because YouTube has one level."""
        body = {
            "snippet": {
                "parentId": things.thread_of(comment),
                "textOriginal": things.greeting(comment) + text,
            }
        }
        made = self.ask("POST", "/comments", cost=WRITE, query={"part": "snippet"}, json=body, once=True)  # fmt: skip
        return Sent(made.json["id"])

    def find_reply(self, comment, text, since):
        token, wanted = None, (things.greeting(comment) + text).split()
        while True:
            told = self.replies(things.thread_of(comment), token)
            for each in told.get("items") or ():
                said = each["snippet"]
                ours = (said.get("authorChannelId") or {}).get("value") == self.account_id
                # Told in whole seconds.
                late = things.moment(said["publishedAt"]) >= since.replace(microsecond=0)
                if ours and late and things.clean_words(said).split() == wanted:
                    return Sent(each["id"])
            token = told.get("nextPageToken")
            if not token:
                return None

    def hide(self, comment):
        return self.decide(comment, "heldForReview", "hidden")

    def unhide(self, comment):
        return self.decide(comment, "published", "visible")

    def delete(self, comment):
        """Our own words are deleted; anybody else's are rejected, which cannot be taken back."""
        if not comment.by_us:
            return self.decide(comment, "rejected", "deleted")
        self.ask("DELETE", "/comments", cost=WRITE, query={"id": comment.platform_id})
        return Sent(state="deleted")

    def ban(self, comment):
        return self.decide(comment, "rejected", "deleted", banAuthor="true")

    def decide(self, comment, status, state, **more):
        asked = {"id": comment.platform_id, "moderationStatus": status, **more}
        self.ask("POST", "/comments/setModerationStatus", cost=WRITE, query=asked)
        return Sent(state=state)


class PageLost(Exception):
    """YouTube does not know this page of a list any more: the list is read again from its top."""


def reason_of(heard):
    """YouTube's own word for what is wrong."""
    try:
        return json.loads(heard.body)["error"]["errors"][0]["reason"]
    except (ValueError, KeyError, IndexError, TypeError):
        return ""


def midnight_there():
    """When the units of a day are given out anew."""
    here = now().astimezone(PACIFIC)
    return datetime.combine(here.date() + timedelta(days=1), datetime.min.time(), PACIFIC).astimezone(UTC)  # fmt: skip
