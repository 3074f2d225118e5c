"""Which worker is which, and whether it still lives."""

import os
import socket
from pathlib import Path


def born(pid):
    """When a process began, as its system counts; empty where that cannot be asked.

    After a restart, and in every container, numbers of processes come again: a number alone names nobody.
    """
    return (stat(pid) or [""] * 20)[19]


def stat(pid):
    """What the system tells of a process, from its state on; empty where that cannot be asked."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def name_of(pid):
    """The name of a worker of this machine."""
    return f"{HOST}:{pid}:{born(pid)}"


HOST = socket.gethostname()[:40]


def own_name():
    """The name of the worker that asks; workers are forked, so it is asked each time."""
    return name_of(os.getpid())


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
    now = stat(pid)
    # One that has ended and was not buried yet still has its number.
    return not now or (now[0] not in ("Z", "X") and began in ("", now[19]))
