"""A citizen writes on the town's own site, in a frame of ours: no cookie, and as tall as the form."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from app.comments.models import Comment
from app.extensions import db
from app.lib.transaction import transaction
from tests import cast
from tests.browser.axe import faults
from tests.browser.visits import PHONE

PAGE = """<!doctype html><html lang="fr"><title>La ville</title><body><h1>La ville</h1>
<script src="{sada}/form/{token}/embed.js" data-language="fr" data-title="Votre avis"></script>
<noscript><a href="{sada}/form/{token}">Votre avis</a></noscript></body></html>"""


class Site:
    """A site of somebody else's, on an origin of its own, that shows our form."""

    def __init__(self, sada):
        self.page = ""
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), pages(self))
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.sada, self.origin = sada, f"http://127.0.0.1:{self.server.server_port}"

    def shows(self, token):
        self.page = PAGE.format(sada=self.sada, token=token)

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


def pages(site):
    class Pages(BaseHTTPRequestHandler):
        def do_GET(self):
            body = site.page.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words):
            pass

    return Pages


@pytest.fixture
def site(house):
    site = Site(house.url)
    yield site
    site.stop()


def form_for(house, site, sites):
    """A form that some sites may show, and a page of the site with it."""
    with house.app(), transaction():
        channel = cast.Channel(platform="website", name="Parlez-nous", settings={"sites": sites})
        db.session.add(channel)
        db.session.flush()
        site.shows(channel.token)
        return channel.id, channel.token


def kept(house, channel_id):
    with house.app():
        return db.session.query(Comment).filter_by(channel_id=channel_id).all()


def test_a_citizen_writes_in_the_frame_and_it_is_in_the_inbox(visits, house, site):
    channel_id, _ = form_for(house, site, [site.origin])
    page = visits.stranger(site.origin, viewport=PHONE)
    form = page.frame_locator("iframe[title='Votre avis']")
    form.locator("textarea").fill("علاش الماء مقصوص؟")
    frame = page.frames[1]
    page.wait_for_timeout(3100)  # nobody writes quicker, and the form knows it
    form.get_by_role("button").click()
    form.get_by_text("Merci").first.wait_for()

    tall = page.locator("iframe").bounding_box()["height"]
    assert abs(frame.evaluate("document.body.getBoundingClientRect().height") - tall) <= 2
    assert page.context.cookies() == []
    house.until(lambda: len(kept(house, channel_id)) == 1, 20, "nothing arrived")


def test_another_site_cannot_show_it(visits, house, site):
    form_for(house, site, ["https://ville.example"])
    page = visits.stranger(site.origin)
    page.wait_for_selector("iframe")
    page.wait_for_timeout(500)

    assert page.frames[1].evaluate("document.querySelector('textarea')") is None
    visits.complaints.clear()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_alone_works_without_javascript_and_axe_finds_nothing(
    visits, house, site, language
):
    channel_id, token = form_for(house, site, [])
    path = f"/form/{token}?language={language}"
    seen = visits.stranger(path, viewport=PHONE, color_scheme="dark")
    assert faults(seen) == []

    page = visits.stranger(path, java_script_enabled=False)
    page.get_by_role("textbox").first.fill("   ")
    page.wait_for_timeout(3100)
    page.get_by_role("button").click()
    assert page.locator("[aria-invalid=true]").count() == 1
    page.get_by_role("textbox").first.fill("Merci pour l'école")
    page.get_by_role("button").click()
    page.wait_for_url("**/thanks?**")
    house.until(lambda: len(kept(house, channel_id)) == 1, 20, "nothing arrived")
