"""Comments from every platform at once, answered and hidden from a browser: `python -m commands.all_platforms [--write]`.

It runs the test of that name, prints its table, and with `--write` puts it into docs/platforms/README.md.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from commands.environment import ROOT

PAGE = ROOT / "docs" / "platforms" / "README.md"
START, END = "<!-- everything at once -->\n", "<!-- end of everything -->\n"
RUN = ["-m", "pytest", "-q", "tests/browser/test_all_platforms.py", "-k", "[all]"]


def main(arguments):
    """Run it, and show what it counted."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "table.md"
        environ = {**os.environ, "PLATFORMS_TABLE": str(kept)}
        done = subprocess.run([sys.executable, *RUN], cwd=ROOT, env=environ)
        if done.returncode or not kept.exists():
            return done.returncode or 1
        table = kept.read_text("utf-8")
    print(table)
    if "--write" in arguments:
        before, _, rest = PAGE.read_text("utf-8").partition(START)
        PAGE.write_text(f"{before}{START}{table}{END}{rest.partition(END)[2]}", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
