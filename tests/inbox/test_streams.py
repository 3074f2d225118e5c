"""A stream ends with the page it was opened for."""

import socket
import time

import pytest

from app.inbox.live import LOOK_SECONDS, Hub, stream


@pytest.fixture
def hub():
    """A hub that listens to nobody."""
    hub = Hub("unix:///nowhere/valkey.sock", most=1)
    hub.thread = "none is needed"
    return hub


def test_who_leaves_a_page_frees_the_place_at_once(hub):
    browser, server = socket.socketpair()
    said = stream(hub, hub.join(), server)
    assert next(said) == ": hello\n\n"
    assert hub.join() is None

    began = time.monotonic()
    browser.close()

    assert list(said) == []
    assert time.monotonic() - began < 2 * LOOK_SECONDS
    assert hub.join() is not None
    server.close()


def test_who_stays_hears_on(hub):
    browser, server = socket.socketpair()
    line = hub.join()
    said = stream(hub, line, server)
    next(said)
    # A browser may send the next question on the same connection: it is still there.
    browser.send(b"GET")
    line.put({"kind": "comment-arrived", "ids": ["7"]})

    assert "comment-arrived" in next(said)
    browser.close()
    server.close()
