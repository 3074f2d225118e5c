"""Translations as the application reads them, made from the files that people write."""

import subprocess

from commands.environment import PYTHON, ROOT, Unready


def compile_stale():
    """Compile every catalogue that was changed since it was last compiled."""
    for written in sorted(ROOT.glob("translations/*/LC_MESSAGES/*.po")):
        compiled = written.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < written.stat().st_mtime:
            compile_one(written, compiled)


def compile_one(written, compiled):
    command = [str(PYTHON), "-m", "babel.messages.frontend", "-q", "compile"]
    done = subprocess.run([*command, "-i", str(written), "-o", str(compiled)], cwd=ROOT)
    if done.returncode:
        raise Unready(f"{written.relative_to(ROOT)} could not be compiled.")
