"""The folder that one running Sada keeps everything in, and keeps for itself."""

import fcntl
import os
import sys
import time

EARLIER_RUN_SECONDS = 20


class InUse(Exception):
    """Another Sada runs on this folder."""


def claim(home):
    """Make the folder ours alone while we live; the locks end with us, however we end.

    The first lock is the supervisor's own. The second is handed down to every child, so that a new
    start waits for the last process of a run that was killed.
    """
    os.umask(0o077)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    home.chmod(0o700)
    own = open_lock(home / "supervisor.lock")
    if not taken(own):
        raise InUse(f"SADA_HOME: another ./run already serves {home}")
    family = open_lock(home / "children.lock")
    wait_for_earlier_run(family, home)
    return own, family


def open_lock(path):
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def taken(lock):
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def wait_for_earlier_run(family, home):
    patience = time.monotonic() + EARLIER_RUN_SECONDS
    if taken(family):
        return
    print("An earlier run is still ending; waiting for it …", file=sys.stderr, flush=True)
    while not taken(family):
        if time.monotonic() > patience:
            raise InUse(f"SADA_HOME: processes of an earlier run still work on {home}")
        time.sleep(0.1)
