"""Telegram groups, read and answered by a bot that is an administrator there."""

import hmac
import json
from datetime import UTC, datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.connectors.contract import (
    Can,
    Connector,
    Incoming,
    IncomingAuthor,
    IncomingPost,
    Page,
    Sent,
    Setting,
    Standing,
    Unacceptable,
    base_url,
)
from app.connectors.failures import (
    auth_expired,
    gone,
    permission_missing,
    rate_limited,
    transient,
)
from app.connectors.media import medium, told
from app.connectors.reading import read_json
from app.lib.calling import Caller
from app.lib.clock import later
from app.lib.http import retry_after

# Nothing but these is asked for; a bot is told of the others' doings only when it names them.
KINDS = ("message", "edited_message", "channel_post", "edited_channel_post")
ASKED_FOR = json.dumps(KINDS)
LIMIT, AN_HOUR = 100, 3600
MEDIA = {
    "photo": "image", "animation": "gifv", "video": "video", "video_note": "video", "voice": "audio",
    "audio": "audio", "sticker": "sticker", "document": "file",
}  # fmt: skip
RIGHTS = {
    "can_delete_messages": _l("delete messages"),
    "can_restrict_members": _l("ban people"),
}
# What the platform says where its status says only "bad request".
GONE = ("message to delete not found", "message to be replied not found", "message to react not found", "message not found")  # fmt: skip
FORBIDDEN = ("not enough rights", "can't be deleted", "chat_admin_required", "user is an administrator", "can't remove chat owner", "need administrator rights")  # fmt: skip
ALREADY = ("message is not modified", "participant_id_invalid", "user not found")


class Telegram(Connector):
    """A bot hears what is said from now on: there is no history, deletions are never told, and what waits for more
    than a day is lost. An id is the group's and the message's together, because messages count anew in each group."""

    name = "telegram"
    title = "Telegram"
    icon = "telegram"
    about = _l("What people write in your groups and under the posts of your channel, through a bot of yours.")  # fmt: skip
    wants = _l("A bot of yours, which @BotFather makes in a minute, as an administrator of the group.")  # fmt: skip
    settings = (
        Setting("token", _l("Token of the bot"), kind="secret", required=True, about=_l("Ask @BotFather for a bot: it gives you the token.")),
        Setting("chat", _l("Group"), about=_l("Its @name or number. Empty: every group the bot is in.")),
        Setting("webhook_secret", _l("Secret of the webhook"), kind="secret", about=_l("Only if Telegram delivers to this channel's address: the secret_token you gave to setWebhook.")),
        base_url("https://api.telegram.org"),
    )  # fmt: skip
    can = frozenset((Can.REPLY, Can.DELETE, Can.LIKE, Can.UNLIKE, Can.BAN, Can.UNBAN))
    needs = {
        Can.DELETE: "can_delete_messages",
        Can.BAN: "can_restrict_members",
        Can.UNBAN: "can_restrict_members",
    }
    acts_mean = {Can.BAN: _l("ban them from the group and delete everything they wrote there")}
    receives_webhooks = True
    rhythm = (4, 20)
    reply_limit = 4096

    @property
    def http(self):
        # The platform wants its token in the address; nothing of ours writes addresses down.
        base = f"{self.set['base_url'].rstrip('/')}/bot{self.secrets.get('token', '')}"
        return Caller(base, explain=self.explain)

    def explain(self, heard):
        """Every answer says by itself whether it is one; 400 means a dozen things."""
        if heard.status < 300 or heard.status >= 500:
            return
        said, more = heard.said.lower(), parameters(heard)
        if heard.status in (401, 404):
            raise auth_expired()
        if heard.status == 409:
            raise transient("conflict", wait=60)
        if heard.status == 429:
            wait = more.get("retry_after")
            raise rate_limited(later(seconds=wait) if wait else retry_after(heard))
        if more.get("migrate_to_chat_id"):
            raise MovedOn(more["migrate_to_chat_id"])
        if any(words in said for words in ALREADY):
            raise AlreadySo
        if heard.status == 403 or any(words in said for words in FORBIDDEN):
            raise permission_missing(words=heard.said)
        if any(words in said for words in GONE):
            raise gone()

    def check(self):
        me = self.http.get("/getMe").json["result"]
        granted, notes = self.rights(me["id"])
        if not me.get("can_read_all_group_messages") and granted is None:
            notes += (
                _("The bot hears only what names it: make it an administrator of the group."),
            )
        missing = (
            () if granted is None else tuple(right for right in RIGHTS if right not in granted)
        )
        return Standing(str(me["id"]), f"@{me['username']}", granted, missing, notes=notes)

    def rights(self, bot):
        """What the bot may do in the group that was named; None when none was."""
        if not self.set.get("chat"):
            return None, ()
        asked = {"chat_id": self.set["chat"], "user_id": bot}
        member = self.http.get("/getChatMember", asked).json["result"]
        if member["status"] != "administrator":
            return frozenset(), (_("The bot is no administrator of this group."),)
        return frozenset(right for right in RIGHTS if member.get(right)), ()

    # Reading

    def poll(self, cursor):
        """What came since the offset; asking from there tells the platform that we have what was before."""
        if self.secrets.get("webhook_secret"):
            return Page([], cursor, wait=AN_HOUR)
        if cursor is None and self.since is None:
            return Page([], {"offset": self.after_the_last()})
        asked = {
            "offset": (cursor or {}).get("offset", 0),
            "limit": LIMIT,
            "timeout": 0,
            "allowed_updates": ASKED_FOR,
        }
        updates = self.http.get("/getUpdates", asked).json["result"]
        offset = max((each["update_id"] + 1 for each in updates), default=asked["offset"])
        kept = [each for each in updates if self.concerns(each)]
        return Page(kept, {"offset": offset}, more=len(updates) == LIMIT)

    def after_the_last(self):
        asked = {"offset": -1, "limit": 1, "allowed_updates": ASKED_FOR}
        last = self.http.get("/getUpdates", asked).json["result"]
        return last[-1]["update_id"] + 1 if last else 0

    def concerns(self, update):
        """Whether an update is of the group that was named."""
        chosen = str(self.set.get("chat") or "").lower()
        chat = (message_in(update) or {}).get("chat") or {}
        names = (str(chat.get("id")), f"@{chat.get('username')}".lower())
        return not chosen or chosen in names

    def verify(self, delivery):
        secret = self.secrets.get("webhook_secret") or ""
        shown = delivery.headers.get("x-telegram-bot-api-secret-token", "")
        if not secret:
            raise Unacceptable("secret-missing", 403)
        if not hmac.compare_digest(shown.encode(), secret.encode()):
            raise Unacceptable("signature-wrong", 401)

    def measure(self, delivery):
        return len(list(self.parse(delivery.body)))

    def parse(self, payload):
        update = read_json(payload)
        message = message_in(update)
        if message and self.concerns(update) and is_comment(message):
            yield self.incoming(message)

    def incoming(self, message):
        chat, above = message["chat"], message.get("reply_to_message")
        text, extra = words_of(message)
        author, ours = self.author_of(message)
        return Incoming(
            platform_id=f"{chat['id']}:{message['message_id']}", text=text, created_at=moment(message["date"]),
            edited_at=moment(message.get("edit_date")), author=author, post=post_of(message),
            parent_id=f"{chat['id']}:{above['message_id']}" if above and not begins(above) else None,
            url=link(chat, message["message_id"]), by_us=ours, extra=extra,
        )  # fmt: skip

    def author_of(self, message):
        """Who wrote, and whether that is us: the bot, or an administrator who speaks as the group."""
        if behind := message.get("sender_chat"):
            name = IncomingAuthor(str(behind["id"]), behind.get("username", ""), behind.get("title", ""))  # fmt: skip
            return name, behind["id"] == message["chat"]["id"]
        person = message.get("from")
        if not person:
            return None, False
        full = " ".join(filter(None, (person.get("first_name"), person.get("last_name"))))
        handle = person.get("username", "")
        url = f"https://t.me/{handle}" if handle else None
        author = IncomingAuthor(str(person["id"]), handle, full, url)
        return author, str(person["id"]) == self.account_id

    # Acting

    def reply(self, comment, text, *, reply_id=None):
        """Under the message itself; when that is gone, so is the answer."""
        chat, message = place_of(comment)
        asked = {"text": text, "reply_parameters": {"message_id": message}}
        sent = self.act("/sendMessage", chat, once=True, **asked)
        return Sent(f"{sent['chat']['id']}:{sent['message_id']}")

    def delete(self, comment):
        chat, message = place_of(comment)
        self.act("/deleteMessage", chat, message_id=message)
        return Sent(state="deleted")

    def like(self, comment):
        return self.react(comment, [{"type": "emoji", "emoji": "👍"}])

    def unlike(self, comment):
        return self.react(comment, [])

    def react(self, comment, reaction):
        chat, message = place_of(comment)
        self.act("/setMessageReaction", chat, message_id=message, reaction=reaction)
        return Sent()

    def ban(self, comment):
        chat, _message = place_of(comment)
        if behind(comment):
            self.act("/banChatSenderChat", chat, sender_chat_id=behind(comment))
        else:
            self.act("/banChatMember", chat, user_id=int(comment.author.platform_id))
        return Sent()

    def unban(self, comment):
        chat, _message = place_of(comment)
        if behind(comment):
            self.act("/unbanChatSenderChat", chat, sender_chat_id=behind(comment))
        else:
            who = int(comment.author.platform_id)
            self.act("/unbanChatMember", chat, user_id=who, only_if_banned=True)
        return Sent()

    def act(self, method, chat, *, once=False, **what):
        """Do it; a group that became a supergroup has another number, which the platform tells."""
        try:
            return self.http.post(method, json={"chat_id": chat, **what}, once=once).json["result"]
        except MovedOn as moved:
            told = {"chat_id": moved.chat, **what}
            return self.http.post(method, json=told, once=once).json["result"]
        except AlreadySo:
            return {}


class MovedOn(Exception):
    """The group has another number now."""

    def __init__(self, chat):
        super().__init__()
        self.chat = chat


class AlreadySo(Exception):
    """What we asked for was so before."""


def parameters(heard):
    try:
        return json.loads(heard.body).get("parameters") or {}
    except (ValueError, AttributeError):
        return {}


def message_in(update):
    """The message of an update, new or edited; None when it tells of something else."""
    return next((update[kind] for kind in KINDS if isinstance(update.get(kind), dict)), None)


def is_comment(message):
    """Whether a person said something: not a post that was handed on to its group, nor "somebody joined"."""
    in_group = message["chat"]["type"] in ("group", "supergroup")
    return in_group and not message.get("is_automatic_forward") and bool(words_of(message)[0])


def begins(message):
    """Whether a message is what a thread stands under: a post of the channel, or the opening of a topic."""
    return bool(message.get("is_automatic_forward") or message.get("forum_topic_created"))


def post_of(message):
    """The post of the channel or the topic that this is said under; else the group itself."""
    chat, above = message["chat"], message.get("reply_to_message") or {}
    if begins(above):
        title = (above.get("forum_topic_created") or {}).get("name") or words_of(above)[0]
        origin = above.get("forward_origin") or {}
        url = link(origin.get("chat") or chat, origin.get("message_id") or above["message_id"])
        made = moment(above.get("date"))
        name = f"{chat['id']}:{above['message_id']}"
        return IncomingPost(name, title[:200], words_of(above)[0], url, made)
    if thread := message.get("message_thread_id"):
        # Deeper in a thread the post is only a number; its words came with those directly under it.
        return IncomingPost(f"{chat['id']}:{thread}", url=link(chat, thread))
    return IncomingPost(str(chat["id"]), chat.get("title", ""), url=link(chat))


def words_of(message):
    """Text or caption, and what is attached: only its kind, because its address would hold our token."""
    text = message.get("text") or message.get("caption") or ""
    found = [medium(MEDIA[kind], "", alt_of(message[kind])) for kind in MEDIA if message.get(kind)]
    text, extra = told(text, found)
    if behind := message.get("sender_chat"):
        extra = {**extra, "sender_chat": behind["id"]}
    return text, extra


def alt_of(attached):
    return (
        (attached.get("file_name") or attached.get("emoji") or "")
        if isinstance(attached, dict)
        else ""
    )


def link(chat, message=None):
    """Where people see it; a group without a public name is seen by its members."""
    number = str(chat["id"])
    if chat.get("username"):
        place = f"https://t.me/{chat['username']}"
    elif number.startswith("-100"):
        place = f"https://t.me/c/{number[4:]}"
    else:
        return None
    return f"{place}/{message}" if message else place


def place_of(comment):
    """The group and the message that an id is made of."""
    chat, _, message = comment.platform_id.rpartition(":")
    return int(chat), int(message)


def behind(comment):
    """The channel or group that somebody spoke as, in whose place no person can be shut out."""
    return (comment.extra or {}).get("sender_chat")


def moment(seconds):
    return datetime.fromtimestamp(seconds, UTC) if seconds else None
