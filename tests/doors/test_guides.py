"""Who connects a platform is told what they need, and has the page that says it step by step."""

import pytest

from app.connectors.registry import all_connectors

GUIDED = [name for name, kind in all_connectors().items() if kind.offered and hasattr(kind, "poll")]


@pytest.fixture
def client(app, sign_in, nadia):
    return sign_in(nadia)


def test_every_platform_says_what_it_wants_and_leads_to_its_page(client):
    for name in GUIDED:
        page = client.get(f"/channels/new/{name}").text
        assert "What you need:" in page and f"/channels/new/{name}/guide" in page, name
        guide = client.get(f"/channels/new/{name}/guide")
        assert guide.content_type.startswith("text/plain") and guide.text.startswith("# "), name


def test_the_page_is_in_french_for_who_reads_french_or_arabic(app, client, nadia):
    for locale, words in (("fr", "Ce qu’il vous faut"), ("ar", "Ce qu’il vous faut"), ("en", "What you need")):  # fmt: skip
        assert words in client.get(f"/channels/new/facebook/guide?lang={locale}").text, locale
    assert client.get("/channels/new/website/guide").status_code == 404
