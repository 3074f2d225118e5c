"""What a phone is told of Sada, and what a browser keeps of it."""

import re
import struct

import pytest

from app.assets import asset_url
from config import ROOT


@pytest.mark.parametrize("locale, side", [("fr", "ltr"), ("ar", "rtl"), ("en", "ltr")])
def test_the_manifest_speaks_the_language_of_its_page(app, client, locale, side):
    answer = client.get(f"/manifest.webmanifest?lang={locale}")
    told = answer.get_json(force=True)
    assert answer.mimetype == "application/manifest+json"
    assert (told["lang"], told["dir"], told["display"]) == (locale, side, "standalone")
    assert told["start_url"].startswith(told["scope"])


def test_every_picture_is_there_in_the_size_that_is_told(app, client):
    pictures = client.get("/manifest.webmanifest").get_json(force=True)["icons"]
    assert {one["purpose"] for one in pictures} == {"any", "maskable"}
    for one in pictures:
        drawn = client.get(one["src"])
        assert drawn.mimetype == "image/png"
        assert one["sizes"] == "{}x{}".format(*struct.unpack(">II", drawn.data[16:24]))


def test_the_worker_has_another_name_whenever_what_it_keeps_changes(app, client, monkeypatch):
    def named():
        return re.search(r'"name": "(sada-\w{16})"', client.get("/worker.js?lang=fr").text)[1]

    before = named()
    assert before == named()
    monkeypatch.setattr("app.offline.shell.asset_url", lambda kind: f"/assets/other.{kind}")
    assert named() != before


def test_the_worker_keeps_nothing_but_the_shell(app, client):
    text = client.get("/worker.js").text
    kept = set(re.findall(r'"(/[^"]*)"', text.splitlines()[2]))
    assert kept == {*map(asset_url, ("css", "js", "svg", "woff2")), "/offline?lang=en"}
    assert ".put(" not in (ROOT / "static" / "worker.js").read_text()


def test_the_page_without_a_line_is_nobodys(app, sign_in, client, leila):
    assert sign_in(leila).get("/offline?lang=en").data == client.get("/offline?lang=en").data
