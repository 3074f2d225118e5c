"""A whole Sada, as `./run` serves it, on an empty or a given home: web, worker, clock and Valkey."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from app.channels.models import Channel
from app.extensions import db
from app.factory import create_app
from app.lib.transaction import transaction
from bench.sender import Sender
from config import ROOT, Settings

SECRET = "the secret of a sending system"


@contextmanager
def house(like=None):
    """Serve a copy of a home, or an empty one, and take it away afterwards."""
    home = Path(tempfile.mkdtemp(prefix="sada-bench-"))
    if like:
        shutil.copytree(like, home, dirs_exist_ok=True)
    served = House(home)
    try:
        served.start()
        yield served
    finally:
        served.stop()
        shutil.rmtree(home, ignore_errors=True)


class House:
    """One served Sada and the database underneath it."""

    def __init__(self, home):
        self.home, self.port = home, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environ = {
            **os.environ,
            "SADA_HOME": str(home),
            "PORT": str(self.port),
            "LOG_LEVEL": "ERROR",
        }

    def start(self):
        command = [sys.executable, "-m", "workers.supervisor"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self.environ, stdout=subprocess.DEVNULL
        )
        self.until(self.ready, 90)

    def ready(self):
        try:
            return urllib.request.urlopen(f"{self.url}/readyz", timeout=2).status == 200
        except OSError:
            return False

    def until(self, true, seconds, every=0.05):
        end = time.monotonic() + seconds
        while not true():
            if time.monotonic() > end:
                raise TimeoutError("the house took too long")
            time.sleep(every)

    def stop(self):
        self.process.terminate()
        self.process.wait(60)

    @contextmanager
    def app(self):
        app = create_app(Settings.from_environ(self.environ))
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()

    def sender(self):
        """A system that sends to a channel of its own."""
        with self.app(), transaction():
            channel = Channel(
                platform="webhook", name="A sending system", secrets={"secret": SECRET}
            )
            db.session.add(channel)
            db.session.flush()
            return Sender(self.url, channel.token, SECRET)

    def memory(self):
        """{part: megabytes of its own share (PSS)} of every process of this house."""
        found = {}
        for pid, name in family(self.process.pid):
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            found[f"{name} {pid}"] = int(rollup.split("\nPss:")[1].split()[0]) / 1024
        return found


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def family(ancestor):
    """(pid, what it is) of a process and all below it."""
    parents, names = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int(
                (folder / "stat").read_text().rsplit(")", 1)[1].split()[1]
            )
            words = (folder / "cmdline").read_text().split("\0")
        except (OSError, IndexError):
            continue
        names[int(folder.name)] = next(
            (
                w
                for w in words
                if w in ("gunicorn", "workers", "workers.schedule", "workers.supervisor")
            ),
            words[0].split("/")[-1].split(" ")[0],
        )
    for pid in names:
        above = pid
        while above and above != ancestor:
            above = parents.get(above)
        if above == ancestor:
            yield pid, names[pid]
