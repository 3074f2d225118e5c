"""Sites, as browsers name them in headers."""

import re
from urllib.parse import urlsplit

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)*{_LABEL}")


def origin_of(address):
    """`https://www.ville.example` of any address on that site; None when it names none."""
    address = address.strip()
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        host = (parts.hostname or "").encode("idna").decode().lower()
        port = parts.port
    except ValueError:
        return None
    # Into a header goes only what cannot be anything but a host.
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        return None
    own = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != own else "")
