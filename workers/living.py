"""Which worker is which, and whether it still lives."""

import os
import socket
from pathlib import Path


def born(pid):
    """When a process began, as its system counts; empty where that cannot be asked.

    After a restart, and in every container, numbers of processes come again: a number alone names nobody.
    """
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return ""


def name_of(pid):
    """The name of a worker of this machine."""
    return f"{HOST}:{pid}:{born(pid)}"


HOST = socket.gethostname()[:40]
NAME = name_of(os.getpid())


def is_here(name):
    return name.partition(":")[0] == HOST


def lives(name):
    """Whether a worker of this machine is still the process it was."""
    _, pid, began = (*name.split(":"), "")[:3]
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return began in ("", born(int(pid)))
