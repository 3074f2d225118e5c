"""What X's posts are to us: in both of its spellings, with whole texts, in their place in a conversation. Pure."""

import html
import re
import unicodedata
from datetime import UTC, datetime

from app.connectors.contract import IncomingAuthor, IncomingPost
from app.connectors.media import medium, told
from app.lib.text import clean

# Guides and most traffic say "tweet", the specification and X's own client "post".
SPELLINGS = {
    "tweet": {
        "tweet.fields": "attachments,author_id,conversation_id,created_at,edit_history_tweet_ids,entities,in_reply_to_user_id,lang,note_tweet,referenced_tweets",
        "expansions": "attachments.media_keys,author_id,referenced_tweets.id",
    },
    "post": {
        "post.fields": "attachments,conversation_id,created_at,entities,lang,note_post",
        "expansions": "attachments.media_keys,author_id,edit_history_post_ids,in_reply_to_user_id,referenced_posts",
    },
}  # fmt: skip
BESIDES = {"user.fields": "name,profile_image_url,username", "media.fields": "alt_text,media_key,preview_image_url,type,url"}  # fmt: skip
MEDIA = {"photo": "image", "video": "video", "animated_gif": "gifv"}
# What is kept of a person and of a post above: nothing that changes by the hour.
PERSON = ("id", "username", "name", "profile_image_url")
ABOVE = ("id", "text", "author_id", "created_at", "conversation_id")
# Codes of X for "no language": undefined, only hashtags, only links, too short…
NO_LANGUAGE = ("und", "zxx", "art")
LINK_WEIGHT = 23
# Letters of these ranges weigh one; all others, such as emoji and Chinese, two.
LIGHT = ((0, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))
_LINK = re.compile(r"https?://\S+")
_TO_WHOM = re.compile(r"^(?:@\w{1,15}\s+)+")
_FIGURE = re.compile("[\ufe0f\u20e3\U0001f3fb-\U0001f3ff]|\u200d.")


def pieces(told):
    """Each post of an answer with what belongs to it, in X's own shape."""
    data = told.get("data") or []
    return [piece(post, told.get("includes") or {}) for post in (data if isinstance(data, list) else [data])]  # fmt: skip


def piece(post, includes):
    keys = (post.get("attachments") or {}).get("media_keys") or ()
    names = {post.get("conversation_id"), *(name for _kind, name in above(post))}
    people = [each for each in includes.get("users") or () if each["id"] == post.get("author_id")]
    found = {
        "users": [{name: each[name] for name in PERSON if name in each} for each in people],
        "tweets": [slim(each) for each in included(includes) if each["id"] in names],
        "media": [each for each in includes.get("media") or () if each.get("media_key") in keys],
    }
    return {"data": post, "includes": {name: value for name, value in found.items() if value}}


def slim(post):
    return {name: post[name] for name in ABOVE if name in post}


def included(includes):
    return includes.get("tweets") or includes.get("posts") or []


def above(post):
    """What a post refers to: (replied_to, quoted or retweeted; id)."""
    told = post.get("referenced_tweets") or post.get("referenced_posts") or ()
    return [(each["type"], each["id"]) for each in told]


def history(post):
    """All ids a post has had, the first one first: every edit is a new one."""
    return post.get("edit_history_tweet_ids") or post.get("edit_history_post_ids") or [post["id"]]


def is_shared(post):
    """Whether somebody only passed on what another wrote."""
    return any(kind == "retweeted" for kind, _name in above(post))


def place_of(post):
    """(the post all of it stands under, what it answers): each None when there is none."""
    refers = dict(above(post))
    root, parent = post.get("conversation_id"), refers.get("replied_to")
    if parent:
        return root, None if parent == root else parent
    return refers.get("quoted"), None


def words_of(post, includes):
    """The whole text, links as they are, without the names every reply begins with; and what is attached."""
    note = post.get("note_tweet") or post.get("note_post") or {}
    text = note.get("text") or post.get("text") or ""
    for each in ((note.get("entities") or post.get("entities") or {}).get("urls")) or ():
        if each.get("url"):
            pictured = each.get("media_key") or "/photo/" in (each.get("expanded_url") or "")
            text = text.replace(each["url"], "" if pictured else each.get("expanded_url") or each["url"])  # fmt: skip
    text = html.unescape(text).strip()
    if any(kind == "replied_to" for kind, _name in above(post)):
        text = spoken(text) or text
    media = [
        medium(MEDIA.get(each.get("type"), "file"), each.get("url") or each.get("preview_image_url"), each.get("alt_text"))
        for each in includes.get("media") or ()
    ]  # fmt: skip
    return told(text, media)


def spoken(text):
    """Without the names that an answer begins with."""
    return _TO_WHOM.sub("", text)


def mentions(post, account_id, username):
    """Whether a post names us: as X marked it, or else by our name in its text."""
    note = post.get("note_tweet") or post.get("note_post") or {}
    marked = [
        each
        for source in (post, note)
        for each in (source.get("entities") or {}).get("mentions") or ()
    ]
    if any(each.get("id") == account_id for each in marked if account_id):
        return True
    names = {(each.get("username") or "").lower() for each in marked}
    names |= {name.lower() for name in re.findall(r"@(\w{1,15})", post.get("text") or "")}
    return bool(username) and username.lower() in names


def author_of(post, includes):
    """Who wrote; of a suspended account only the number is told."""
    name = post.get("author_id")
    who = next((each for each in includes.get("users") or () if each["id"] == name), {})
    if not name:
        return None
    handle = who.get("username") or ""
    url = f"https://x.com/{handle}" if handle else None
    return IncomingAuthor(name, handle, who.get("name") or "", url, who.get("profile_image_url"))


def post_of(name, includes):
    """The post that something stands under, with its words where they came along."""
    if not name:
        return None
    found = next((each for each in included(includes) if each["id"] == name), {})
    text = html.unescape(found.get("text") or "")
    url = f"https://x.com/i/status/{name}"
    return IncomingPost(name, clean(text, 120), text, url, moment(found.get("created_at")))


def language_of(post):
    lang = post.get("lang") or ""
    return None if lang in NO_LANGUAGE or lang.startswith("q") else lang or None


def weight(text):
    """How long a post is as X counts: links 23 each, an emoji two, most letters one."""
    text = unicodedata.normalize("NFC", text)
    links = len(_LINK.findall(text))
    rest = _FIGURE.sub("", _LINK.sub("", text))
    return links * LINK_WEIGHT + sum(weight_of(ord(letter)) for letter in rest)


def weight_of(letter):
    # Two letters make a flag, which weighs what one emoji does.
    light = 0x1F1E6 <= letter <= 0x1F1FF or any(low <= letter <= high for low, high in LIGHT)
    return 1 if light else 2


def larger(one, other):
    """The later of two ids, which are words: a longer one is later."""
    return max(filter(None, (one, other)), key=lambda name: (len(name), name), default=None)


def iso(at):
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text):
    return datetime.fromisoformat(text) if text else None
