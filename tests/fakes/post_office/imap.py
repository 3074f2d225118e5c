"""As much IMAP4rev1 (RFC 3501) with UIDPLUS and MOVE as mail programs of one account use.

As servers do: asking for `n:*` always gives the last letter, what a server can is told anew after the login, news of other
letters come between answers, a pipe of numbers is per folder, and refusals have the codes of RFC 5530.
"""

import re
import time
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from socketserver import StreamRequestHandler, ThreadingTCPServer

TOKEN = re.compile(rb'"((?:[^"\\]|\\.)*)"|(\([^()]*\))|(\S+)')
KNOWN, UNKNOWN = (
    b"IMAP4rev1 UIDPLUS MOVE SPECIAL-USE LITERAL+",
    b"IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 LITERAL+",
)
OUTSIDE = ("capability", "login", "authenticate", "logout")
NOISE = b"<html><body>We will be right back" + b"x" * 200_000


class Box:
    """One folder: its letters by number, which never come back, as long as it is the same folder."""

    def __init__(self, mark=b""):
        self.mark, self.validity, self.next, self.letters = mark, 1_700_000_000, 1, {}

    def add(self, raw, at, flags=()):
        self.letters[self.next] = {"raw": raw, "at": at, "flags": set(flags)}
        self.next += 1

    def count_anew(self):
        """What happens when a mailbox is restored: other numbers for the same letters."""
        kept, self.letters = list(self.letters.values()), {}
        self.validity, self.next = self.validity + 1, 101
        for each in kept:
            self.add(each["raw"], each["at"], each["flags"])


class Session(StreamRequestHandler):
    """One program that reads."""

    disable_nagle_algorithm = True

    def handle(self):
        self.fake, self.box, self.known, self.refusal = self.server.fake, None, False, None
        fault = self.fake.trouble("read", "/imap")
        if fault and not self.suffers(fault):
            return
        self.say(b"* OK [CAPABILITY " + UNKNOWN + b"] ready")
        while line := self.rfile.readline():
            tag, command, rest = (line.strip().split(b" ", 2) + [b"", b""])[:3]
            name = command.decode().lower()
            self.fake.heard.append(["IMAP", f"/{name}", []])
            act = getattr(self, f"on_{name}", None)
            if act is None or (not self.known and name not in OUTSIDE):
                self.say(tag + b" BAD unknown command, or not now")
                continue
            self.say(tag + b" " + (act(rest) or b"OK done"))
            if name == "logout":
                return

    def suffers(self, fault):
        """What goes wrong at the door; says whether there is still something to speak of."""
        kind = fault["kind"]
        if kind == "slow":
            end = time.monotonic() + fault["seconds"]
            while time.monotonic() < end:
                self.wfile.write(b"*")
                time.sleep(0.2)
        if kind == "garbage":
            self.say(NOISE)
        if kind == "broken":
            self.say(b"* BYE [SERVERBUG] Internal error occurred. Refer to server log.")
        self.refusal = {
            "expired": b"NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)",
            "busy-seconds": b"BAD Request is throttled. Suggested Backoff Time: %d milliseconds"
            % (fault["seconds"] * 1000),
            "busy-date": b"NO [LIMIT] Too many simultaneous connections. (Failure)",
        }.get(kind)
        return self.refusal is not None

    def say(self, line):
        self.wfile.write(line + b"\r\n")

    def on_capability(self, _):
        self.say(b"* CAPABILITY " + (KNOWN if self.known else UNKNOWN))

    def on_login(self, rest):
        user, password = (each.decode() for each in words(rest)[:2])
        if self.refusal:
            return self.refusal
        self.known = (user, password) == (self.fake.address, self.fake.password)
        return b"OK logged in" if self.known else b"NO [AUTHENTICATIONFAILED] Invalid credentials"

    def on_authenticate(self, rest):
        """By a key (XOAUTH2); a wrong one has its reason, to which an empty line is the answer."""
        if self.refusal:
            return self.refusal
        self.say(b"+ ")
        self.known = self.fake.opens(b64decode(self.rfile.readline()).decode())
        if self.known:
            return b"OK AUTHENTICATE completed"
        self.say(b"+ " + b64encode(b'{"status":"400","schemes":"Bearer"}'))
        if self.rfile.readline().strip():
            return b"BAD nothing was to be said"
        return b"NO AUTHENTICATE failed."

    def on_noop(self, _):
        return None

    def on_logout(self, _):
        self.say(b"* BYE until next time")

    def on_list(self, _):
        for name, box in self.fake.boxes.items():
            self.say(b'* LIST (\\HasNoChildren %s) "/" "%s"' % (box.mark, name.encode()))

    def on_create(self, rest):
        self.fake.boxes[words(rest)[0].decode()] = Box()

    def on_status(self, rest):
        name = words(rest)[0]
        box = self.fake.boxes.get(name.decode())
        if box is None:
            return b"NO [NONEXISTENT] no such mailbox"
        told = (name, len(box.letters), box.next, box.validity)
        self.say(b'* STATUS "%s" (MESSAGES %d UIDNEXT %d UIDVALIDITY %d)' % told)

    def on_select(self, rest):
        self.box = self.fake.boxes.get(words(rest)[0].decode())
        if self.box is None:
            return b"NO [NONEXISTENT] no such mailbox"
        self.say(b"* %d EXISTS" % len(self.box.letters))
        self.say(b"* OK [UIDVALIDITY %d] valid" % self.box.validity)

    def on_examine(self, rest):
        return self.on_select(rest) or b"OK [READ-ONLY] done"

    def on_expunge(self, _):
        self.fake.swept = True
        return self.expunge(list(self.box.letters))

    def on_append(self, rest):
        name, *_middle, size = words(rest)
        self.say(b"+ go on")
        raw = self.rfile.read(int(re.search(rb"\d+", size)[0]))
        self.rfile.readline()
        self.fake.boxes[name.decode()].add(raw, self.fake.now(), ["\\Seen"])

    def on_uid(self, rest):
        command, _, rest = rest.partition(b" ")
        return getattr(self, f"uid_{command.decode().lower()}")(rest)

    def uid_search(self, rest):
        found = [number for number in self.box.letters if self.is_wanted(number, rest)]
        self.say(b"* SEARCH " + b" ".join(b"%d" % number for number in found))

    def is_wanted(self, number, rest):
        letter = self.box.letters[number]
        if name := re.search(rb'HEADER "?Message-ID"? ("(?:[^"\\]|\\.)*")', rest, re.I):
            head = letter["raw"].partition(b"\r\n\r\n")[0]
            return (
                re.search(rb"(?im)^message-id:[^\n]*" + re.escape(words(name[1])[0]), head)
                is not None
            )
        if day := re.search(rb"SINCE (\S+?)\)?$", rest):
            since = datetime.strptime(day[1].decode().strip('"'), "%d-%b-%Y")
            return letter["at"] >= since.replace(tzinfo=UTC)
        if span := re.search(rb"UID (\S+?)\)?$", rest):
            return number in self.numbers(span[1])
        return True

    def numbers(self, span):
        """The numbers of a set; the last letter is always one of `n:*`."""
        found, last = set(), max(self.box.letters, default=0)
        for part in span.decode().split(","):
            first, _, end = part.partition(":")
            low, high = sorted((int(first), last if end == "*" else int(end or first)))
            found |= {number for number in self.box.letters if low <= number <= high}
        return sorted(found)

    def uid_fetch(self, rest):
        span, _, parts = rest.partition(b" ")
        most = re.search(rb"<0\.(\d+)>", parts)
        for number in self.numbers(span):
            self.say(b"* 1 FETCH (FLAGS (\\Recent))")
            letter = self.box.letters[number]
            at = letter["at"].strftime("%d-%b-%Y %H:%M:%S +0000").encode()
            piece = letter["raw"][: int(most[1])] if most else letter["raw"]
            about = b'UID %d INTERNALDATE "%s" RFC822.SIZE %d' % (number, at, len(letter["raw"]))
            which = b"BODY[]<0>" if most else b"BODY[]"
            self.say(b"* 1 FETCH (%s %s {%d}\r\n%s)" % (about, which, len(piece), piece))

    def uid_move(self, rest):
        return self.uid_copy(rest, then=self.expunge)

    def uid_copy(self, rest, then=None):
        span, name = words(rest)
        there = self.fake.boxes.get(name.decode())
        if there is None:
            return b"NO [TRYCREATE] no such mailbox"
        found = self.numbers(span)
        for number in found:
            there.add(self.box.letters[number]["raw"], self.box.letters[number]["at"])
            self.fake.moved(self.box.letters[number]["raw"], name.decode())
        if then:
            for number in found:
                self.box.letters.pop(number)
        return None

    def uid_store(self, rest):
        span, _, flags = rest.partition(b" ")
        for number in self.numbers(span):
            self.box.letters[number]["flags"] |= set(re.findall(r"\\\w+", flags.decode()))

    def uid_expunge(self, rest):
        return self.expunge(self.numbers(rest))

    def expunge(self, numbers):
        for number in numbers:
            if "\\Deleted" in self.box.letters[number]["flags"]:
                self.box.letters.pop(number)


class Server(ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self, fake):
        super().__init__(("127.0.0.1", 0), Session)
        self.fake = fake


def words(rest):
    """The words of a line, quoted or not."""
    return [
        re.sub(rb"\\(.)", rb"\1", quoted) if quoted or not (group or plain) else group or plain
        for quoted, group, plain in TOKEN.findall(rest)
    ]
