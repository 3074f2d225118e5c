"""A system of somebody's own on the other side of a call-back: it keeps what it is told, and breaks on demand."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class OldSystem:
    """What Sada asked it to do, in order; `status` is what it answers."""

    def __init__(self):
        self.told, self.status = [], 200
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), listener(self))
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}/hear"

    def heard(self, event, comment_id):
        """What it was told of one kind about one comment."""
        return [
            one for one in self.told if (one["event"], one["comment_id"]) == (event, comment_id)
        ]

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


def listener(system):
    class Listener(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            system.told.append(json.loads(body))
            answer = json.dumps({"id": f"answer-{len(system.told)}"}).encode()
            self.send_response(system.status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *words):
            pass

    return Listener
