"""A whole Sada as `./run` serves it, in a folder of its own, with one webhook to send to."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from app.channels.models import Channel
from app.extensions import db
from app.lib.transaction import looking, transaction
from bench.sender import Sender
from bench.words import some_text
from config import ROOT
from tests.fixtures.house import House, below, free_port

SECRET = "the secret of a benchmark"


class Place:
    """A running house, seen from the other side of its webhook and from beside its database."""

    def __init__(self, house, app, channel):
        self.house, self.app = house, app
        self.channel_id, self.token = channel

    def sender(self):
        return Sender(self.house.url, self.token, SECRET)

    def count(self, *where, of):
        """How many rows there are of a model."""
        with self.app.app_context(), looking():
            return db.session.scalar(db.select(db.func.count()).select_from(of).where(*where))

    def work(self):
        """Seconds of processor time that each part has used so far."""
        parts = {part: self.house.pids(part) for part in ("web", "worker", "valkey")}
        return {part: sum(map(processor_seconds, pids)) for part, pids in parts.items()}

    def memory(self):
        """Megabytes of every process of the house together, shared pages counted once (PSS)."""
        return sum(megabytes(pid) for pid, _command in below(self.house.process.pid))

    def wait(self, true, patience=600):
        """Look a few times a second until something is so; gives the moment it was seen."""
        end = time.perf_counter() + patience
        while not true():
            if time.perf_counter() > end:
                raise SystemExit("The house did not come to an end in time.")
            time.sleep(0.1)
        return time.perf_counter()


def processor_seconds(pid):
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def megabytes(pid):
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return int(rollup.split("\nPss:")[1].split()[0]) / 1024


@contextmanager
def house(platform="webhook", like=None, **settings):
    """Start every process on an empty home or a copy of one, connect a channel, and clear it all away after."""
    home = tempfile.mkdtemp(prefix="sada-bench-")
    if like:
        shutil.copytree(like, home, ignore=shutil.ignore_patterns("*.sock"), dirs_exist_ok=True)
    running = House(home, **settings)
    try:
        running.start()
        with running.app() as app:
            yield Place(running, app, connect(platform))
            db.session.remove()
            db.engine.dispose()
    finally:
        if running.process:
            running.stop()
        shutil.rmtree(home, ignore_errors=True)


def connect(platform):
    with transaction():
        channel = Channel(platform=platform, name="Bench", secrets={"secret": SECRET})
        db.session.add(channel)
        db.session.flush()
        return channel.id, channel.token


@contextmanager
def empty_flask():
    """The same server with an app that only reads the body and answers; gives its address."""
    port = free_port()
    environ = {**os.environ, "PORT": str(port), "SADA_HOME": tempfile.mkdtemp(prefix="sada-bench-")}
    command = [sys.executable, "-m", "gunicorn", "-c", "python:bench.bare", "bench.bare:app"]
    process = subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(environ["SADA_HOME"], ignore_errors=True)


def wait_for(port, patience=30):
    end = time.monotonic() + patience
    while time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise SystemExit("The server did not come up.")


def items(first, count):
    """Comments as another system sends them: one author in five comes back, a hundred under a post."""
    return [
        {
            "id": f"c{n}",
            "text": some_text(n),
            "author": {"id": f"a{n * 31 % 5003}", "name": f"Citoyen {n * 31 % 5003}"},
            "post": {"id": f"p{n // 100}", "title": f"Publication {n // 100}"},
            "url": f"https://example.org/posts/{n // 100}#c{n}",
        }
        for n in range(first, first + count)
    ]
