"""What is new under the videos of a TikTok account, found by what is counted: for app/connectors/tiktok.py."""

import json
from datetime import UTC, datetime

from app.connectors.contract import (
    Bad,
    Fetch,
    Gone,
    IncomingAuthor,
    IncomingPost,
    Page,
    StateChanged,
    Unacceptable,
)
from app.connectors.failures import GONE
from app.connectors.reading import read_json
from app.lib.clock import now
from app.lib.errors import PermanentError
from app.lib.text import clean

VIDEO_FIELDS = json.dumps(["item_id", "caption", "share_url", "create_time", "comments"])
KEPT = (
    "comment_id", "video_id", "parent_comment_id", "unique_identifier", "username", "display_name", "text",
    "image_url", "create_time", "owner", "status",
)  # fmt: skip
# How much a list gives at once, and how many calls one poll makes: TikTok allows 40 a minute to each address.
VIDEOS, COMMENTS, CALLS_A_POLL = 20, 30, 8
NEWEST = {"sort_field": "create_time", "sort_order": "desc", "max_count": COMMENTS}
# What is remembered between two polls, and how long something that is counted but not listed is looked for.
VIDEOS_KNOWN, THREADS_KNOWN, IDLE_PAGES, TRIES = 1000, 1000, 10, 3
# Older pages of videos are asked for now and then; of the newest, so many are looked into when we begin.
DEEP_EVERY, READ_AT_FIRST = 5, 5
NEWS = {"set_to_hidden": "hidden", "set_to_friends_only": "hidden", "set_to_public": "visible"}


class Videos:
    """Lists say how many comments a video and a thread have; those that have more than we know are read."""

    def poll(self, cursor):
        """A few calls: how many comments the videos have, then those videos and threads that have more than we know."""
        cursor = json.loads(json.dumps(cursor)) if cursor else self.start()
        cursor["todo"] = cursor["todo"] or round_of(cursor)
        payloads = []
        for _turn in range(CALLS_A_POLL):
            if not cursor["todo"]:
                break
            task = cursor["todo"].pop(0)
            payloads += getattr(self, f"do_{task['do']}")(task, cursor)
        trim(cursor)
        reached = min((made(each["comment"]) for each in payloads), default=None)
        return Page(payloads, cursor, bool(cursor["todo"]), reached=moment(reached))

    def start(self):
        begins = int((self.since or now()).timestamp())
        return {
            "from": begins, "back": bool(self.since), "first": True, "videos": {}, "threads": {}, "turn": 0, "deep": 0,
            "todo": [{"do": "videos", "at": 0}],
        }  # fmt: skip

    def videos(self, **query):
        return self.ask("/business/video/list/", fields=VIDEO_FIELDS, **query)

    def do_videos(self, task, cursor):
        """A page of our videos, the newest first; all pages when we begin."""
        listed = self.videos(cursor=task["at"], max_count=VIDEOS)
        found = listed.get("videos") or []
        # One of the newest is looked at in any case: what is hidden from people may not be counted.
        aside = range(READ_AT_FIRST) if cursor["first"] else [cursor["turn"] % (len(found) or 1)]
        for place, video in enumerate(found, task["at"]):
            self.weigh(video, place in aside, cursor)
        further = listed.get("cursor") if listed.get("has_more") else 0
        if cursor["first"] and further:
            cursor["todo"].append({"do": "videos", "at": further})
        elif task["at"] or not cursor["deep"]:
            cursor["deep"] = further
        cursor["first"] = cursor["first"] and bool(further)
        return []

    def weigh(self, video, aside, cursor):
        """Is there more under a video than we know?"""
        of, count = about_video(video), video.get("comments") or 0
        row = cursor["videos"].pop(of["item_id"], None)
        # What was there before we began is only counted.
        old = row is None and not cursor["back"] and made(video) < cursor["from"]
        row = row or {"count": count if old else 0, "tries": 0}
        cursor["videos"][of["item_id"]] = {**row, "count": count, "missing": count - row["count"]}
        if count != row["count"] or aside:
            cursor["todo"].append({"do": "comments", "of": of, "at": 0, "idle": 0, "old": old})

    def comments(self, video, **query):
        return self.ask("/business/comment/list/", video_id=video, status="ALL", **query)

    def do_comments(self, task, cursor):
        """A page of the comments under a video, the newest first, for as long as something new may come."""
        of, row = task["of"], row_of(task["of"], cursor)
        listed = self.comments(of["item_id"], cursor=task["at"], include_replies="true", **NEWEST)
        threads = listed.get("comments") or []
        if task["old"]:
            before = [each for each in threads if not fresh(each, cursor)]
            cursor["threads"] |= {id_of(each): answers_to(each) for each in before}
        found, looked = [], len(cursor["todo"])
        for thread in threads:
            found += self.news(thread, of, row, cursor)
        for thread in threads:
            # Somebody may have answered in a thread from before we began.
            if row["missing"] > 0 and id_of(thread) not in cursor["threads"] and answers_to(thread):
                self.look_into(thread, of, cursor, old=True)
        idle = 0 if found or len(cursor["todo"]) > looked else task["idle"] + 1
        if listed.get("has_more") and (not idle or (row["missing"] > 0 and idle < IDLE_PAGES)):
            cursor["todo"].append({**task, "at": listed["cursor"], "idle": idle})
        else:
            cursor["todo"].append({"do": "settle", "of": of})
        return found

    def news(self, thread, of, row, cursor):
        """What of one thread we do not know; answers that did not come along are asked for."""
        name, answers, known = id_of(thread), answers_to(thread), cursor["threads"].get(id_of(thread))  # fmt: skip
        found = []
        if known is None:
            if not fresh(thread, cursor):
                return []
            found.append(envelope(thread, of))
            row["missing"] -= 1
        if answers > (known or 0):
            row["missing"] -= answers - (known or 0)
            inline = thread.get("reply_list") or []
            if len(inline) < answers:
                self.look_into(thread, of, cursor)
            else:
                found += [envelope(each, of, name) for each in inline if fresh(each, cursor)]
        cursor["threads"].pop(name, None)
        cursor["threads"][name] = answers
        return found

    def look_into(self, thread, of, cursor, old=False):
        """Ask for the answers in a thread next, as many as were counted since we last did."""
        name, answers = id_of(thread), answers_to(thread)
        most = answers - cursor["threads"].get(name, 0)
        cursor["threads"][name] = answers
        task = {"do": "replies", "of": of, "thread": name, "at": 0, "most": most, "old": old}
        cursor["todo"].insert(0, task)

    def replies(self, video, thread, at=0):
        return self.ask("/business/comment/reply/list/", video_id=video, comment_id=thread, status="ALL", cursor=at, **NEWEST)  # fmt: skip

    def do_replies(self, task, cursor):
        """A page of the answers in a thread, the newest first, until all that was counted has come."""
        try:
            listed = self.replies(task["of"]["item_id"], task["thread"], task["at"])
        except PermanentError as error:
            if error.code != GONE:
                raise
            return []
        answers = listed.get("comments") or []
        found = [envelope(each, task["of"], task["thread"]) for each in answers if fresh(each, cursor)]  # fmt: skip
        if task["old"]:
            row_of(task["of"], cursor)["missing"] -= len(found)
        most = task["most"] - len(answers)
        if listed.get("has_more") and most > 0:
            cursor["todo"].insert(0, {**task, "at": listed["cursor"], "most": most})
        return found

    def do_settle(self, task, cursor):
        """Lists lag behind what is counted: what did not come is looked for a few times more."""
        row = row_of(task["of"], cursor)
        if row["missing"] > 0 and row["tries"] < TRIES:
            row["count"] -= row["missing"]
            row["tries"] += 1
        else:
            row["tries"] = 0
        return []


def round_of(cursor):
    """What one look around asks for."""
    cursor["turn"] += 1
    round_ = [{"do": "videos", "at": 0}]
    if cursor["deep"] and cursor["turn"] % DEEP_EVERY == 0:
        round_.append({"do": "videos", "at": cursor["deep"]})
    return round_


def trim(cursor):
    """Forget what was not met for longest."""
    for name, most in (("videos", VIDEOS_KNOWN), ("threads", THREADS_KNOWN)):
        for old in list(cursor[name])[:-most]:
            del cursor[name][old]


def row_of(video, cursor):
    row = cursor["videos"].get(video["item_id"])
    return row or {"count": 0, "missing": 0, "tries": 0}


def id_of(comment):
    return str(comment["comment_id"])


def answers_to(thread):
    return thread.get("replies") or 0


def fresh(comment, cursor):
    return made(comment) >= cursor["from"]


def made(told):
    """When something was made: a number, which TikTok sometimes writes as a word."""
    return int(told.get("create_time") or 0)


def about_video(video):
    told = {name: video.get(name) for name in ("caption", "share_url", "create_time")}
    return {"item_id": str(video["item_id"]), **told}


def envelope(comment, video, thread=None):
    """One comment as it is kept: without what changes all the time, such as its likes."""
    kept = {name: comment[name] for name in KEPT if comment.get(name) is not None}
    if thread and not kept.get("parent_comment_id"):
        kept["parent_comment_id"] = thread
    return {"comment": kept, "video": video}


def news_in(kept):
    """What one delivery tells: never the words, which are fetched."""
    try:
        # JSON in a string in JSON.
        about = read_json(str(kept.get("content")).encode("utf-8", "replace"))
        name, action = str(about["comment_id"]), about.get("comment_action")
    except (Unacceptable, KeyError, TypeError, AttributeError):
        yield Bad("not-understood")
        return
    if action == "insert":
        parent = about.get("parent_comment_id")
        told = {"video": str(about.get("video_id")), "at": about.get("timestamp")}
        yield Fetch(name, {**told, "parent": str(parent) if parent else None})
    elif action == "delete":
        yield Gone(name, moment(about.get("timestamp")))
    elif action in NEWS:
        yield StateChanged(name, NEWS[action])


def author_of(comment):
    """Who wrote; nobody where TikTok does not say."""
    handle = comment.get("username") or ""
    name = comment.get("unique_identifier") or handle
    if not name:
        return None
    url = f"https://www.tiktok.com/@{handle}" if handle else None
    return IncomingAuthor(str(name), handle=handle, name=comment.get("display_name") or "", url=url)


def post_of(video):
    text = video.get("caption") or ""
    title = clean(text.partition("\n")[0], 120)
    at = moment(video.get("create_time"))
    return IncomingPost(str(video["item_id"]), title, text, video.get("share_url"), at)


def state_of(comment):
    status = comment.get("status")
    return None if not status else "visible" if status == "PUBLIC" else "hidden"


def top_of(comment):
    return comment.parent_platform_id or comment.platform_id


def greeting(comment):
    """Whom an answer to an answer is for."""
    handle = comment.author.handle if comment.author else ""
    return f"@{handle} " if comment.parent_platform_id and handle else ""


def moment(told):
    return datetime.fromtimestamp(int(told), UTC) if told else None
