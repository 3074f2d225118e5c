"""A letter as it comes, made into what is kept of it: who wrote what in answer to which, whatever its program did wrong."""

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.header import decode_header
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import sha256

from app.lib.clock import now

LONGEST_HEADER, LONGEST_TEXT, LONGEST_ID, MOST_REFERENCES, MOST_FILES = 4000, 200_000, 250, 12, 20
EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
# What people's programs say instead of a character set, in the order in which it is right.
GUESSES = ("utf-8", "cp1252", "latin-1")

_ID = re.compile(r"<([^<>\s]+)>")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def letter_told(raw, *, size, arrived):
    """What is kept of a letter; None when a machine sent it. Of files only their names, kinds and sizes."""
    try:
        message = message_from_bytes(raw)
        kind, text, files = content_of(message, whole=size <= len(raw))
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError):
        # Nobody writes such letters by hand; who wrote it and about what is still worth knowing.
        message = BytesHeaderParser().parsebytes(raw)
        kind, text, files = "plain", "", []
    if is_automatic(message):
        return None
    sender = addresses(message, "from")[:1]
    told = {
        "from": sender[0] if sender else None,
        "reply_to": [address for _, address in addresses(message, "reply-to")][:1],
        "subject": header(message, "subject"),
        "at": moment_of(message, arrived).isoformat(),
        "answers": ids_in(message, "in-reply-to")[:1],
        "references": references(message),
        "kind": kind, "text": text[:LONGEST_TEXT], "files": files, "size": size,
    }  # fmt: skip
    return {"id": id_of(message, told), **told}


def is_automatic(message):
    """Whether a machine wrote: absences, bounces, lists and our own notices, all of which would answer an answer."""
    kind = header(message, "auto-submitted").lower()
    bulk = header(message, "precedence").lower() in ("bulk", "list", "junk", "auto_reply")
    told = any(
        name in message
        for name in ("X-Auto-Response-Suppress", "X-Autoreply", "X-Autorespond", "List-Id")
    )
    bounced = header(message, "return-path").strip() == "<>" or message.get_content_type() == "multipart/report"  # fmt: skip
    box = next((address for _, address in addresses(message, "from")), "").partition("@")[0]
    return (
        (kind and not kind.startswith("no"))
        or bulk or told or bounced or box in ("mailer-daemon", "postmaster")
    )  # fmt: skip


def id_of(message, told):
    """The name that a letter keeps in every mailbox; one made of its contents when its program gave it none."""
    found = ids_in(message, "message-id")
    if found:
        return found[0]
    parts = (str(told["from"]), told["at"], told["subject"], told["text"])
    return f"letter:{sha256(chr(0).join(parts).encode('utf-8', 'replace')).hexdigest()[:40]}"


def ids_in(message, name):
    """The names of letters in a header; one too long for us is known by its digest."""
    return [
        each if len(each) <= LONGEST_ID else f"long:{sha256(each.encode()).hexdigest()}"
        for each in _ID.findall(header(message, name, words=False))
    ]


def references(message):
    """The letters before, the first of all and the last few: programs forget those in the middle first, too."""
    found = list(dict.fromkeys(ids_in(message, "references")))
    return (
        found
        if len(found) <= MOST_REFERENCES
        else [found[0], *found[-MOST_REFERENCES + 1 :]]
    )  # fmt: skip


def moment_of(message, arrived):
    """When it was written, as far as that can be true; else when it arrived."""
    try:
        at = parsedate_to_datetime(header(message, "date"))
        at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return arrived
    return at if EARLIEST < at < now() + timedelta(days=1) else arrived


def addresses(message, name):
    """[(name, address)] of a header, those that are addresses."""
    found = getaddresses([header(message, name, words=False)])
    return [
        (words_of(called).strip(), address.lower())
        for called, address in found
        if re.fullmatch(r"[^@\s<>,;]{1,120}@[^@\s<>,;]{1,200}", address)
    ]


def header(message, name, *, words=True):
    """A header on one line, its encoded words read unless its structure matters."""
    for key, value in message.raw_items():
        if key.lower() == name:
            raw = str(value)[:LONGEST_HEADER].encode("utf-8", "surrogateescape")
            text = " ".join(_UNSEEN.sub(" ", decoded(raw, "utf-8")).split())
            return words_of(text) if words else text
    return ""


def words_of(text):
    """A header's encoded words as text; what is no right encoding stays as it stands."""
    if "=?" not in text:
        return text
    try:
        parts = decode_header(text)
    except ValueError:
        return text
    joined = "".join(
        each if isinstance(each, str) else decoded(each, charset) for each, charset in parts
    )
    return " ".join(_UNSEEN.sub(" ", joined).split())


def decoded(raw, charset):
    """Bytes as text, in the character set they are said to be in, or else in one they can be in."""
    for name in (charset or "utf-8", *GUESSES):
        try:
            return raw.decode(name)
        except (LookupError, ValueError):
            continue
    return raw.decode("ascii", "replace")


def content_of(message, *, whole):
    """("plain" or "html", its text, the files): plain text where there is any."""
    texts, files = {"plain": [], "html": []}, []
    leaves = list(leaves_of(message))
    for part in leaves:
        name = words_of(part.get_filename() or "")
        if part.get_content_maintype() == "text" and not name and part.get_content_disposition() != "attachment":  # fmt: skip
            kind = "html" if part.get_content_subtype() == "html" else "plain"
            texts[kind].append(text_of(part))
        else:
            cut = not whole and part is leaves[-1]
            files.append(file_of(part, name, cut))
    kind = "plain" if "".join(texts["plain"]).strip() else "html"
    return kind, "\n".join(texts[kind]), files[:MOST_FILES]


def leaves_of(part):
    """The parts that hold something; a letter within a letter is one of them."""
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        for each in part.get_payload():
            yield from leaves_of(each)
    else:
        yield part


def text_of(part):
    raw = part.get_payload(decode=True) or b""
    text = decoded(raw, part.get_content_charset())
    if str(part.get_param("format", "")).lower() == "flowed":
        # Lines that end in a space go on in the next one, save the one that begins a signature.
        text = re.sub(r"(?m)(?<!^--) \r?\n(?![>\s])", " ", text)
    return text


def file_of(part, name, cut):
    """What is said of a file; the last one of a letter that was cut has no size that we know."""
    kind = part.get_content_maintype()
    content = None if cut or part.is_multipart() else part.get_payload(decode=True)
    return {
        "kind": kind if kind in ("image", "video", "audio") else "file",
        "name": _UNSEEN.sub(" ", name)[:200],
        "type": part.get_content_type()[:100],
        "size": None if content is None else len(content),
    }
