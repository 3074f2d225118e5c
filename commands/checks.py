"""What a change must pass besides the tests."""

import subprocess
import sys

from commands.environment import DEV_LOCK, PYTHON, ROOT, RUNTIME_LOCK, prepare

CHECKS = {
    "format": ("ruff", "format", "--check", "--quiet", "."),
    "lint": ("ruff", "check", "--quiet", "."),
    "types": ("mypy",),
    "templates": ("djlint", "templates", "--lint", "--quiet"),
    "settings": ("commands.settings_page",),
    "platforms": ("commands.platforms_page",),
    "licences": ("commands.licences",),
    "translations": ("commands.catalogues",),
}


def check(_arguments):
    """Run every check, even after one has failed, and say which did."""
    prepare(RUNTIME_LOCK, DEV_LOCK)
    failed = [name for name, command in CHECKS.items() if not passes(name, command)]
    print("Not right yet: " + ", ".join(failed) if failed else "All checks passed.")
    return 1 if failed else 0


def passes(name, command):
    done = subprocess.run([PYTHON, "-m", *command], cwd=ROOT, capture_output=True, text=True)
    print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name}", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr, flush=True)
    return done.returncode == 0
