"""Which addresses of the network our servers may call for somebody: public ones, and those an administrator allows."""

import socket
from ipaddress import IPv6Network, ip_address

from flask import current_app
from flask_babel import gettext as _

from app.lib.errors import PermanentError, TransientError

# NAT64, and the old way to write IPv4 in IPv6: the last four bytes are the address.
WRAPPINGS = IPv6Network("64:ff9b::/96"), IPv6Network("::/96")
# All of IPv6 that is given out to the public network; what else there is, is somebody's own.
GIVEN_OUT = IPv6Network("2000::/3")


def public_address(host, port):
    """One address of a host that may be called; refuses a name of which any address is private."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        words = _("The name of the other side is not known.")
        raise TransientError(words, code="unreachable") from error
    addresses = list(dict.fromkeys(entry[4][0].partition("%")[0] for entry in found))
    if not is_allowed(host) and not all(map(is_public, addresses)):
        raise PermanentError(
            _("This address is inside a private network; an administrator can allow it by name."),
            code="private",
        )
    return addresses[0]


def is_allowed(host):
    return host.lower() in {name.lower() for name in current_app.config["ALLOWED_PRIVATE_HOSTS"]}


def is_public(text):
    """Whether an address belongs to the public network, looked at through every wrapping of IPv4 in IPv6."""
    address = ip_address(text)
    inner = wrapped(address) if address.version == 6 and int(address) > 1 else None
    if inner is not None:
        return is_public(str(inner))
    outside = address.version == 6 and address not in GIVEN_OUT
    return address.is_global and not address.is_multicast and not outside


def wrapped(address):
    if any(address in network for network in WRAPPINGS):
        return ip_address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
