"""One process under the supervisor."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from typing import Any

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30.0
# One that lived this long had started well: its next death is news, not the same failure again.
LIVED_WELL_SECONDS = 10
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class Child:
    """A process that is started again when it dies, later each time it dies young."""

    def __init__(self, name, command, *, stop_within, environ=None, fds=()):
        self.name, self.command, self.stop_within = name, command, stop_within
        self.environ, self.fds = environ or {}, fds
        self.process: Any = None
        self.pause = FIRST_PAUSE
        self.started_at = self.due_at = 0.0

    def start(self):
        """Start it in a session of its own, so that Ctrl-C reaches the supervisor alone."""
        supervisor = os.getpid()
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            [str(part) for part in self.command],
            env={**os.environ, **self.environ},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=self.fds,
            preexec_fn=lambda: die_with(supervisor),
        )

    @property
    def running(self):
        return self.process is not None and self.process.returncode is None

    def notice_end(self):
        """The exit code when it has just ended, its own children ended with it; None otherwise."""
        if not self.running or not self.has_exited():
            return None
        self.kill()
        code = self.process.wait()
        self.plan_restart()
        return code

    def has_exited(self):
        # It stays unreaped until its group is killed: so the group's number cannot be another's yet.
        look = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return os.waitid(os.P_PID, self.process.pid, look) is not None

    def plan_restart(self):
        now = time.monotonic()
        lived_well = now - self.started_at >= LIVED_WELL_SECONDS
        self.pause = FIRST_PAUSE if lived_well else self.pause
        self.due_at = now + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def ask_to_stop(self):
        if self.running:
            self.process.terminate()

    def kill(self):
        """End it and whatever it started, at once."""
        if self.running:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


def die_with(parent):
    """Make this process end at once when its parent does, however that ends (Linux)."""
    if LIBC is None:
        return
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
