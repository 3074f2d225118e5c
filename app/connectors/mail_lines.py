"""Lines to mail servers: only to addresses that may be called, encrypted, in bounded time, and with names for what fails."""

import imaplib
import re
import smtplib
import socket
import ssl
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Timer

import certifi
from flask_babel import gettext as _
from imap_tools import BaseMailBox
from imap_tools.errors import ImapToolsError, MailboxLoginError

from app.connectors.failures import auth_expired, permission_missing, rate_limited, transient
from app.lib import http
from app.lib.addresses import is_allowed, public_address
from app.lib.clock import later
from app.lib.errors import PermanentError, Unsure
from app.lib.mail import refusal

# What a server may send in one piece; more than a letter's beginning is never asked for.
LARGEST_PIECE = 1024 * 1024
# Servers that say "not now" seldom say when.
PATIENCE = 120
IMAP_PORTS = {"tls": 993, "starttls": 143, "none": 143}
SMTP_PORTS = {"tls": 465, "starttls": 587, "none": 25}

_PLACE = re.compile(r"\[([0-9A-Fa-f:.]+)\](?::(\d{1,5}))?|([^\s:/@\[\]]+)(?::(\d{1,5}))?")
_BUSY = re.compile(
    r"\[(?:unavailable|limit|inuse|throttled)\]|too many|throttl|bandwidth limit|try again", re.I
)
_BACKOFF = re.compile(r"Backoff Time: (\d{1,9})", re.I)
_WRONG_KEY = (530, 534, 535)
# How Microsoft says that sending is switched off for a mailbox; its number is that of a wrong password.
_CLOSED = "5.7.139"


@dataclass(frozen=True)
class Server:
    """Where a mail server is, and how one speaks with it: tls, starttls or none."""

    host: str
    port: int
    security: str


def server_at(place, security, ports):
    """The server that a person typed as `host` or `host:port`; refuses what is no such place."""
    found = _PLACE.fullmatch((place or "").strip())
    port = int((found[2] or found[4] or 0) if found else 0) or ports[security]
    if not found or port > 65535:
        raise PermanentError(_("This is not the name of a server."), code="address")
    return Server(found[1] or found[3], port, security)


@contextmanager
def imap_line(server, user, password, key=None):
    """A mailbox to speak with, logged in: by password, or by a key that a provider gave for it."""
    with reasons_of_imap(server), dialled(server) as sock:
        box = Mailbox(sock, server)
        log_in(box, user, password, key)
        # What a server can do it often tells only those it knows.
        box.client._get_capabilities()
        yield box
        with suppress(imaplib.IMAP4.error, ImapToolsError, OSError):
            box.logout()


def log_in(box, user, password, key=None):
    try:
        if key:
            box.client.authenticate("XOAUTH2", by_key(user, key))
        elif f"{user}{password}".isascii():
            box.login(user, password, initial_folder=None)
        else:
            box.login_utf8(user, password, initial_folder=None)
    except (MailboxLoginError, imaplib.IMAP4.error) as error:
        if isinstance(error, imaplib.IMAP4.abort) or _BUSY.search(str(error)):
            raise
        raise auth_expired() from None


def by_key(user, key):
    """Answers a server that asks who we are, once; to why it does not believe us nothing is to be said (XOAUTH2)."""
    said = [f"user={user}\1auth=Bearer {key}\1\1"]
    return lambda challenge=None: said.pop() if said else ""


class Imap(imaplib.IMAP4):
    """Speaks over the line it is given, and swallows nothing of any size."""

    def __init__(self, sock, server):
        self.given = sock
        super().__init__(server.host, server.port)

    def _create_socket(self, timeout):
        return self.given

    def read(self, size):
        if size > LARGEST_PIECE:
            raise self.abort("a piece larger than anything that was asked for")
        return super().read(size)


class Mailbox(BaseMailBox):
    def __init__(self, sock, server):
        self.given = sock, server
        super().__init__()

    def _get_mailbox_client(self):
        sock, server = self.given
        client = Imap(sock, server)
        if server.security == "starttls":
            client.starttls(trust())
        return client


@contextmanager
def smtp_line(server, user, password, greeting, key=None):
    """A server that letters are given to, logged in where there is somebody to log in as."""
    with reasons_of_smtp(server), dialled(server) as sock:
        line = Smtp(sock, server, greeting)
        if server.security == "starttls":
            line.starttls(context=trust())
        if key:
            line.ehlo_or_helo_if_needed()
            line.auth("XOAUTH2", by_key(user, key))
        elif user:
            line.login(user, password)
        yield line
        with suppress(smtplib.SMTPException, OSError):
            line.quit()


class Smtp(smtplib.SMTP):
    """Speaks over the line it is given. Without a name to greet with, smtplib would ask the DNS for ours."""

    def __init__(self, sock, server, greeting):
        self.given = sock
        super().__init__(server.host, server.port, local_hostname=greeting)

    def _get_socket(self, host, port, timeout):
        return self.given


def hand_over(line, sender, to, copy, letter):
    """Give one letter to a server: until its last line everything can be tried again, after it nobody knows."""
    options = ["SMTPUTF8"] if not f"{sender}{to}".isascii() else []
    line.ehlo_or_helo_if_needed()
    for answer in (line.mail(sender, options), line.rcpt(to)):
        accepted(*answer)
    if copy:
        # A copy for ourselves is good to have, and no reason to fail.
        line.rcpt(copy)
    code, said = line.docmd("DATA")
    if code != 354:
        raise refusal(code, said)
    try:
        line.send(re.sub(rb"(?m)^\.", b"..", letter) + b".\r\n")
        answer = line.getreply()
    except (smtplib.SMTPException, OSError) as error:
        raise Unsure(_("The mail server did not say whether it took the letter.")) from error
    accepted(*answer)


def accepted(code, said):
    if code >= 300:
        raise refusal(code, said)


@contextmanager
def dialled(server):
    """An open line that ends by itself: shut from outside when its time is over, whatever wraps it by then."""
    if server.security == "none" and not is_allowed(server.host):
        words = _("Without encryption, only a server that an administrator allows by name is spoken to.")  # fmt: skip
        raise PermanentError(words, code="private")
    address = public_address(server.host, server.port)
    with socket.create_connection((address, server.port), http.CONNECT_SECONDS) as sock:
        sock.settimeout(http.READ_SECONDS)
        with sock.dup() as outside:
            timer = Timer(http.WHOLE_SECONDS, shut, [outside])
            timer.daemon = True
            timer.start()
            try:
                tls = server.security == "tls"
                yield trust().wrap_socket(sock, server_hostname=server.host) if tls else sock
            finally:
                timer.cancel()
                shut(outside)


def shut(sock):
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def trust():
    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    return context


@contextmanager
def reasons_of_imap(server):
    try:
        yield
    except ssl.SSLCertVerificationError:
        raise not_theirs(server) from None
    except OSError:
        raise transient("unreachable") from None
    except (imaplib.IMAP4.error, ImapToolsError) as error:
        raise meaning(str(error)) from None


def meaning(said):
    """What an answer means that is not the one hoped for."""
    if found := _BACKOFF.search(said):
        return rate_limited(later(seconds=min(int(found[1]) // 1000 + 1, 86400)))
    if _BUSY.search(said):
        return rate_limited(later(seconds=PATIENCE))
    return transient("garbage" if "unexpected response" in said else "broken")


@contextmanager
def reasons_of_smtp(server):
    try:
        yield
    except ssl.SSLCertVerificationError:
        raise not_theirs(server) from None
    except smtplib.SMTPResponseException as error:
        if _CLOSED in str(error.smtp_error):
            words = _("The organisation does not let this mailbox send by SMTP: its administrator turns “Authenticated SMTP” on.")  # fmt: skip
            raise permission_missing("SMTP", words) from None
        if error.smtp_code in _WRONG_KEY:
            raise auth_expired() from None
        raise refusal(error.smtp_code, error.smtp_error) from None
    except smtplib.SMTPNotSupportedError:
        words = _("The server for sending cannot encrypt, or knows no login.")
        raise PermanentError(words, code="refused") from None
    except (smtplib.SMTPException, OSError):
        raise transient("unreachable") from None


def not_theirs(server):
    words = _("The certificate of %(host)s is not one to trust.", host=server.host)
    return PermanentError(words, code="address")
