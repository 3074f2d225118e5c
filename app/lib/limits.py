"""How often one visitor may ask: `@limiter.limit("30/minute")` on a view; counted in Redis, and still when it is away."""

import hashlib
import ipaddress
import re

from flask import request
from flask_limiter import Limiter

# An office shares one address; one account is one person.
BY_ADDRESS, BY_ACCOUNT = "20/minute;100/hour", "10/minute;50/hour"


def visitor():
    """Who asks, as an address; a whole IPv6 network is one visitor, since one person holds billions of them."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def typed(field):
    """A key from what was typed in a field, the same however it is cased; unreadable in Redis and in logs."""

    def key():
        text = request.form.get(field, "").strip().casefold()
        return hashlib.sha256(text.encode()).hexdigest() if text else visitor()

    return key


limiter = Limiter(visitor, in_memory_fallback_enabled=True, headers_enabled=True, key_prefix="sada")


def prepare_limits(app):
    """Count in this app's Redis; a short wait, because memory takes over when it does not answer."""
    app.config.setdefault(
        "RATELIMIT_STORAGE_URI", re.sub(r"^unix:", "redis+unix:", app.config["REDIS_URL"])
    )
    app.config.setdefault(
        "RATELIMIT_STORAGE_OPTIONS", {"socket_connect_timeout": 0.2, "socket_timeout": 0.5}
    )
    app.config.setdefault("RATELIMIT_ENABLED", True)
    limiter.init_app(app)
