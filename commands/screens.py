"""Draw the pictures of docs/screens from the demo: `.venv/bin/python -m commands.screens`."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright

from commands.chromium import find
from commands.environment import ROOT

FOLDER = ROOT / "docs" / "screens"
SIZE: ViewportSize = {"width": 1440, "height": 900}
LARGEST = 300 * 1024
QUIETLY = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
# What is to be seen first: the list with the most to show.
SHOWN = "/inbox?q=is:open+is:priority"


def main():
    with tempfile.TemporaryDirectory(prefix="sada-screens-") as home:
        process = start(home)
        try:
            draw(*told(process))
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def start(home):
    """A demo of its own, on a port of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    apart = {"SADA_HOME": home, "PORT": str(port), "LOG_LEVEL": "WARNING", "PYTHONUNBUFFERED": "1"}
    empty = dict.fromkeys(("DATABASE_URL", "REDIS_URL", "SMTP_URL", "PUBLIC_URL"), "")
    return subprocess.Popen(
        [sys.executable, "-m", "workers.supervisor", "--demo"],
        cwd=ROOT,
        env={**os.environ, **empty, **apart, "DEFAULT_LOCALE": "fr"},
        stdout=subprocess.PIPE,
        text=True,
    )


def told(process):
    """What the demo says once it is ready: its address, who moderates in French, and the password."""
    password = address = None
    for line in process.stdout:
        password = password or found(r"with the password (\S+) as", line)
        address = found(r"Sada is at (\S+)", line)
        if address:
            return address, "karim@demo.example", password
    raise SystemExit("The demo did not start: what is above says why.")


def found(pattern, line):
    match = re.search(pattern, line)
    return match and match[1]


def draw(address, email, password):
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or find(), args=QUIETLY
        )
        page = browser.new_page(viewport=SIZE, locale="fr", base_url=address)
        sign_in(page, email, password)
        keep(page, "inbox.png")
        browser.close()


def sign_in(page, email, password):
    page.goto("/login")
    page.fill("[name=email]", email)
    page.fill("[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox**")


def keep(page, name):
    """The list with its first urgent comment open, once everything has its place."""
    page.goto(SHOWN)
    page.locator(".row:has(.chip--priority) .row__link").first.click()
    page.locator("#case .said--here").wait_for()
    page.locator("#views .count").first.wait_for()
    page.evaluate("document.fonts.ready")
    path = FOLDER / name
    path.parent.mkdir(exist_ok=True)
    page.screenshot(path=path)
    if path.stat().st_size > LARGEST:
        raise SystemExit(f"{Path(path).relative_to(ROOT)} is too large to be kept")
    print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
