"""What a cold browser fetches for a first page, as it counts itself, and how long that takes on a weak line."""

MOST_BYTES, MOST_REQUESTS = 60 * 1024, 6
# What Chromium's own tools call fast 3G: 1.44 Mbit/s down, 675 kbit/s up, and 562.5 ms until an answer begins.
WEAK = {
    "offline": False,
    "latency": 562.5,
    "downloadThroughput": 1_440_000 / 8,
    "uploadThroughput": 675_000 / 8,
}
# When the first words are there, and when the largest part of what is in sight is; the font may follow.
PAINTED = """performance.getEntriesByName('first-contentful-paint')[0]?.startTime"""
LARGEST = """new Promise((done) => new PerformanceObserver((seen) => done(seen.getEntries().at(-1).startTime))
    .observe({ type: "largest-contentful-paint", buffered: true }))"""


def test_a_cold_first_page_is_light(visits, town):
    town.writes(*(f"Le quartier {number} attend l'eau depuis mardi" for number in range(30)))
    page = visits.of("Leila", "/healthz")
    wire = cold(page)
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
    print("bytes", sum(heavy.values()), heavy)
    assert len(fetched) <= MOST_REQUESTS, heavy
    assert 10_000 < sum(heavy.values()) <= MOST_BYTES, heavy


def test_a_first_page_is_there_whole_on_a_weak_line(visits, town):
    town.writes(*(f"Le quartier {number} attend l'eau depuis jeudi" for number in range(30)))
    page = visits.of("Leila", "/healthz")
    wire = cold(page)
    wire.send("Network.emulateNetworkConditions", WEAK)

    page.goto("/inbox")
    page.locator("#views .count").first.wait_for()
    whole = page.evaluate("performance.now()") / 1000
    first, largest = page.evaluate(PAINTED) / 1000, page.evaluate(LARGEST) / 1000
    print(f"first words {first:.2f} s, the largest part {largest:.2f} s, counts {whole:.2f} s")
    assert page.locator("#rows .row").count() >= 25
    # Two answers, one after the other, cannot be faster than that; how much slower, bench/weak_line.py tells.
    assert 2 * WEAK["latency"] / 1000 < first <= largest


def cold(page):
    """The wire of a browser that has kept nothing."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    return wire


def counts(url):
    """Fonts aside; what is inside the page is not fetched."""
    return not url.endswith(".woff2") and not url.startswith("data:")
