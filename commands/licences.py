"""Nothing that Sada runs on may ask Sada to change its licence."""

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from typing import Any

from commands.environment import RUNTIME_LOCK

# docs/decisions/2026-11-22-psycopg.md says why these may stay.
EXCEPTIONS = {"psycopg", "psycopg-binary"}
COPYLEFT = re.compile(r"\b[AL]?GPL|GNU .*General Public", re.IGNORECASE)


def main():
    """Name each installed runtime package with a copyleft licence that is not a stated exception."""
    found = {name: licence(name) for name in sorted(locked_names() - EXCEPTIONS)}
    unwanted = {name: said for name, said in found.items() if said and is_copyleft(said)}
    silent = [name for name, said in found.items() if said == ""]
    for name, said in unwanted.items():
        print(f"{name} is under {said}")
    for name in silent:
        print(f"{name} does not say its licence")
    return 1 if unwanted or silent else 0


def locked_names():
    lines = RUNTIME_LOCK.read_text("utf-8").splitlines()
    return {line.split("==")[0] for line in lines if re.match(r"[a-z0-9]", line)}


def licence(name):
    """What a package says of its licence; None when this machine does not need the package."""
    try:
        about: Any = metadata(name)
    except PackageNotFoundError:
        return None
    classifiers = [c for c in about.get_all("Classifier", []) if c.startswith("License ::")]
    said = [about.get("License-Expression"), *classifiers, first_line(about.get("License"))]
    return "; ".join(filter(None, said))


def first_line(text):
    return (text or "").strip().split("\n")[0]


def is_copyleft(said):
    """A choice of licences is fine when one of the choices is."""
    return all(COPYLEFT.search(choice) for choice in re.split(r"\bOR\b", said))


if __name__ == "__main__":
    sys.exit(main())
