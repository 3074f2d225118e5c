"""Nobody makes our servers call into a private network."""

import socket
from urllib.parse import urlsplit

import httpx
import pytest

from app.lib import http
from app.lib.addresses import is_public, public_address
from app.lib.errors import PermanentError, TransientError, Unsure
from app.lib.http import pin, send


@pytest.mark.parametrize(
    "address",
    "10.0.0.1 127.0.0.1 127.9.9.9 169.254.169.254 172.16.0.1 192.168.1.1 0.0.0.0 100.64.0.1 224.0.0.1 "
    "255.255.255.255 :: ::1 fe80::1 fc00::1 fd00:ec2::254 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1 "
    "64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 2002:7f00:1:: 2002:a9fe:a9fe::1 "
    "fec0::1 64:ff9b:1::a00:1 ::ffff:0:7f00:1".split(),
)
def test_private_addresses_are_seen_through_every_wrapping(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"]
)
def test_public_addresses_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    "http://127.0.0.1/ http://localhost:6379/ http://[::1]/ http://2130706433/ http://0x7f.1/ http://0/ "
    "http://169.254.169.254/latest/meta-data https://[::ffff:127.0.0.1]/".split(),
)
def test_a_private_address_is_not_called_however_it_is_written(app, url):
    with pytest.raises(PermanentError) as caught:
        send("GET", url)
    assert caught.value.code == "private"


@pytest.mark.parametrize(
    "url",
    "ftp://example.org/ file:///etc/passwd http:///x http://a:b@example.org/ x http://[ http://a:99999/ http://a:x/".split(),
)
def test_what_is_no_web_address_is_not_called(app, url):
    with pytest.raises(PermanentError):
        send("GET", url)


def resolves_to(monkeypatch, *addresses):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 443)) for each in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: found)


def test_a_name_with_one_private_address_is_refused(app, monkeypatch):
    resolves_to(monkeypatch, "93.184.216.34", "10.0.0.7")

    with pytest.raises(PermanentError):
        public_address("rebinding.example", 443)


def test_the_address_that_was_looked_at_is_the_one_that_is_called(app, monkeypatch):
    resolves_to(monkeypatch, "93.184.216.34")

    pinned, host = pin(urlsplit("https://example.org:8443/a?b=c#d"))
    assert (pinned, host) == ("https://93.184.216.34:8443/a?b=c", "example.org:8443")


def test_a_name_nobody_knows_may_be_known_later(app, monkeypatch):
    def unknown(*args, **more):
        raise socket.gaierror("no such name")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(TransientError):
        send("GET", "https://example.org/")


@pytest.mark.parametrize(("method", "failure"), [("GET", PermanentError), ("POST", Unsure)])
def test_who_answers_endlessly_may_have_heard_what_was_told(app, monkeypatch, method, failure):
    endless = httpx.MockTransport(lambda request: httpx.Response(200, content=b"x" * 100))
    monkeypatch.setattr(http, "client", lambda: httpx.Client(transport=endless))
    resolves_to(monkeypatch, "93.184.216.34")

    with pytest.raises(failure):
        send(method, "https://example.org/", largest=99)
