"""A mail provider with one account, contact@pact.example: IMAP to read, SMTP to send, each on a port of its own.

What is sent there is only kept; what goes to the account itself is put into its mailbox. The provider puts nothing among
the sent letters by itself, as most do not.
"""

import json
import threading
from base64 import b64decode, urlsafe_b64encode
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import urlencode

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from flask import jsonify, redirect, request

from tests.fakes.base import Fake
from tests.fakes.post_office.imap import Box, Server

SCOPES = ("https://mail.google.com/", "https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send")  # fmt: skip
ADDRESS, PASSWORD = "contact@pact.example", "abcd efgh ijkl mnop"


WRONG_KEY = b'{"status":"401","schemes":"bearer","scope":"https://mail.google.com/"}'


class Provider(Fake):
    """What one account sees; letters by their Message-ID."""

    def __init__(self):
        super().__init__("email")
        self.address, self.password = ADDRESS, PASSWORD
        self.boxes = {
            "INBOX": Box(), "Sent": Box(b"\\Sent"), "Trash": Box(b"\\Trash"), "Junk": Box(b"\\Junk"),
        }  # fmt: skip
        self.sent, self.done, self.swept = [], [], False
        # Keys for those who come through the window: the short one, the lasting one, and what is allowed by it.
        self.keys, self.scope, self.smtp_closed = ("", ""), " ".join(SCOPES), False
        self.imap = Server(self)
        threading.Thread(target=self.imap.serve_forever, args=(0.05,), daemon=True).start()
        self.smtp = Door(
            self, hostname="127.0.0.1", port=0, authenticator=self.knows, auth_require_tls=False,
            auth_required=True,
        )  # fmt: skip
        self.smtp.start()

    def trouble(self, way, path):
        """The fault that this meets, as `go_wrong` finds it for other platforms."""
        wanted = (each for each in self.faults if each["on"] in ("all", way) and each["path"] in path)  # fmt: skip
        fault = next(wanted, None)
        if fault:
            fault["times"] -= 1
            if fault["times"] == 0:
                self.faults.remove(fault)
        return fault

    # What SMTP asks of who takes letters

    def knows(self, server, session, envelope, mechanism, told):
        expired = any(each["kind"] == "expired" and each["on"] != "read" for each in self.faults)
        right = (told.login.decode(), told.password.decode()) == (self.address, self.password)
        return AuthResult(success=right and not expired, handled=right and not expired)

    def opens(self, words):
        """What a program says that comes with a key (XOAUTH2): whose mailbox, and the key."""
        told = dict(each.partition("=")[::2] for each in words.split("\1") if each)
        self.heard.append(["XOAUTH2", "/key", []])
        right = told.get("user") == self.address and told.get("auth") == f"Bearer {self.keys[0]}"
        return right and bool(self.keys[0])

    async def auth_XOAUTH2(self, server, told):
        """A wrong key has a reason, to which nothing is said, before it is refused."""
        if self.smtp_closed:
            return AuthResult(
                success=False,
                handled=False,
                message="535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant",
            )
        words = b64decode(told[1]).decode() if len(told) > 1 else ""
        if self.opens(words):
            return AuthResult(success=True)
        answer = await server.challenge_auth(WRONG_KEY)
        assert answer == b"", "nothing is to be said to that"
        return AuthResult(
            success=False, handled=False, message="535 5.7.3 Authentication unsuccessful"
        )

    # What a browser and a program ask of who gives keys

    def sign_in(self):
        asked = request.args
        self.asked_for = asked.to_dict()
        return redirect(
            f"{asked['redirect_uri']}?{urlencode({'code': 'once', 'state': asked['state']})}"
        )

    def token(self):
        told, lasting = request.form, self.keys[1]
        right = (
            told.get("code") == "once"
            if told["grant_type"] == "authorization_code"
            else told.get("refresh_token") == lasting
        )
        if not right:
            return jsonify(
                error="invalid_grant", error_description="Token has been expired or revoked."
            ), 400
        # The lasting key is a new one each time, and the old one dead.
        self.keys = (f"short-{self.new_id()}", f"lasting-{self.new_id()}")
        claims = (
            urlsafe_b64encode(json.dumps({"email": self.address.title(), "name": "é"}).encode())
            .decode()
            .rstrip("=")
        )
        return jsonify(
            access_token=self.keys[0],
            refresh_token=self.keys[1],
            expires_in=3599,
            scope=self.scope,
            id_token=f"x.{claims}.y",
            token_type="Bearer",
        )

    def introspect(self):
        """What Dovecot asks of who gave a key."""
        key = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not key or key != self.keys[0]:
            return jsonify(active=False), 401
        return jsonify(active=True, email=self.address, scope=self.scope)

    def do_provider(self, **more):
        """scope, smtp_closed: what this provider does."""
        self.__dict__.update(more)

    def do_end_key(self, lasting=False):
        """The short key ends before its time; the lasting one too when somebody takes the access away."""
        self.keys = ("ended", "" if lasting else self.keys[1])

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 5.1.1 User unknown"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.heard.append(["SMTP", "/data", []])
        fault = self.trouble("write", "/smtp")
        kind = fault["kind"] if fault else None
        if kind in ("garbage", "broken"):
            return "451 4.3.0 Internal error, try later"
        if kind in ("busy-seconds", "busy-date"):
            return "451 4.7.1 Greylisted, please try again"
        if kind != "down":
            self.sent.append({"raw": envelope.content, "to": list(envelope.rcpt_tos)})
            if self.address in envelope.rcpt_tos:
                self.boxes["INBOX"].add(envelope.content, self.now())
        if kind:
            server.transport.abort()
        return "250 2.0.0 OK"

    # The back door

    def say_account(self):
        return {
            "settings": {
                "address": self.address, "imap": f"127.0.0.1:{self.imap.server_address[1]}",
                "smtp": f"127.0.0.1:{port_of(self.smtp)}", "imap_security": "none", "smtp_security": "none",
            },
            "secrets": {"password": self.password}, "account_id": self.address,
            "address": f"127.0.0.1:{self.imap.server_address[1]}",
        }  # fmt: skip

    def do_post(self, text="", **more):
        """Our newsletter, which people answer: it left from another program."""
        return f"newsletter.{self.new_id()}@pact.example"

    def do_comment(self, text, post=None, parent=None, author="sami", subject="Réunion publique", **more):  # fmt: skip
        letter = EmailMessage(policy=policy.SMTP)
        name = f"{self.new_id()}@mail.example"
        letter["From"] = f"{author.capitalize()} <{author}@mail.example>"
        letter["To"], letter["Message-ID"] = self.address, f"<{name}>"
        letter["Date"] = format_datetime(self.now())
        letter["Subject"] = f"Re: {subject}" if post or parent else subject
        if above := parent or post:
            letter["In-Reply-To"] = f"<{above}>"
            letter["References"] = f"<{post}> <{parent}>" if post and parent else f"<{above}>"
        for key, value in (more.pop("headers", None) or {}).items():
            del letter[key]
            letter[key] = value
        letter.set_content(text)
        self.do_put(letter.as_string())
        return name

    def do_put(self, raw, encoding="utf-8", folder="INBOX"):
        """A letter as it stands."""
        text = raw.replace("\r\n", "\n").replace("\n", "\r\n")
        self.boxes[folder].add(text.encode(encoding, "surrogateescape"), self.now())

    def do_edit(self, id, text):
        return None

    def do_remove(self, id):
        """Somebody else empties the mailbox."""
        for number, letter in list(self.boxes["INBOX"].letters.items()):
            if id.encode() in letter["raw"].partition(b"\r\n\r\n")[0]:
                self.boxes["INBOX"].letters.pop(number)

    def do_count_anew(self):
        self.boxes["INBOX"].count_anew()

    def do_nasty(self, post):
        """The same letter twice, one that names a set of characters nobody has, one without date or sender, an absence, a
        bounce, and a letter of parts that never end."""
        first = self.do_comment("مرتين", post=post)
        twin = self.boxes["INBOX"].letters[self.boxes["INBOX"].next - 1]
        self.boxes["INBOX"].add(twin["raw"], twin["at"])
        self.do_put("From: a@mail.example\nMessage-ID: <odd@mail.example>\nSubject: =?utf-8?b?broken?=\nContent-Type: text/plain; charset=klingon\n\nÇa va ?", "cp1252")  # fmt: skip
        self.do_put("Message-ID: <bare@mail.example>\nDate: tomorrow\n\nSans nom ni date")
        self.do_comment("Je suis absent", headers={"Auto-Submitted": "auto-replied"}, author="away")
        self.do_comment("Undeliverable", author="mailer-daemon")
        deep = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(2000))  # fmt: skip
        self.do_put(f"From: deep@mail.example\nMessage-ID: <deep@mail.example>\nSubject: Au fond\n{deep}")  # fmt: skip
        return [first, "odd@mail.example", "bare@mail.example", "deep@mail.example"]

    def say_replies(self):
        return [reply_of(each["raw"]) | {"to": each["to"]} for each in self.sent]

    def say_acts(self):
        return self.done

    def say_boxes(self):
        """How many letters each folder holds."""
        return {name: len(box.letters) for name, box in self.boxes.items()}

    def moved(self, raw, folder):
        name = message_from_bytes(raw)["Message-ID"] or ""
        self.done.append([folder, name.strip("<>")])


def reply_of(raw):
    letter = message_from_bytes(raw, policy=policy.default)
    return {
        "id": letter["Message-ID"].strip("<>"), "text": letter.get_content(), "subject": letter["Subject"],
        "parent": (letter["In-Reply-To"] or "").strip("<>"), "headers": [[key, str(value)] for key, value in letter.items()],
    }  # fmt: skip


class Door(Controller):
    """Listens on a port that it is given; aiosmtpd knocks at the one it asked for."""

    def _trigger_server(self):
        self.port = port_of(self)
        super()._trigger_server()


def port_of(controller):
    return controller.server.sockets[0].getsockname()[1]


def make():
    provider = Provider()
    provider.add_url_rule("/authorize", view_func=provider.sign_in)
    provider.add_url_rule("/token", view_func=provider.token, methods=["POST"])
    provider.add_url_rule("/introspect", view_func=provider.introspect)
    for verb in ("put", "count_anew", "provider", "end_key"):
        provider.add_url_rule(f"/_fake/{verb}", f"_fake_{verb}", provider.back_door(verb), methods=["POST"])  # fmt: skip
    provider.add_url_rule("/_fake/boxes", "_fake_boxes", provider.window("boxes"))
    return provider
