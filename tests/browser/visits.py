"""Somebody's browser on a house, and what it complained of."""

import re

from tests.cast import PASSWORD

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
# A refusal is an answer like any other; the browser notes it all the same.
EXPECTED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")


class Visits:
    """Every browser window of one test."""

    def __init__(self, chromium, url, sessions):
        self.chromium, self.url, self.sessions = chromium, url, sessions
        self.contexts, self.complaints = [], []

    def stranger(self, path="/", **options):
        """A browser of somebody who is not signed in."""
        # A worker beside the page would ask for things that no test sees; its own tests let it in.
        told = {"locale": "fr", "viewport": DESK, "service_workers": "block"}
        options = {**told, "base_url": self.url, **options}
        context = self.chromium.new_context(**options)
        context.set_default_timeout(8000)
        self.contexts.append(context)
        page = context.new_page()
        self.listen(page)
        page.goto(path)
        return page

    def of(self, name, path="/inbox", **options):
        """The browser of one of the cast, signed in, on a page."""
        if name not in self.sessions:
            self.sessions[name] = self.sign_in(name)
        return self.stranger(path, storage_state=self.sessions[name], **options)

    def sign_in(self, name):
        page = self.stranger("/login")
        page.fill("[name=email]", f"{name.lower()}@example.org")
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/inbox**")
        return page.context.storage_state()

    def listen(self, page):
        def note(kind, words):
            if not EXPECTED.match(words):
                self.complaints.append(f"{kind} on {page.url}: {words}")

        page.on("pageerror", lambda error: note("error", str(error)))
        page.on(
            "console", lambda said: note(said.type, said.text) if said.type == "error" else None
        )
        page.on(
            "response",
            lambda got: note("answer", f"{got.status} {got.url}") if got.status >= 500 else None,
        )

    def end(self):
        for context in self.contexts:
            context.close()
        assert not self.complaints, "\n".join(self.complaints)
