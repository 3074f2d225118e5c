"""Telegram's Bot API, with one channel, its group and a bot in it.

As documented: everything is a method under the token, by GET or POST, JSON or form; answers are {"ok", "result"} or
{"ok": false, "error_code", "description", "parameters"}; an offset confirms what was before it, and -1 forgets all but
the last; a second reader or a webhook is a conflict; deletions are never told; a group that became a supergroup says
its new number in the error.
"""

import json

import httpx
from flask import jsonify, request

from tests.fakes.base import Fake

TOKEN = "123456789:the-token-of-pact"
BOT = {"id": 123456789, "is_bot": True, "first_name": "PACT", "username": "pact_bot", "can_join_groups": True,
       "can_read_all_group_messages": True, "supports_inline_queries": False}  # fmt: skip
CHANNEL = {"id": -1009876543210, "title": "PACT", "username": "pact_tn", "type": "channel"}
LONGEST = 4096


class Server(Fake):
    """What one bot sees."""

    def __init__(self):
        super().__init__("telegram")
        self.token, self.webhook, self.webhook_secret = TOKEN, "", ""
        self.group = {"id": -1001234567890, "title": "PACT, échanges", "username": "pact_echanges", "type": "supergroup"}  # fmt: skip
        self.messages, self.updates, self.people, self.done = {}, [], {}, []
        self.last_message, self.last_update = 500, 880000
        self.moved_from, self.rights = (
            None,
            {"can_delete_messages": True, "can_restrict_members": True},
        )

    def person(self, name):
        if name not in self.people:
            number = int(self.new_id())
            self.people[name] = {"id": number, "is_bot": False, "first_name": name.capitalize(), "username": f"{name}_tn"}  # fmt: skip
        return self.people[name]

    def write(self, who, text, above=None, **more):
        self.last_message += 1
        message = {"message_id": self.last_message, "chat": self.group, "date": self.seconds(), **who, **more}  # fmt: skip
        if text:
            message["text"] = text
        if above:
            parent = self.messages[above]
            message["message_thread_id"] = parent.get("message_thread_id", above)
            message["reply_to_message"] = {k: v for k, v in parent.items() if k != "reply_to_message"}  # fmt: skip
        self.messages[message["message_id"]] = message
        return message

    def say(self, kind, message):
        self.last_update += 1
        self.updates.append({"update_id": self.last_update, kind: message})

    def seconds(self):
        return int(self.now().timestamp())

    # The back door

    def say_account(self):
        return {
            "settings": {},
            "secrets": {"token": self.token},
            "account_id": str(BOT["id"]),
            "silent_removals": True,
        }

    def do_post(self, text="Réunion publique mardi", **more):
        """A post of the channel, handed on to its group by itself."""
        origin = {"type": "channel", "chat": CHANNEL, "message_id": 71, "date": self.seconds()}
        who = {"sender_chat": CHANNEL, "from": {"id": 777000, "is_bot": False, "first_name": "Telegram"}}  # fmt: skip
        made = self.write(who, text, is_automatic_forward=True, forward_origin=origin)
        made["message_thread_id"] = made["message_id"]
        self.say("message", made)
        return str(made["message_id"])

    def do_comment(self, text, post=None, parent=None, author="sami", **more):
        above = int(str(parent or post).rpartition(":")[2]) if parent or post else None
        made = self.write({"from": self.person(author)}, text, above, **more)
        self.say("message", made)
        return self.name_of(made)

    def name_of(self, message):
        return f"{self.group['id']}:{message['message_id']}"

    def do_edit(self, id, text):
        message = self.messages[int(id.rpartition(":")[2])]
        message.update(text=text, edit_date=self.seconds())
        self.say("edited_message", {**message})
        return id

    def do_remove(self, id):
        """Nobody is told."""
        self.messages.pop(int(id.rpartition(":")[2]))

    def do_nasty(self, post):
        """A hundred doings that are no comments, somebody who joins, a voice without words, and one without an author."""
        for _ in range(105):
            self.say("message", self.write({"from": self.person("sami")}, "", new_chat_members=[self.person("new")]))  # fmt: skip
        voice = self.write({"from": self.person("mouna")}, "", int(post), voice={"file_id": "v", "duration": 3})  # fmt: skip
        self.say("message", voice)
        behind = self.write({"sender_chat": {"id": -1005550001112, "title": "Radio", "type": "channel"}}, "شكرا", int(post))  # fmt: skip
        self.say("message", behind)
        return [self.name_of(voice), self.name_of(behind)]

    def do_move(self):
        """The group becomes a supergroup with another number."""
        self.moved_from = self.group["id"]
        self.group = {**self.group, "id": self.group["id"] - 1}

    def do_webhook(self, url, secret=""):
        """What somebody asks with setWebhook."""
        self.webhook, self.webhook_secret = url, secret

    def do_push(self):
        """Every update that waits goes to the webhook, oldest first, until one is not taken; gives what was answered."""
        answers = []
        while self.updates:
            headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook_secret}
            answer = httpx.post(self.webhook, json=self.updates[0], headers=headers, trust_env=False)  # fmt: skip
            answers.append(answer.status_code)
            if not answer.is_success:
                break
            self.updates.pop(0)
        return answers

    def do_rights(self, **rights):
        self.rights = rights

    def say_replies(self):
        return [
            {"id": self.name_of(each), "text": each["text"], "parent": self.name_of(each["reply_to_message"])}
            for each in self.messages.values()
            if each.get("from") is BOT
        ]  # fmt: skip

    def say_acts(self):
        return self.done

    def expired(self):
        return wrong(401, "Unauthorized")

    def broken(self, fault):
        return wrong(500, "Internal Server Error")

    def busy_seconds(self, fault):
        wait = int(fault["seconds"])
        return wrong(429, f"Too Many Requests: retry after {wait}", retry_after=wait)


def wrong(code, description, **parameters):
    body = {"ok": False, "error_code": code, "description": description}
    return jsonify(body | ({"parameters": parameters} if parameters else {})), code


def right(result):
    return jsonify(ok=True, result=result)


def make():
    server = Server()
    for verb in ("move", "webhook", "push", "rights"):
        server.add_url_rule(f"/_fake/{verb}", f"_fake_{verb}", server.back_door(verb), methods=["POST"])  # fmt: skip

    @server.route("/bot<token>/<method>", methods=["GET", "POST"])
    def call(token, method):
        if token != server.token:
            return wrong(401, "Unauthorized")
        does = METHODS.get(method.lower())
        if does is None:
            return wrong(404, "Not Found")
        return does(server, asked_for())

    return server


def asked_for():
    """The parameters, from wherever they were put; what a form holds as JSON is read."""
    asked = {**request.args.to_dict(), **request.form.to_dict(), **(request.get_json(silent=True) or {})}  # fmt: skip
    return {name: read(value) for name, value in asked.items()}


def read(value):
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value) if value[:1] in "[{" else value
    except ValueError:
        return value


def get_me(server, asked):
    return right(BOT)


def get_updates(server, asked):
    if server.webhook:
        return wrong(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")  # fmt: skip
    offset, most = int(asked.get("offset") or 0), int(asked.get("limit") or 100)
    if offset < 0:
        server.updates = server.updates[offset:]
    elif offset:
        server.updates = [each for each in server.updates if each["update_id"] >= offset]
    kinds = asked.get("allowed_updates")
    fitting = [each for each in server.updates if not kinds or set(each) & set(kinds)]
    return right(fitting[:most])


def get_chat_member(server, asked):
    if not in_group(server, asked):
        return wrong(400, "Bad Request: chat not found")
    status = "administrator" if server.rights else "member"
    return right({"user": BOT, "status": status, **server.rights})


def in_group(server, asked):
    return str(asked.get("chat_id")) in (str(server.group["id"]), f"@{server.group['username']}")


def here(does):
    """A method that is about the group: the old number says the new one, any other is unknown."""

    def method(server, asked):
        if str(asked.get("chat_id")) == str(server.moved_from):
            words = "Bad Request: group chat was upgraded to a supergroup chat"
            return wrong(400, words, migrate_to_chat_id=server.group["id"])
        if not in_group(server, asked):
            return wrong(400, "Bad Request: chat not found")
        return does(server, asked)

    return method


@here
def send_message(server, asked):
    text = asked.get("text") or ""
    if not text.strip():
        return wrong(400, "Bad Request: message text is empty")
    if len(text) > LONGEST:
        return wrong(400, "Bad Request: message is too long")
    above = (asked.get("reply_parameters") or {}).get("message_id")
    if above and int(above) not in server.messages:
        return wrong(400, "Bad Request: message to be replied not found")
    made = server.write({"from": BOT}, text, above and int(above))
    return right(made)


@here
def delete_message(server, asked):
    if not server.rights.get("can_delete_messages"):
        return wrong(400, "Bad Request: message can't be deleted")
    number = int(asked["message_id"])
    if number not in server.messages:
        return wrong(400, "Bad Request: message to delete not found")
    server.done.append(["delete", server.name_of(server.messages.pop(number))])
    return right(True)


@here
def set_reaction(server, asked):
    message = server.messages.get(int(asked["message_id"]))
    if message is None:
        return wrong(400, "Bad Request: message to react not found")
    server.done.append(["like" if asked.get("reaction") else "unlike", server.name_of(message)])
    return right(True)


def shut(verb, who):
    @here
    def method(server, asked):
        if not server.rights.get("can_restrict_members"):
            return wrong(400, "Bad Request: not enough rights to restrict/unrestrict chat member")
        server.done.append([verb, str(asked[who])])
        return right(True)

    return method


METHODS = {
    "getme": get_me, "getupdates": get_updates, "getchatmember": get_chat_member, "sendmessage": send_message,
    "deletemessage": delete_message, "setmessagereaction": set_reaction,
    "banchatmember": shut("ban", "user_id"), "unbanchatmember": shut("unban", "user_id"),
    "banchatsenderchat": shut("ban", "sender_chat_id"), "unbanchatsenderchat": shut("unban", "sender_chat_id"),
}  # fmt: skip
