"""What every fake platform has: a clock, trouble on demand, and a back door through which tests look and speak.

A fake is a Flask application of its own process. The back door is under /_fake, the same for all of them, so that one
suite of faults drives every connector; what it needs of a platform are the methods of `Fake` that raise here.
"""

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import count
from socket import SHUT_RDWR

from flask import Flask, Response, jsonify, request
from werkzeug.serving import make_server

NASTY = "x" * 200_000
WAYS = {
    "down": "down", "slow": "slow", "garbage": "garbage", "broken": "broken", "after": "after",
    "busy-seconds": "busy_seconds", "busy-date": "busy_date", "expired": "expired_token",
}  # fmt: skip


class Fake(Flask):
    """One platform. `fault` is what goes wrong now: {"kind", "times", "on", "seconds"}."""

    def __init__(self, name):
        super().__init__(f"fake_{name}")
        # The platform's own ids are not ours to sort, and larger than a float can say.
        self.numbers = count(9_007_199_254_740_993)
        self.ahead, self.faults, self.heard = timedelta(), [], []
        self.before_request(self.go_wrong)
        for verb in ("post", "comment", "edit", "remove", "nasty", "fault", "clear", "pass_time"):
            self.add_url_rule(
                f"/_fake/{verb}", f"_fake_{verb}", self.back_door(verb), methods=["POST"]
            )
        for noun in ("account", "replies", "acts", "calls"):
            self.add_url_rule(f"/_fake/{noun}", f"_fake_{noun}", self.window(noun))
        # Connections that a fault breaks off are cut by the server, not answered.
        self.register_error_handler(Broken, lambda error: error.answer)

    # What a platform says of itself: each fake has these.

    def say_account(self):
        """How a channel is connected here: {"settings", "secrets", "account_id"}."""
        raise NotImplementedError

    def do_post(self, text="", **more):
        """Our account publishes something to comment on; gives its id."""
        raise NotImplementedError

    def do_comment(self, text, post=None, parent=None, author="sami", **more):
        """Somebody comments; gives the id that the connector will know it by."""
        raise NotImplementedError

    def do_edit(self, id, text):
        """They change their words; a platform without edits gives None."""
        raise NotImplementedError

    def do_remove(self, id):
        """They take it back."""
        raise NotImplementedError

    def say_replies(self):
        """What we wrote here: [{"id", "text", "parent"}]."""
        raise NotImplementedError

    def say_acts(self):
        """What we did besides: [["hide", id], …] in order."""
        return []

    def do_nasty(self, post):
        """What this platform does to those who read carelessly: empty pages, the same twice. Gives ids of comments made."""
        return []

    def expired(self):
        """How this platform answers a dead token."""
        return jsonify(error="The access token is invalid"), 401

    # The same for all.

    def say_calls(self):
        """Everything that was asked: [method, path, names of what was given]."""
        return self.heard

    def do_fault(self, kind, times=1, on="all", seconds=1, path=""):
        """down, slow, garbage, broken, busy-seconds, busy-date, expired, or after: done, and the answer is lost."""
        self.faults.append(
            {"kind": kind, "times": times, "on": on, "seconds": seconds, "path": path}
        )

    def do_clear(self):
        self.faults.clear()

    def do_pass_time(self, seconds):
        self.ahead += timedelta(seconds=seconds)

    def now(self):
        return datetime.now(UTC) + self.ahead

    def new_id(self):
        return str(next(self.numbers))

    def back_door(self, verb):
        return lambda: jsonify(getattr(self, f"do_{verb}")(**(request.get_json(silent=True) or {})))

    def window(self, noun):
        return lambda: jsonify(getattr(self, f"say_{noun}")())

    def go_wrong(self):
        """Before anything is looked at: what was asked is written down, and the next fault has its way."""
        if request.path.startswith("/_fake/"):
            return None
        told = request.get_json(silent=True) or request.form
        names = sorted({*request.args, *(told if hasattr(told, "keys") else ())})
        self.heard.append([request.method, request.path, names])
        fault = next(filter(self.concerns, self.faults), None)
        if fault is None:
            return None
        fault["times"] -= 1
        if fault["times"] == 0:
            self.faults.remove(fault)
        return getattr(self, WAYS[fault["kind"]])(fault)

    def concerns(self, fault):
        reads = request.method in ("GET", "HEAD")
        wanted = {"all": True, "read": reads, "write": not reads}[fault["on"]]
        return wanted and fault["path"] in request.path

    def down(self, fault):
        raise Broken(Cut())

    def slow(self, fault):
        return Response(drip(fault["seconds"]), content_type="application/json")

    def garbage(self, fault):
        return Response("<html><body>We will be right back" + NASTY, content_type="text/html")

    def broken(self, fault):
        return jsonify(error="Internal error"), 500

    def busy_seconds(self, fault):
        return jsonify(error="Too many requests"), 429, {"Retry-After": str(int(fault["seconds"]))}

    def busy_date(self, fault):
        until = datetime.now(UTC) + timedelta(seconds=fault["seconds"])
        return (
            jsonify(error="Too many requests"),
            429,
            {"Retry-After": format_datetime(until, usegmt=True)},
        )

    def expired_token(self, fault):
        return self.expired()

    def after(self, fault):
        """It is done, and nobody hears that it was."""
        self.view_functions[request.endpoint](**request.view_args)
        raise Broken(Cut())


class Broken(Exception):
    """Leaves the request with an answer that is none."""

    def __init__(self, answer):
        super().__init__()
        self.answer = answer


class Cut(Response):
    """A connection that ends without a word."""

    def __call__(self, environ, start_response):
        environ["werkzeug.socket"].shutdown(SHUT_RDWR)
        raise ConnectionAbortedError


def drip(seconds):
    """One byte now and then: alive, and of no use."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        yield b" "
        time.sleep(0.2)
    yield b"{}"


def serve(fake, port):
    """Answer on a port of this machine until told to stop."""
    import logging

    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    server = make_server("127.0.0.1", port, fake, threaded=True)
    print(server.port, flush=True)
    server.serve_forever()
