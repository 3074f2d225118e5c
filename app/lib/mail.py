"""Letters on the wire: composed so that nothing typed becomes a header, handed to an SMTP server."""

import re
import smtplib
import ssl
from email.headerregistry import Address, HeaderRegistry
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from urllib.parse import unquote, urlsplit

import css_inline
from flask_babel import gettext as _

from app.lib.clock import now
from app.lib.errors import PermanentError, TransientError

SECONDS = 20
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
LONGEST_SUBJECT = 300

_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_ARABIC = re.compile("[\u0620-\u06ff]")
_FIRST_LETTER = re.compile(r"[^\W\d_]")
_headers = HeaderRegistry()
_RIGHT_TO_LEFT_MARK = "\u200f"
_inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)


def compose(*, sender, to, subject, text, html, locale, message_id, date=None, enclosures=()):
    """One letter of text and HTML from us to one address; a machine that reads it does not answer.

    `enclosures` have a name, a kind, a content, and a `cid` where the HTML shows them.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = mailbox(sender)
    message["To"] = mailbox(to)
    message["Subject"] = one_line(subject)
    message["Date"] = format_datetime(date or now())
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(directed(text))
    message.add_alternative(html, subtype="html")
    shown = message.get_payload()[-1]
    for each in enclosures:
        main, _slash, sub = each.kind.partition("/")
        how = {"maintype": main, "subtype": sub, "filename": each.name}
        if each.cid:
            shown.add_related(each.content, cid=f"<{each.cid}>", disposition="inline", **how)
    for each in enclosures:
        main, _slash, sub = each.kind.partition("/")
        if not each.cid:
            message.add_attachment(each.content, maintype=main, subtype=sub, filename=each.name)
    # Last: setting the content forgets what is said about it.
    message["Content-Language"] = locale
    return message


def mailbox(text):
    """An address, with a name before it or not; refuses what is not exactly one."""
    read = _headers("To", "" if _UNSEEN.search(text) else text)
    if read.defects or len(read.addresses) != 1 or not read.addresses[0].domain:
        raise PermanentError(_("This is not an e-mail address."), code="address")
    name, local = read.addresses[0].display_name, read.addresses[0].username
    return Address(name, local, read.addresses[0].domain.encode("idna").decode())


def one_line(text):
    """Text fit for a header: on one line, not endless."""
    return " ".join(_UNSEEN.sub(" ", text).split())[:LONGEST_SUBJECT]


def directed(text):
    """Plain text whose Arabic lines run from right to left, even those that begin with a foreign word."""
    return "\n".join(map(_directed_line, text.splitlines())) + "\n"


def _directed_line(line):
    first = _FIRST_LETTER.search(line)
    foreign = first and not _ARABIC.match(first[0])
    return _RIGHT_TO_LEFT_MARK + line if foreign and _ARABIC.search(line) else line


def inlined(html):
    """HTML with its style on each element, as mail programs want it; nothing is fetched."""
    return _inliner.inline(html)


def new_message_id(sender):
    """The name a letter keeps however often it is tried, so that a second copy is known as one."""
    return make_msgid(domain=mailbox(sender).domain)


def send(message, url):
    """Hand one letter to the server; says whether to try later when it does not take it."""
    try:
        with connection(url, greeting=message["From"].addresses[0].domain) as server:
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        code, reason = next(iter(error.recipients.values()))
        raise refusal(code, reason) from None
    except smtplib.SMTPResponseException as error:
        raise refusal(error.smtp_code, error.smtp_error) from None
    except smtplib.SMTPNotSupportedError as error:
        raise PermanentError(
            _("The mail server cannot do this: %(error)s", error=error), code="smtp"
        ) from None
    except (smtplib.SMTPException, OSError) as error:
        kind = type(error).__name__
        raise TransientError(_("The mail server does not answer (%(kind)s).", kind=kind)) from None


def connection(url, *, greeting):
    """An open line to the server of `smtp://`, `smtps://` or `smtp+starttls://user:password@host:port`."""
    parts = urlsplit(url)
    # Without a name to greet with, smtplib asks the DNS for ours, which may take seconds.
    how = {
        "port": parts.port or PORTS[parts.scheme],
        "timeout": SECONDS,
        "local_hostname": greeting,
    }
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(parts.hostname, context=ssl.create_default_context(), **how)
    else:
        server = smtplib.SMTP(parts.hostname, **how)
    try:
        if parts.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        server.close()
        raise
    return server


def refusal(code, reason):
    """What a server's answer means for the next try: 4xx is later, 5xx is never."""
    words = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
    said = _("The mail server said: %(words)s", words=f"{code} {one_line(words)}")
    return TransientError(said) if 400 <= code < 500 else PermanentError(said, code="smtp")
