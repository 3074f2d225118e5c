"""The benchmarks under bench/, each a module that prints its figures."""

import sys

from commands.environment import DEV_LOCK, ROOT, RUNTIME_LOCK, prepare


def choose(arguments, become):
    """Run the benchmark that is named, or list them."""
    names = sorted(
        path.stem for path in ROOT.glob("bench/*.py") if "def main" in path.read_text("utf-8")
    )
    if arguments and arguments[0] in names:
        prepare(RUNTIME_LOCK, DEV_LOCK)
        become(f"bench.{arguments[0]}", *arguments[1:])
    print("Benchmarks: " + (", ".join(names) or "none yet"), file=sys.stderr)
    return 2 if arguments else 0
