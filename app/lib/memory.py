"""Memory that was borrowed for a large piece of work goes back to the machine."""

import ctypes
import sys
import time

LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
PAUSE_SECONDS = 1
given_back_at = 0.0


def give_back(at_once=False):
    """Return what is free now; while work goes on seldom enough that nothing is slowed by borrowing it again.

    The C library keeps for itself the gaps that great arrays leave behind, and they are tens of megabytes.
    """
    global given_back_at
    if hasattr(LIBC, "malloc_trim") and (
        at_once or time.monotonic() - given_back_at > PAUSE_SECONDS
    ):
        LIBC.malloc_trim(0)
        given_back_at = time.monotonic()
