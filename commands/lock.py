"""The lock files, written anew from what requirements*.in ask for."""

import os
import shutil
import subprocess
import sys

from commands.environment import DEV_LOCK, PEERS_LOCK, PYTHON, ROOT, RUNTIME_LOCK, Unready
from commands.package_index import as_uv_settings

# No address in the files: each machine has its own. Universal: one file for every system and Python.
OPTIONS = (
    "--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet"
)

WHOLE_INDEX = {"UV_INDEX_URL", "UV_INSECURE_HOST", "SSL_CERT_FILE"}


def write(arguments):
    """Resolve every file; `./run lock --upgrade` also takes newer versions where the pins allow."""
    uv = shutil.which("uv") or shutil.which("uv", path=PYTHON.parent)
    if not uv:
        raise Unready("Writing the lock files needs uv. Install it, for example: pip install uv")
    for lock in (RUNTIME_LOCK, DEV_LOCK, PEERS_LOCK):
        resolve(uv, lock, arguments)
    return 0


def resolve(uv, lock, arguments):
    source = lock.with_suffix(".in").name
    command = [uv, "pip", "compile", *OPTIONS.split(), *arguments, source, "-o", lock.name]
    python = PYTHON if PYTHON.exists() else sys.executable
    asked = as_uv_settings(python, os.environ)
    # The whole index alone: a shelf with some of the files would hide the hashes of the others.
    reach = {**os.environ, **{name: asked[name] for name in WHOLE_INDEX & asked.keys()}}
    done = subprocess.run(command, cwd=ROOT, env=reach, stdout=subprocess.DEVNULL)
    if done.returncode:
        raise Unready(f"{lock.name} could not be resolved: what is above says why.")
