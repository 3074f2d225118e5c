"""A real system on the other side: a small HTTP server that keeps what it is told and answers as it is asked to."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


class OtherSide(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.told.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
        status, headers, answer = self.server.answer
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args):
        pass


@pytest.fixture
def other_side():
    """`other_side.answer = (status, headers, body)`; what it was told is in `other_side.told`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), OtherSide)
    server.told, server.answer = [], (200, {}, b"{}")
    server.url = f"http://localhost:{server.server_port}/sada?x=1"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def localhost_allowed(the_app):
    the_app.config["ALLOWED_PRIVATE_HOSTS"] = ("LocalHost",)
