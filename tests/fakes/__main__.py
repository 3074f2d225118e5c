"""`python -m tests.fakes NAME [PORT]`: one fake platform, to try connectors by hand; prints the port it took."""

import sys

from tests.fakes.base import serve
from tests.fakes.running import NAMES, made

if __name__ == "__main__":
    name, *rest = sys.argv[1:] or [""]
    if name not in NAMES:
        sys.exit(f"Fakes: {', '.join(NAMES)}")
    serve(made(name), int(rest[0]) if rest else 0)
