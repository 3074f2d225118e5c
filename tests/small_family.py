"""A supervisor with three small children, for the tests: `python -m tests.small_family FOLDER`."""

import sys
import time
from contextlib import suppress
from pathlib import Path

from workers.child import Child
from workers.family import Family, Stopped
from workers.home import InUse, claim

NAMES = ("web", "clock", "valkey")
# Says its pid, then waits; a stop is written down, unless this child is deaf to it.
CHILD = """
import os, signal, sys, time
folder, name = sys.argv[1:]
def stop(*_):
    with open(f"{folder}/stopped", "a") as file:
        file.write(name + "\\n")
    os._exit(0)
signal.signal(signal.SIGTERM, signal.SIG_IGN if os.environ.get("DEAF") == name else stop)
with open(f"{folder}/{name}.new", "w") as file:
    file.write(str(os.getpid()))
os.rename(f"{folder}/{name}.new", f"{folder}/{name}.pid")
time.sleep(300)
"""


def main(folder):
    try:
        locks = claim(folder)
    except InUse as error:
        sys.exit(str(error))
    children = [child(name, folder, locks[1]) for name in NAMES]
    family = Family(children)
    with suppress(Stopped):
        family.start(*children)
        family.watch()
    family.stop()


def child(name, folder, lock):
    command = [sys.executable, "-S", "-c", CHILD, folder, name]
    return Child(name, command, stop_within=60, fds=(lock,))


def pid_of(folder, name, *, other_than=0, within=10):
    """The process that a child runs as, once it says so."""
    path = Path(folder, f"{name}.pid")
    patience = time.monotonic() + within
    while time.monotonic() < patience:
        if path.exists() and int(path.read_text()) != other_than:
            return int(path.read_text())
        time.sleep(0.01)
    raise AssertionError(f"{name} did not start")


def eventually(holds, within=30):
    """Wait for what other processes do, and no longer than it takes."""
    patience = time.monotonic() + within
    while not holds():
        assert time.monotonic() < patience, "it did not happen in time"
        time.sleep(0.01)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
