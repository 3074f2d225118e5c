"""A first page is read over weak networks: what it weighs, and in how many pieces it comes."""

import re

from app.inbox.queries import ROWS
from tests.inbox.conftest import packed

MOST_HTML = 12 * 1024
MOST_PAGE = 60 * 1024
MOST_REQUESTS = 6


def weighed(client, url):
    answer = client.get(url, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    return len(answer.data)


def asked_by(text):
    """Every address that a browser fetches for a page: sheets, scripts, pictures, and what htmx loads at once."""
    linked = re.findall(r'<(?:link rel="stylesheet" href|script src)="([^"]+)"', text)
    drawn = {address.split("#")[0] for address in re.findall(r'<use href="([^"]+)"', text)}
    loads = re.findall(r'hx-get="([^"]+)" hx-trigger="load"', text)
    return [*linked, *sorted(drawn), *(address.replace("&amp;", "&") for address in loads)]


def test_a_full_first_page_stays_light(sign_in, leila, crowd):
    comments = crowd(ROWS, toxic=True, priority=True, scores={"toxic": 0.91, "question": 0.8})
    client = sign_in(leila)

    for url in ("/inbox", f"/inbox/{comments[0].id}"):
        text = client.get(url).text
        pieces = asked_by(text)
        total = weighed(client, url) + sum(weighed(client, piece) for piece in pieces)

        assert weighed(client, url) <= MOST_HTML
        assert total <= MOST_PAGE
        # The page, its pieces, and the stream of changes.
        assert 1 + len(pieces) + 1 <= MOST_REQUESTS


def test_pages_leave_packed_only_for_who_can_unpack_them(sign_in, leila, crowd):
    crowd(5)
    client = sign_in(leila)

    plain = client.get("/inbox")
    small = client.get("/inbox", headers={"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert len(small.data) < packed(plain.text) * 1.2
    assert "Accept-Encoding" in small.headers["Vary"]


def test_a_sheet_is_kept_for_a_year_under_the_name_of_its_content(client):
    text = client.get("/login").text
    (sheet,) = re.findall(r'rel="stylesheet" href="([^"]+)"', text)

    answer = client.get(sheet)

    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.text.startswith("/*") and "@layer reset, tokens" in answer.text
    assert client.get("/assets/app.0000.css").headers["Cache-Control"] == "no-cache"
    assert client.get("/assets/app.exe").status_code == 404


def test_the_sheet_names_the_font_that_is_served(client):
    (sheet,) = re.findall(r'rel="stylesheet" href="([^"]+)"', client.get("/login").text)
    (font,) = re.findall(r'url\("(app\.[0-9a-f]+\.woff2)"\)', client.get(sheet).text)

    answer = client.get(f"/assets/{font}")

    assert answer.headers["Content-Type"] == "font/woff2"
    assert answer.data[:4] == b"wOF2"
    assert "immutable" in answer.headers["Cache-Control"]
