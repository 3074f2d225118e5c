"""Starts fake platforms, each in a process of its own, and speaks to their back door."""

import importlib
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import httpx

from config import ROOT

HERE = Path(__file__).parent
NOT_FAKES = {"__init__", "__main__", "base", "running"}
NAMES = sorted(path.stem for path in HERE.glob("*.py") if path.stem not in NOT_FAKES)


class Running:
    """One fake platform: `fake.comment(text="…")`, `fake.fault(kind="down")`, `fake.replies()`."""

    def __init__(self, name, process, port):
        self.name, self.process = name, process
        self.url = f"http://127.0.0.1:{port}"
        self.door = httpx.Client(base_url=f"{self.url}/_fake", timeout=20, trust_env=False)

    def tell(self, verb, **what):
        return self.door.post(f"/{verb}", json=what).raise_for_status().json()

    def ask(self, noun):
        return self.door.get(f"/{noun}").raise_for_status().json()

    def __getattr__(self, name):
        if name in ("account", "replies", "acts", "calls"):
            return lambda: self.ask(name)
        return lambda **what: self.tell(name, **what)

    def stop(self):
        self.door.close()
        self.process.kill()
        self.process.wait()


@contextmanager
def running(name, *arguments):
    """A fake platform for as long as the block lasts."""
    command = [sys.executable, "-m", "tests.fakes", name, *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    fake = Running(name, process, int(process.stdout.readline()))
    try:
        yield fake
    finally:
        fake.stop()


def made(name):
    """The application of a fake, in this process."""
    return importlib.import_module(f"tests.fakes.{name}").make()
