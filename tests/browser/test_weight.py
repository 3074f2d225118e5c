"""What a cold browser fetches for a first page, as it counts itself."""

MOST_BYTES, MOST_REQUESTS = 60 * 1024, 6


def test_a_cold_first_page_is_light(visits, town):
    town.writes(*(f"Le quartier {number} attend l'eau depuis mardi" for number in range(30)))
    page = visits.of("Leila", "/healthz")
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    asked, weights = {}, {}
    wire.on("Network.requestWillBeSent", lambda said: asked.update({said["requestId"]: said}))
    wire.on(
        "Network.loadingFinished",
        lambda said: weights.update({said["requestId"]: said["encodedDataLength"]}),
    )

    page.goto("/inbox")
    page.locator("#views .count").first.wait_for()

    urls = {key: said["request"]["url"] for key, said in asked.items()}
    fetched = {key: url for key, url in urls.items() if counts(url)}
    heavy = {url.rsplit("/", 1)[1]: weights.get(key, 0) for key, url in fetched.items()}
    assert len(fetched) <= MOST_REQUESTS, heavy
    assert 10_000 < sum(heavy.values()) <= MOST_BYTES, heavy


def counts(url):
    """Fonts aside; what is inside the page is not fetched."""
    return not url.endswith(".woff2") and not url.startswith("data:")
