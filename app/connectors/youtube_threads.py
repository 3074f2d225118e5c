"""What YouTube's threads, comments and videos are to us, and what a reading keeps in mind of them. Pure."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode

from app.connectors.contract import IncomingAuthor, IncomingPost
from app.lib.clock import ago, now
from app.lib.text import clean

# The three lists a thread may be in, by the letter that the cursor keeps of them; X is none of them: rejected.
PUBLISHED, HELD, SPAM, NOWHERE = "p", "h", "s", "x"
LISTS = {PUBLISHED: "published", HELD: "heldForReview", SPAM: "likelySpam"}
STATES = {"published": "visible", "heldForReview": "pending", "likelySpam": "spam", "rejected": "hidden"}  # fmt: skip
# What one page of a list holds, and how many ids one call may ask about.
LIMIT, IDS = 100, 50
# How many threads and videos the cursor keeps in mind, and how often the lists beside the first are read.
THREADS, VIDEOS = 300, 60
ASIDE_EVERY = timedelta(minutes=3)


# What is kept of a comment: not what changes all the time, such as its likes.
KEPT = frozenset(
    "authorDisplayName authorProfileImageUrl authorChannelUrl authorChannelId textDisplay textOriginal parentId videoId "
    "publishedAt updatedAt moderationStatus imageUrl".split()
)  # fmt: skip


def round_of(cursor):
    """What one round asks for: always the newest, and every few minutes the other lists and some older threads."""
    tasks = [listing(PUBLISHED, cursor)]
    if moment(cursor["aside"]) <= ago(seconds=ASIDE_EVERY.total_seconds()):
        cursor["aside"] = iso(now())
        older = older_threads(cursor)
        tasks += [listing(HELD, cursor), listing(SPAM, cursor)]
        tasks += [{"do": "look", "ids": older}] if older else []
    return tasks


def listing(of, cursor):
    newest = max((row[1] for row in cursor["known"].values() if row[0] == of), default="")
    return {"do": "list", "of": of, "token": None, "until": max(newest, cursor["from"])}


def older_threads(cursor):
    """Threads that the first page does not show any more, a few at a time: a reply does not bring them to its top."""
    rows = cursor["known"].items()
    names = sorted((row[1], name) for name, row in rows if row[0] == PUBLISHED)[:-LIMIT]
    start = cursor["turn"] if cursor["turn"] < len(names) else 0
    cursor["turn"] = start + IDS
    return [name for _at, name in names[start : start + IDS]]


def trim(cursor):
    """Keep in mind only so much, the newest."""
    by_age = sorted(cursor["known"].items(), key=lambda each: each[1][1])
    public = [each for each in by_age if each[1][0] == PUBLISHED]
    others = [each for each in by_age if each[1][0] != PUBLISHED]
    cursor["known"] = dict(public[-THREADS:] + others[-THREADS:])
    cursor["videos"] = dict(list(cursor["videos"].items())[-VIDEOS:])


def row_of(thread, of):
    """What is kept of a thread: in which list it is, when it was made and changed, how many replies it has."""
    said = top_of(thread)["snippet"]
    return [of, said["publishedAt"], said.get("updatedAt"), thread["snippet"].get("totalReplyCount") or 0]  # fmt: skip


def state_in(of, old):
    """The state that a list says; what was public before and is held now was hidden by somebody.

    What is met for the first time in the public list is not said to be visible: we may be about to hide it.
    """
    if old[0] == of if old else of == PUBLISHED:
        return None
    return "hidden" if of == HELD and old else STATES[LISTS[of]]


def fresh(comment, cursor):
    """Whether something was said since we read."""
    at = comment["snippet"]["publishedAt"]
    return at > cursor["from"] or (at == cursor["from"] and comment["id"] not in cursor["skip"])


def published(thread):
    return top_of(thread)["snippet"]["publishedAt"]


def top_of(thread):
    return thread["snippet"]["topLevelComment"]


def inline(thread):
    return (thread.get("replies") or {}).get("comments") or []


def thread_of(comment):
    """An answer to a reply goes into the same thread: there is one level."""
    return comment.platform_id.partition(".")[0]


def greeting(comment):
    handle = comment.author.handle if comment.author else ""
    return f"@{handle} " if handle and "." in comment.platform_id else ""


def about_video(video):
    said = video["snippet"]
    return {"title": said.get("title") or "", "text": (said.get("description") or "")[:2000], "at": said.get("publishedAt")}  # fmt: skip


def post_of(video):
    if not video:
        return None
    url = f"https://www.youtube.com/watch?v={quote(video['id'], safe='')}"
    return IncomingPost(video["id"], clean(video.get("title") or "", 200), video.get("text") or "", url, moment(video.get("at")))  # fmt: skip


def author_of(said):
    """Who wrote; of a closed account only the name is left."""
    called = said.get("authorDisplayName") or ""
    name = (said.get("authorChannelId") or {}).get("value") or called
    if not name:
        return None
    is_handle = called.startswith("@")
    return IncomingAuthor(
        name, called[1:] if is_handle else "", "" if is_handle else called,
        (said.get("authorChannelUrl") or "").replace("http://", "https://", 1) or None, said.get("authorProfileImageUrl"),
    )  # fmt: skip


def clean_words(said):
    return (said.get("textOriginal") or said.get("textDisplay") or "").strip()


def link(name, video):
    return f"https://www.youtube.com/watch?{urlencode({'v': video, 'lc': name})}" if video else None


def iso(at):
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text):
    return datetime.fromisoformat(text) if text else None
