"""The line on a channel's page, typed into a real terminal against a real server."""

import re
import shutil
import subprocess
import threading
from html import unescape

import pytest
from werkzeug.serving import make_server

from app.extensions import db
from app.ingest.models import RawEvent
from tests.doors.test_views import lead  # noqa: F401

pytestmark = pytest.mark.skipif(
    not (shutil.which("curl") and shutil.which("openssl")), reason="needs curl and openssl"
)


@pytest.fixture
def served(app):
    """The app on a port, and that port as its public address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    app.config["PUBLIC_URL"] = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield app
    server.shutdown()
    thread.join()


def test_the_line_on_the_page_sends_a_comment_that_is_kept(served, lead):  # noqa: F811
    page = lead.get(lead.post("/channels/new/webhook", data={"name": "Old"}).location).text
    line = unescape(re.search(r"<pre[^>]*>(SECRET=.+?)</pre>", page, re.S)[1])
    secret = re.search(r"<code[^>]*>([\w-]{40,})</code>", page)[1]

    db.session.rollback()
    right = subprocess.run(
        ["sh", "-c", line.replace("'SECRET'", f"'{secret}'")], capture_output=True, text=True
    )
    wrong = subprocess.run(["sh", "-c", line], capture_output=True, text=True)

    assert right.returncode == 0 and '"received":1' in right.stdout.replace(" ", ""), right
    assert wrong.returncode != 0 and "signature" in wrong.stdout.lower()
    assert db.session.query(RawEvent).count() == 1
