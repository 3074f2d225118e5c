"""Calls to a platform: what goes out, what comes back, and what each failure means."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from app.lib import http
from app.lib.calling import Caller, Heard, pairs
from app.lib.clock import now
from app.lib.errors import PermanentError, Refused, TransientError, Unsure


class Side(BaseHTTPRequestHandler):
    """Answers by path; keeps what it heard."""

    def answer(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.heard.append((self.command, self.path, headers, body))
        status, more, answer = self.server.answers.get(
            self.path.partition("?")[0], (200, {}, b"{}")
        )
        self.send_response(status)
        for name, value in {"Content-Length": str(len(answer)), **more}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = do_PUT = do_DELETE = answer

    def log_message(self, *words):
        pass


@pytest.fixture
def side(app):
    app.config["ALLOWED_PRIVATE_HOSTS"] = ("localhost", "127.0.0.1")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Side)
    server.heard, server.answers = [], {}
    server.url = f"http://localhost:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def call(side):
    return Caller(f"{side.url}/v1/", headers={"Authorization": "Bearer secret"})


def test_what_is_asked_goes_into_the_address_and_who_we_are_into_a_header(call, side):
    call.get("/comments", {"ids[]": ["1", "2"]}, limit=5, full=True, after=None, q="ماء & eau")

    method, path, headers, _ = side.heard[0]
    assert (method, headers["authorization"]) == ("GET", "Bearer secret")
    assert (
        path
        == "/v1/comments?ids%5B%5D=1&ids%5B%5D=2&limit=5&full=true&q=%D9%85%D8%A7%D8%A1+%26+eau"
    )
    assert "secret" not in path


def test_bodies_are_json_or_forms(call, side):
    call.post("/a", json={"text": "سلام"})
    call.put("/b", form={"is_hidden": True, "none": None})
    call.delete("/c")

    assert json.loads(side.heard[0][3]) == {"text": "سلام"}
    assert side.heard[0][2]["content-type"].startswith("application/json")
    assert side.heard[1][3] == b"is_hidden=true" and side.heard[2][0] == "DELETE"


def test_our_key_never_follows_to_another_house(call, side):
    other = f"http://127.0.0.1:{side.server_port}/elsewhere"
    side.answers = {
        "/v1/moved": (301, {"Location": other}, b""), "/v1/near": (302, {"Location": "/v1/there"}, b""),
    }  # fmt: skip
    assert call.get("/moved", follow=2).url == other
    call.get("/near", follow=2)
    call.get(other)

    keys = {path: "authorization" in headers for _, path, headers, _ in side.heard}
    assert keys == {"/v1/moved": True, "/elsewhere": False, "/v1/near": True, "/v1/there": True}


def test_nobody_is_followed_unasked_or_without_end(call, side):
    side.answers = {"/v1/round": (302, {"Location": "/v1/round"}, b"")}
    for most in (0, 3):
        with pytest.raises(PermanentError):
            call.get("/round", follow=most)
    with pytest.raises(PermanentError):
        call.post("/round", json={})
    assert len(side.heard) == 1 + 4 + 1


def test_a_way_into_our_own_network_is_closed_also_by_a_detour(call, side, app):
    side.answers = {"/v1/trap": (302, {"Location": "http://169.254.169.254/latest"}, b"")}
    with pytest.raises(PermanentError) as caught:
        call.get("/trap", follow=3)
    assert caught.value.code == "private"


@pytest.mark.parametrize(
    ("status", "once", "failure", "code"),
    [
        (401, False, PermanentError, "auth-expired"), (403, False, PermanentError, "permission-missing"),
        (404, False, PermanentError, "gone"), (410, True, PermanentError, "gone"),
        (418, False, PermanentError, "refused"), (429, True, TransientError, "rate-limited"),
        (503, True, TransientError, "busy"), (408, False, TransientError, "busy"),
        (500, False, TransientError, "broken"), (502, True, Unsure, None),
        (400, False, Refused, None), (409, True, Refused, None), (422, True, Refused, None),
    ],
)  # fmt: skip
def test_what_a_status_means(call, side, status, once, failure, code):
    side.answers = {"/v1/x": (status, {}, b'{"error": {"message": "Trop long", "code": 3}}')}
    with pytest.raises(failure) as caught:
        call.post("/x", json={}, once=once)
    assert getattr(caught.value, "code", None) == code
    if failure is Refused:
        assert str(caught.value) == "Trop long"


@pytest.mark.parametrize("form", ["90", "%a, %d %b %Y %H:%M:%S GMT"])
def test_patience_is_read_in_both_forms(call, side, form):
    told = (now() + timedelta(seconds=90)).strftime(form)
    side.answers = {"/v1/x": (429, {"Retry-After": told}, b"")}
    with pytest.raises(TransientError) as caught:
        call.get("/x")
    assert timedelta(seconds=85) < caught.value.not_before - now() < timedelta(seconds=95)


def test_a_better_reason_goes_before_the_status_and_sees_every_answer(side):
    seen = []

    def explain(heard):
        seen.append(heard.status)
        if heard.json.get("code"):
            raise TransientError("Later", code="busy")

    side.answers = {"/v1/odd": (200, {}, b'{"code": 40100}')}
    call = Caller(f"{side.url}/v1", explain=explain)
    call.get("/fine")
    with pytest.raises(TransientError):
        call.get("/odd")
    assert seen == [200, 200]


def test_nonsense_is_asked_again_and_after_a_reply_leaves_us_in_doubt(call, side):
    side.answers = {"/v1/x": (200, {}, b"<html>")}
    with pytest.raises(TransientError) as caught:
        call.get("/x").json  # noqa: B018
    assert caught.value.code == "garbage"
    with pytest.raises(Unsure):
        call.post("/x", json={}, once=True).json  # noqa: B018


def test_what_is_too_large_is_not_read(side):
    side.answers = {"/x": (200, {}, b"x" * 5000)}
    with pytest.raises(PermanentError) as caught:
        Caller(side.url, largest=4000).get("/x")
    assert caught.value.code == "too-large"


def test_what_drips_is_given_up_in_time_and_asked_again_only_where_that_is_safe(
    call, side, monkeypatch
):
    monkeypatch.setattr(http, "WHOLE_SECONDS", -1)
    for once, failure in ((False, TransientError), (True, Unsure)):
        with pytest.raises(failure):
            call.post("/x", json={}, once=once)


def test_nobody_there_is_safe_to_try_again_even_for_a_reply(call, side):
    side.shutdown()
    side.server_close()
    with pytest.raises(TransientError) as caught:
        call.post("/x", json={}, once=True)
    assert caught.value.code == "unreachable"


def test_links_lead_on(app):
    told = '<https://a.example/x?max_id=1,2>; rel="next", <https://a.example/x?min_id=9>; title="a"; rel=prev'
    heard = Heard(200, {"link": told}, b"")
    assert heard.links == {
        "next": "https://a.example/x?max_id=1,2", "prev": "https://a.example/x?min_id=9",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"error": {"message": "m", "error_user_msg": "u"}}', "u"), (b'{"errors": [{"detail": "d"}]}', "d"),
        (b'{"message": "m"}', "m"), (b"[]", ""), (b"<p>", ""), (b'{"error": {}}', ""), (b"[" * 9999, ""),
    ],
)  # fmt: skip
def test_the_platforms_own_words_are_found_wherever_they_stand(body, said):
    assert Heard(400, {}, body).said == said


def test_what_is_nothing_is_not_sent():
    assert list(pairs({"a": None, "b": [1, None, 2], "c": False})) == [
        ("b", 1),
        ("b", 2),
        ("c", "false"),
    ]
