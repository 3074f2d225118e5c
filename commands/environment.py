"""The project's own Python environment, made from the hash-locked requirements."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from commands.package_index import as_uv_settings

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RUNTIME_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
PEERS_LOCK = ROOT / "requirements-peers.lock"


class Unready(Exception):
    """This machine lacks something; the words say what to do about it."""


def prepare(*locks):
    """Install what is locked, once: a stamp tells what is installed already."""
    if all(is_installed(lock) for lock in locks):
        return
    with alone():
        make_environment()
        for lock in locks:
            if not is_installed(lock):
                install(lock)
                stamp(lock).write_text(fingerprint(lock))


def is_installed(lock):
    return PYTHON.exists() and stamp(lock).exists() and stamp(lock).read_text() == fingerprint(lock)


def stamp(lock):
    return VENV / f"{lock.name}.installed"


def fingerprint(lock):
    """Changes with the locked packages, and with the Python that they were installed for."""
    installed_for = os.path.realpath(PYTHON)
    return hashlib.sha256(lock.read_bytes() + installed_for.encode()).hexdigest()


@contextmanager
def alone():
    """Two `./run` at once in one clone: the second waits for the first to finish installing."""
    with open(RUNTIME_LOCK, "rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def make_environment():
    if answers("-m", "pip", "--version"):
        return
    say("Making an environment for Sada in .venv …")
    clear = [] if answers("-c", "") else ["--clear"]
    made = subprocess.run([base_python(), "-m", "venv", *clear, str(VENV)])
    if made.returncode:
        raise Unready(
            "Python could not make an environment; on Debian: apt-get install python3-venv"
        )


def answers(*arguments):
    if not PYTHON.exists():
        return False
    return subprocess.run([PYTHON, *arguments], capture_output=True).returncode == 0


def base_python():
    """The Python beneath, when `./run` itself already runs in the environment."""
    return getattr(sys, "_base_executable", None) or sys.executable


def install(lock):
    say(f"Installing what {lock.name} names; the first time takes a minute …")
    uv = shutil.which("uv")
    done = install_with_uv(uv, lock) if uv else install_with_pip(lock)
    if done.returncode:
        raise Unready(f"{lock.name} could not be installed: what is above says why.")


def install_with_uv(uv, lock):
    command = [uv, "pip", "install", "--quiet", "--python", PYTHON, "--compile-bytecode"]
    reach = {**os.environ, **as_uv_settings(PYTHON, os.environ)}
    return subprocess.run([*command, "--require-hashes", "-r", lock], cwd=ROOT, env=reach)


def install_with_pip(lock):
    command = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    options = ["--no-input", "--progress-bar", "off", "--require-hashes", "-r", lock]
    return subprocess.run([str(part) for part in (*command, *options)], cwd=ROOT)


def say(words):
    print(words, file=sys.stderr, flush=True)
