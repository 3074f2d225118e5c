"""E-mail: letters to one mailbox are read, answered and put away, over IMAP and SMTP."""

import re
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from imap_tools import AND

from app.connectors import mail_oauth
from app.connectors.contract import (
    Can,
    Incoming,
    IncomingAuthor,
    IncomingPost,
    Page,
    Sent,
    Setting,
    Standing,
)
from app.connectors.failures import gone, invalid
from app.connectors.mail_letters import letter_told
from app.connectors.mail_lines import (
    IMAP_PORTS,
    SMTP_PORTS,
    hand_over,
    imap_line,
    server_at,
    smtp_line,
)
from app.connectors.mail_oauth import MailKeys
from app.connectors.mail_words import title_of, written
from app.connectors.media import medium, told
from app.connectors.reading import read_json
from app.lib.clock import now
from app.lib.errors import PermanentError, TransientError
from app.lib.mail import directed, mailbox, one_line

# How much of one letter is read at all, and how many letters in one conversation.
BEGINNING, AT_ONCE = 256 * 1024, 25
# After a mailbox was counted anew, what arrived since shortly before the last letter is read again.
OVERLAP = timedelta(days=2)
SEND = "SMTP"
SECURITY = (("tls", _l("TLS")), ("starttls", "STARTTLS"), ("none", _l("None: only in our own network")))  # fmt: skip
# How a server marks its folders, how programs call them, and the name they get where there is none.
FOLDERS = {
    "sent": ("\\sent", ("sent", "sent items", "sent messages", "envoyés", "éléments envoyés", "المرسلة"), "Sent"),
    "archive": ("\\archive", ("archive", "archives", "الأرشيف"), "Archive"),
    "trash": ("\\trash", ("trash", "deleted items", "deleted messages", "corbeille", "المهملات"), "Trash"),
    "junk": ("\\junk", ("junk", "spam", "junk e-mail", "courrier indésirable", "indésirables"), "Junk"),
}  # fmt: skip

_ARRIVED = re.compile(rb'INTERNALDATE "([^"]+)"')
_SIZE = re.compile(rb"RFC822\.SIZE (\d{1,15})")


class Mail(MailKeys):
    """One mailbox. A letter is known by its Message-ID, wherever it is moved; all letters of an exchange stand under
    the first one's subject. Where a server numbers its letters anew, they are read again and known by their names."""

    name = "email"
    title = _l("E-mail")
    icon = "email"
    about = _l("Letters to an address of yours, answered from that address.")
    wants = _l("The address, and an app password of its mailbox; at Microsoft, and where Google wants it, an application of the team.")  # fmt: skip
    settings = (
        *mail_oauth.settings,
        Setting("address", _l("Our address"), required=True, asked="both", about=_l("The address people write to, such as contact@example.org. Through a provider's window it may stay empty.")),
        Setting("imap", _l("Server for reading (IMAP)"), required=True, asked="key", about=_l("Such as imap.example.org; with another port: imap.example.org:1993.")),
        Setting("password", _l("Password"), kind="secret", required=True, about=_l("An “app password” where the provider makes them, as Gmail, Yahoo and iCloud do.")),
        Setting("user", _l("User name"), about=_l("Empty: the address.")),
        Setting("smtp", _l("Server for sending (SMTP)"), about=_l("Such as smtp.example.org. Empty: the one for reading.")),
        Setting("folder", _l("Folder that is read"), default="INBOX", advanced=True),
        Setting("called", _l("Name we write as"), about=_l("Such as PACT. Empty: only the address."), advanced=True),
        Setting("imap_security", _l("Encryption when reading"), kind="choice", choices=SECURITY, default="tls", advanced=True),
        Setting("smtp_security", _l("Encryption when sending"), kind="choice", choices=SECURITY, default="starttls", advanced=True),
        Setting("smtp_user", _l("User name for sending"), about=_l("Empty: the same."), advanced=True),
        Setting("smtp_password", _l("Password for sending"), kind="secret", about=_l("Empty: the same."), advanced=True),
        Setting("copy", _l("Copies of our answers to our own mailbox"), kind="flag", default=True, about=_l("By its copy an answer is found again whose sending was interrupted; without, somebody has to look."), advanced=True),
    )  # fmt: skip
    can = frozenset((Can.REPLY, Can.HIDE, Can.UNHIDE, Can.DELETE))
    needs = {Can.REPLY: SEND}
    acts_mean = {
        Can.HIDE: _l("move it to the archive of the mailbox, or to its junk when it is spam"),
        Can.UNHIDE: _l("move it back to where it was read"),
        Can.DELETE: _l("move it to the trash of the mailbox"),
    }
    rhythm = (20, 55)
    reply_limit = 20_000

    def check(self):
        """Whether letters can be read, and whether they can be sent."""
        with self.box() as box:
            begins = newest_in(box, self.set["folder"])
        granted, notes = {SEND}, ()
        try:
            with self.sending():
                pass
        except (PermanentError, TransientError) as error:
            granted, notes = set(), (_("Letters are read, and none can be sent: %(why)s", why=error),)  # fmt: skip
        missing = () if granted else (SEND,)
        # What comes between connecting and the first reading is read, too.
        keep = {"begins": begins}
        return Standing(self.ours, self.ours, frozenset(granted), missing, notes=notes, keep=keep)

    @property
    def ours(self):
        return self.set.get("address", "").strip().lower()

    @property
    def domain(self):
        return mailbox(self.ours).domain

    @property
    def user(self):
        return self.set.get("user") or self.ours

    def box(self):
        server = server_at(self.set.get("imap"), self.set["imap_security"], IMAP_PORTS)
        return imap_line(server, self.user, self.secrets.get("password", ""), self.key)

    def sending(self):
        place = self.set.get("smtp") or self.set.get("imap")
        server = server_at(place, self.set["smtp_security"], SMTP_PORTS)
        password = self.secrets.get("smtp_password") or self.secrets.get("password", "")
        user = self.set.get("smtp_user") or self.user
        return smtp_line(server, user, password, self.domain, self.key)

    # Reading

    def poll(self, cursor):
        """The next letters after the last one we read; asking for what is newer gives the last one, too."""
        with self.box() as box:
            place = self.place(box, cursor)
            found = sorted({int(uid) for uid in box.uids(f"UID {place['uid'] + 1}:*", None)})
            new = [uid for uid in found if uid > place["uid"]]
            read = [fetched(box, uid) for uid in new[:AT_ONCE]]
        letters = [each for each in read if each]
        kept = [self.envelope(each, place) for each in letters if each["letter"]]
        seen = max((each["arrived"] for each in letters), default=None)
        place = place | {"uid": new[:AT_ONCE][-1] if new else place["uid"]}
        place["seen"] = (seen or moment(place["seen"])).isoformat()
        return Page(kept, place, more=len(new) > AT_ONCE)

    def place(self, box, cursor):
        """Where to go on: letters have their numbers only as long as the mailbox keeps its own."""
        newest = newest_in(box, self.set["folder"])
        same = {name: newest[name] for name in ("folder", "validity")}
        if cursor and same.items() <= cursor.items():
            return cursor
        since = moment(cursor["seen"]) - OVERLAP if cursor else self.since
        begins = self.set.get("begins") or {}
        if since is None and same.items() <= begins.items():
            newest = begins
        uid = newest["uid"] if since is None else before(box, since, newest["uid"])
        return same | {"uid": uid, "seen": (since or now()).isoformat()}

    def envelope(self, each, place):
        where = {"uid": each["uid"], "validity": place["validity"], "folder": place["folder"]}
        return each["letter"] | {"where": where}

    def parse(self, payload):
        letter = read_json(payload)
        above, first = letter["answers"] or letter["references"][-1:], letter["references"][:1]
        first = first or above or [letter["id"]]
        title = title_of(letter["subject"])
        text = written(letter["kind"], letter["text"], answers=bool(above))
        media = [medium(each["kind"], "", named(each)) for each in letter["files"]]
        text, extra = told(text or title, media)
        yield Incoming(
            platform_id=letter["id"], text=text, created_at=moment(letter["at"]), author=author_of(letter),
            post=IncomingPost(first[0], title), parent_id=above[0] if above else None,
            root_id=first[0] if above else None, visibility="private", by_us=self.is_ours(letter),
            can_reply=None if letter["from"] else False,
            extra={**extra, "where": letter.get("where") or {}, "references": letter["references"], "reply_to": self.back_to(letter)},
        )  # fmt: skip

    def is_ours(self, letter):
        address = letter["from"][1] if letter["from"] else ""
        return bool(address) and address in (self.ours, self.account_id)

    def back_to(self, letter):
        """Who wants the answer; never ourselves, who would then answer each other."""
        wanted = [each for each in letter["reply_to"] if each != self.ours]
        return wanted[0] if wanted else (letter["from"] or ("", ""))[1]

    # Acting

    def reply(self, comment, text, *, reply_id=None):
        """A letter in the same exchange, kept among those that were sent."""
        letter = self.letter(comment, text)
        to = letter["To"].addresses[0].addr_spec
        with self.sending() as line:
            hand_over(line, self.ours, to, self.ours if self.set["copy"] else None, bytes(letter))
        name = letter_name(comment, text, self.domain)
        self.keep_copy(name, bytes(letter))
        return Sent(name)

    def letter(self, comment, text):
        told = comment.extra or {}
        to = told.get("reply_to") or (comment.author.platform_id if comment.author else "")
        name = f"<{letter_name(comment, text, self.domain)}>"
        letter = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
        try:
            letter["To"] = mailbox(to)
        except PermanentError as error:
            raise invalid(str(error)) from None
        called = one_line(self.set.get("called") or "")
        sender = mailbox(self.ours)
        letter["From"] = type(sender)(called, sender.username, sender.domain) if called else sender
        subject = one_line(comment.post.title if comment.post else "")
        letter["Subject"] = f"Re: {subject}".strip()
        letter["Date"] = format_datetime(now())
        letter["Message-ID"] = name
        if not comment.platform_id.startswith(("letter:", "long:")):
            letter["In-Reply-To"] = f"<{one_line(comment.platform_id)}>"
            before = [*told.get("references", ()), comment.platform_id]
            letter["References"] = " ".join(f"<{one_line(each)}>" for each in before)
        letter.set_content(directed(text))
        return letter

    def keep_copy(self, name, letter):
        """Among the sent ones, unless the server put it there by itself; the answer has left whatever comes of it."""
        try:
            with self.box() as box:
                folder = folder_of(box, "sent")
                if not numbers_of(box, folder, name):
                    box.append(letter, folder, dt=now(), flag_set=["\\Seen"])
        except (PermanentError, TransientError):
            return

    def find_reply(self, comment, text, since):
        """Our letter is known by its name, which its words and what it answers make: sent, or back in our mailbox."""
        name = letter_name(comment, text, self.domain)
        with self.box() as box:
            for folder in (folder_of(box, "sent"), self.set["folder"]):
                if numbers_of(box, folder, name):
                    return Sent(name)
        return None

    def hide(self, comment):
        self.moved(comment, (self.set["folder"],), "junk" if comment.is_spam else "archive")
        return Sent(state="hidden")

    def unhide(self, comment):
        with self.box() as box:
            away = (folder_of(box, "archive"), folder_of(box, "junk"))
        self.moved(comment, away, None)
        return Sent(state="visible")

    def delete(self, comment):
        with self.box() as box:
            places = (self.set["folder"], folder_of(box, "archive"), folder_of(box, "junk"))
        self.moved(comment, places, "trash")
        return Sent(state="deleted")

    def moved(self, comment, places, kind):
        """Put a letter elsewhere, from the first of the places that has it; gone when it is nowhere."""
        with self.box() as box:
            there = folder_of(box, kind) if kind else self.set["folder"]
            for folder in dict.fromkeys(places):
                if found := self.numbers(box, folder, comment):
                    return put(box, found, there)
            if not numbers_of(box, there, comment.platform_id):
                raise gone()

    def numbers(self, box, folder, comment):
        """A letter's numbers in a folder: by its name, or where we read it when it has none."""
        where = (comment.extra or {}).get("where") or {}
        if not comment.platform_id.startswith(("letter:", "long:")):
            return numbers_of(box, folder, comment.platform_id)
        if where.get("folder") != folder:
            return []
        told = box.folder.status(folder, ["UIDVALIDITY"])
        box.folder.set(folder)
        same = told.get("UIDVALIDITY", 0) == where.get("validity")
        return box.uids(f"UID {where['uid']}", None) if same else []


def fetched(box, uid):
    """The beginning of a letter, when it arrived and how large all of it is; None when it is gone meanwhile."""
    parts = f"(UID INTERNALDATE RFC822.SIZE BODY.PEEK[]<0.{BEGINNING}>)"
    _status, answer = box.client.uid("FETCH", str(uid), parts)
    pieces = [each for each in answer if isinstance(each, tuple)]
    if not pieces:
        return None
    about = b" ".join(each[0] if isinstance(each, tuple) else each for each in answer if each)
    raw, size, arrived = pieces[0][1], _SIZE.search(about), arrival(about)
    whole = int(size[1]) if size else len(raw)
    letter = letter_told(raw, size=whole, arrived=arrived)
    return {"uid": uid, "arrived": arrived, "letter": letter}


def arrival(about):
    found = _ARRIVED.search(about)
    try:
        at = datetime.strptime(found[1].decode().strip(), "%d-%b-%Y %H:%M:%S %z")
    except (TypeError, ValueError):
        return now()
    return at.astimezone(UTC)


def newest_in(box, folder):
    """Opens a folder for reading alone, and says which letters it has by now."""
    told = box.folder.status(folder, ["UIDVALIDITY", "UIDNEXT"])
    box.folder.set(folder, readonly=True)
    if "UIDNEXT" in told:
        uid = told["UIDNEXT"] - 1
    else:
        uid = max(map(int, box.uids("ALL", None)), default=0)
    return {"folder": folder, "validity": told.get("UIDVALIDITY", 0), "uid": uid}


def before(box, since, newest):
    """The number after which reading starts, so that what came since a moment is read."""
    # A mailbox counts in days, of a zone that it does not tell.
    day = (since - timedelta(days=1)).date()
    found = [int(uid) for uid in box.uids(AND(date_gte=day), None)]
    return min(found) - 1 if found else newest


def folder_of(box, kind):
    """The folder that a mailbox keeps such letters in, made if there is none."""
    mark, names, ours = FOLDERS[kind]
    there = box.folder.list()
    marked = [each for each in there if mark in {flag.lower() for flag in each.flags}]
    named = [each for each in there if each.name.rpartition(each.delim or "/")[2].lower() in names]
    if marked or named:
        return (marked or named)[0].name
    # Some servers keep all folders below the inbox.
    below = next((each for each in there if each.name.upper().startswith("INBOX" + each.delim)), None)  # fmt: skip
    made = f"INBOX{below.delim}{ours}" if below else ours
    box.folder.create(made)
    return made


def numbers_of(box, folder, name):
    """The numbers of the letters of this name in a folder."""
    box.folder.set(folder)
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return box.uids(f'HEADER Message-ID "<{quoted}>"', "UTF-8" if not name.isascii() else None)


def put(box, uids, folder):
    """Move letters, and never sweep out what somebody else has marked."""
    if "MOVE" in box.client.capabilities:
        return box.move(uids, folder)
    box.copy(uids, folder)
    which = ",".join(uids)
    box.client.uid("STORE", which, "+FLAGS.SILENT", "(\\Deleted)")
    if "UIDPLUS" in box.client.capabilities:
        box.client.uid("EXPUNGE", which)


def letter_name(comment, text, domain):
    """The Message-ID of an answer: the same words to the same letter are the same letter, however often they are sent."""
    made = sha256(f"{comment.platform_id}\0{text.strip()}".encode()).hexdigest()[:32]
    return f"sada.{made}@{domain}"


def author_of(letter):
    if not letter["from"]:
        return None
    name, address = letter["from"]
    return IncomingAuthor(address, address, name or address)


def named(file):
    """A file in words: its name or kind, and how large it is."""
    size = file["size"]
    large = "" if size is None else f" ({max(1, round(size / 1024))} KB)"
    return f"{file['name'] or file['type']}{large}"


def moment(text):
    return datetime.fromisoformat(text)
