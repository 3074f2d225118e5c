"""The headers that every answer leaves with."""

import re

import pytest
from flask import g


@pytest.mark.parametrize(
    "url", ["/login", "/nothing-here", "/healthz", "/profile", "/static/icons/sada.svg"]
)
def test_every_answer_is_sealed(client, url):
    headers = client.get(url).headers

    policy = headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy and "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


def test_what_is_behind_the_door_is_not_kept_by_browsers_or_proxies(sign_in, leila):
    assert sign_in(leila).get("/profile").headers["Cache-Control"] == "private, no-store"


def test_a_page_may_be_framed_only_by_whom_its_view_names(app, client):
    @app.get("/framed")
    def framed():
        g.frame_ancestors = ["https://commune.example"]
        return "x"

    headers = client.get("/framed").headers
    assert headers["Content-Security-Policy"].endswith("frame-ancestors https://commune.example")
    assert "X-Frame-Options" not in headers


def test_https_stays_https_when_cookies_are_secure(app, client):
    app.config["COOKIE_SECURE"] = True

    secure = client.get("/login", base_url="https://sada.example").headers
    assert secure["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in client.get("/login").headers


def test_no_page_carries_script_or_style_of_its_own(sign_in, amel):
    browser = sign_in(amel)
    for url in ("/profile", "/users", "/invitations", "/letters"):
        page = browser.get(url).text
        assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", page), url
