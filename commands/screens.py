"""Draw the pictures of docs/screens from the demo: `.venv/bin/python -m commands.screens`."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import ViewportSize, sync_playwright

from commands.chromium import find
from commands.environment import ROOT

FOLDER = ROOT / "docs" / "screens"
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
LARGEST = 300 * 1024
QUIETLY = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
# What is to be seen first: the list with the most to show.
INBOX = "/inbox?q=is:open+is:priority"
OPEN = "#case .said--here"
# What each picture shows: a page, what to press there, and what says that it is drawn.
SCREENS = {
    "inbox": (INBOX, ".row:has(.chip--priority) .row__link", OPEN),
    "filters": (INBOX, ".filters__open >> nth=4", "#filter a"),
    "author": ("/authors/5", "", ".author"),
    "due": ("/due", "", "main h1"),
    "half-an-hour": ("/session", "", "main h1"),
    "reports": ("/reports", "", "main h1"),
    "community-month": (
        "/reports/community",
        "",
        ".chart:not(.chart--waiting) svg >> visible=true",
    ),
    "alerts": ("/alerts", "", "main h1"),
    "trends": ("/trends", "", "main h1"),
    "waves": ("/waves", "", "main h1"),
    "feedback": ("/feedback", "", "main h1"),
    "rules": ("/rules", "", "main h1"),
    "channels": ("/channels", "", "main h1"),
    "classifier": ("/classifier", "", "main h1"),
}
# Who looks, and how: the lead at a desk in French, the moderator on a phone in Arabic at night.
LOOKS: dict[str, tuple[str, dict[str, Any]]] = {
    "": ("nadia@demo.example", {"viewport": DESK, "locale": "fr", "color_scheme": "light"}),
    "-phone": ("leila@demo.example", {"viewport": PHONE, "locale": "ar", "color_scheme": "dark"}),
}


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
    """What the demo says once it is ready: its address and everybody's password."""
    password = address = None
    for line in process.stdout:
        password = password or found(r"with the password (\S+) as", line)
        address = found(r"Sada is at (\S+)", line)
        if address:
            return address, password
    raise SystemExit("The demo did not start: what is above says why.")


def found(pattern, line):
    match = re.search(pattern, line)
    return match and match[1]


def draw(address, password):
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or find(), args=QUIETLY
        )
        for suffix, (email, look) in LOOKS.items():
            page = browser.new_page(base_url=address, **look)
            sign_in(page, email, password)
            for name, screen in SCREENS.items():
                keep(page, f"{name}{suffix}.png", *screen)
        browser.close()
    FOLDER.joinpath("README.md").write_text(listed())


def sign_in(page, email, password):
    page.goto("/login")
    page.fill("[name=email]", email)
    page.fill("[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox**")


def keep(page, name, path, press, drawn):
    """One screen, once everything has its place; nothing where who looks may not go."""
    if page.goto(path).status != 200:
        return
    if press:
        page.locator(press).first.click()
    page.locator(drawn).first.wait_for()
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready")
    file = FOLDER / name
    file.parent.mkdir(exist_ok=True)
    page.screenshot(path=file, animations="disabled")
    if file.stat().st_size > LARGEST:
        raise SystemExit(f"{file.relative_to(ROOT)} is too large to be kept")
    print(file.relative_to(ROOT))


def listed():
    """The page that shows all pictures side by side."""
    lines = [
        "# How it looks",
        "",
        "Drawn from the demo by `.venv/bin/python -m commands.screens`.",
        "",
    ]
    for name in SCREENS:
        files = [
            f"{name}{suffix}.png" for suffix in LOOKS if (FOLDER / f"{name}{suffix}.png").exists()
        ]
        lines += [f"## {name.replace('-', ' ').capitalize()}", ""]
        lines += [" ".join(f"![{Path(file).stem}]({file})" for file in files), ""]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
