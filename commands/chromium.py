"""A Chromium for the browser tests."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def offer():
    """Find a Chromium or install Debian's, and tell the tests where it is, in CHROMIUM."""
    path = os.environ.get("CHROMIUM") or find() or install()
    if path:
        os.environ["CHROMIUM"] = path
    else:
        print(
            "No Chromium here: the browser tests are skipped. Install one for them, "
            "for example with: apt-get install chromium",
            file=sys.stderr,
        )


def find():
    return next(filter(None, map(shutil.which, NAMES)), None)


def install():
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    print("Installing Chromium for the browser tests …", file=sys.stderr, flush=True)
    quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt_get("update", quietly)
    apt_get("install", quietly, "-y", "--no-install-recommends", "chromium")
    return find()


def apt_get(verb, environ, *arguments):
    return subprocess.run(
        ["apt-get", "-qq", verb, *arguments],
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
