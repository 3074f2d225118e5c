"""Every screen can be used by everybody: axe finds nothing, left to right and right to left, light and dark."""

import csv
import re
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from werkzeug.exceptions import NotFound

from tests.browser.axe import faults
from tests.browser.furnished import furnish
from tests.browser.town import Town
from tests.browser.visits import DESK, PHONE

LOOKS = (
    {"locale": "fr", "color_scheme": "light", "viewport": DESK},
    {"locale": "ar", "color_scheme": "dark", "viewport": PHONE},
)
NO_SCREENS = {
    *"static assets.serve health.alive health.ready live.events inbox.start inbox.comment".split(),
    *"inbox.rows_now inbox.place batches.matching notices.bell presence.say".split(),
    *"inbox.rows inbox.row inbox.news inbox.counts inbox.next_one search.suggest".split(),
    *"tags.suggested reply_templates.suggest replies.show imports.progress imports.refused refused.download".split(),
    *"reports.tags_csv chart_pictures.show chart_pictures.picture word_lists.download channels.webhook_words channels.guide letters.body".split(),
    *"website_reading.comments website_reading.script webhooks.shake webhooks.shake_shared webhooks.hub".split(),
    *"alerts.told alerts.count offline.manifest offline.worker".split(),
    *"documents.progress documents.download".split(),
    *"evidence.content evidence.papers evidence.paper".split(),
    "api.discover",
    "joining.back",
    "rules.undoing",
    "feedback.show_round",
    "withheld.sheet",
    # Only a house without anybody has it: test_first_day.py looks at it.
    "invitations.setup",
}


@pytest.fixture(scope="module")
def furnished(house, old_system):
    return furnish(house, Town(house, old_system.url))


class Tour:
    """A walk through the product, with axe at every stop."""

    def __init__(self, visits, look, app):
        self.visits, self.look = visits, look
        self.addresses = app.url_map.bind("localhost")
        self.seen, self.faults, self.walker = set(), [], None

    def stop(self, page):
        with suppress(NotFound):
            self.seen.add(self.addresses.match(urlsplit(page.url).path)[0])
        self.faults += faults(page)

    def of(self, name, *paths):
        """Somebody opens one page after another."""
        return self.walk(self.visits.of(name, paths[0], **self.look), paths)

    def stranger(self, *paths):
        return self.walk(self.visits.stranger(paths[0], **self.look), paths)

    def walk(self, page, paths):
        """A stop on each page; the first is open already. Who walked before has gone: each holds a stream open."""
        if self.walker:
            self.walker.close()
        self.walker = page
        self.stop(page)
        for path in paths[1:]:
            page.goto(path)
            self.stop(page)
        return page


@pytest.mark.parametrize("look", LOOKS, ids=("french-light-desk", "arabic-dark-phone"))
def test_axe_finds_nothing_on_any_screen(visits, house, furnished, look, tmp_path):
    with house.app() as app:
        tour = Tour(visits, look, app)
        every = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    walk(tour, furnished, tmp_path)

    assert not tour.faults, "\n".join(tour.faults)
    assert every - NO_SCREENS - tour.seen == set(), "nobody looked at these"


def walk(tour, furnished, folder):
    as_strangers(tour, furnished)
    as_a_moderator(tour, furnished)
    as_an_administrator(tour, furnished)
    as_a_lead(tour, furnished)
    import_a_file(tour, folder)


def as_strangers(tour, furnished):
    form = furnished["form"]
    tour.stranger(
        "/login", "/reset", "/nowhere", "/offline", furnished["invitation"], furnished["reset"]
    )
    tour.stranger(furnished["take"], furnished["settle"], furnished["yes"], furnished["goodbye"])
    tour.stranger(furnished["feedback"]["letter"], furnished["farewell"])
    tour.stranger(furnished["reports"]["issue"], furnished["reports"]["public"])
    thanks = f"{form}/thanks?ref=ABCD-EFGH-IJKL-MNOP"
    page = tour.stranger(form, f"{form}/embed", thanks)
    page.goto(form)
    # Nobody writes that quickly: the form comes back and says so.
    page.locator("form button").last.click()
    page.locator("[role=alert]").wait_for()
    tour.stop(page)


def as_a_moderator(tour, furnished):
    first = furnished["comments"][0]
    forms = (
        "alike",
        "wave",
        "assignment",
        "correction",
        "escalation",
        "hidden",
        "measures/delete",
        "note",
        "reply",
        "snooze",
        "tags",
    )
    tour.of("Leila", *(f"/comments/{furnished['comments'][1]}/{form}" for form in forms))
    tour.of("Leila", *(f"/inbox/{number}?q=" for number in furnished["comments"]))
    tour.of("Leila", "/profile", "/change", "/views", "/notices", "/inbox?q=colour:red")
    tour.of("Leila", "/search/filters/lang?q=is:open")
    tour.of("Leila", f"/posts/{furnished['post']}", f"/authors/{furnished['author']}")
    tour.of("Leila", "/alerts", "/alerts/press", "/trends", "/trends?days=28")
    tour.of("Nadia", "/watches/new", f"/watches/{furnished['watch']}", "/alerts")
    tour.of("Nadia", f"/comments/{first}/escalation/settlement")
    kept = ("/reply-templates", "/reply-templates/new", f"/reply-templates/{furnished['template']}")
    tour.of("Leila", *kept)
    ledger = (
        "/feedback",
        "/feedback/plan",
        f"/feedback/new?comment={first}",
        f"/feedback/{furnished['feedback']['id']}",
    )
    tour.of("Leila", *ledger)
    tour.of("Nadia", f"/inbox/{furnished['comments'][5]}?q=is:to-approve")
    suggested(tour, tour.of("Leila", f"/inbox/{furnished['comments'][0]}?q="))
    page = tour.of("Leila", "/inbox?q=channel:nowhere", "/inbox")
    with_everything_open(tour, page)
    kindly(tour, furnished)
    many_at_once(tour, tour.of("Leila", "/inbox?q=is:open"))


def kindly(tour, furnished):
    """Kind words, a calm round, half an hour, and what is kept for a court."""
    kept = f"/evidence/{furnished['evidence']}"
    tour.of("Leila", "/evidence", kept, f"{kept}/check")
    tour.of("Leila", "/kind", "/calm", "/session", f"/rounds/{furnished['round']}")


def suggested(tour, page):
    """The composer with replies to choose from."""
    page.locator(".composer textarea").focus()
    page.locator("[data-place]").first.wait_for()
    tour.stop(page)


def many_at_once(tour, page):
    """Rows that are chosen, all that match, a form, what was done with them."""
    page.locator(".pick").first.check(force=True)
    page.locator("#matching").wait_for()
    tour.stop(page)
    page.locator("#selection [value=hide]").click()
    page.locator("#batch form input[type=radio]").first.wait_for()
    tour.stop(page)
    number = page.locator("#batch .batch").get_attribute("data-batch")
    page.goto(f"/batches/{number}?kind=assign")
    tour.stop(page)
    page.goto("/batches")
    tour.stop(page)


def with_everything_open(tour, page):
    """Suggestions, a form in the pane, the list of keys, the menu of a phone."""
    page.locator("[name=q]").fill("is:")
    page.locator("#suggest-slot [role=option]").first.wait_for()
    tour.stop(page)
    page.goto("/inbox")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.locator("#case .said--here").wait_for()
    page.keyboard.press("t")
    page.locator(".slot form").wait_for()
    tour.stop(page)
    page.keyboard.press("Escape")
    page.locator("body").press("?")
    page.locator("dialog[open]").wait_for()
    tour.stop(page)
    page.goto("/inbox")
    if page.locator(".rail__toggle").is_visible():
        page.locator(".rail__toggle").click()
        tour.stop(page)


def as_an_administrator(tour, furnished):
    site, town = furnished["site"], furnished["town"]
    channels = (
        "/channels",
        "/channels/new",
        "/channels/new/website",
        "/channels/new/webhook",
        "/channels/new/mastodon",
        "/api-keys",
        "/waves",
    )
    tour.of("Amel", *channels, *(f"/channels/{number}" for number in (site, town)))
    tour.of("Amel", f"/channels/{site}/settings", f"/channels/{town}/refused")
    tour.of("Amel", "/users", "/invitations", "/tags", f"/tags/{furnished['tag']}")
    tour.of("Amel", "/reports", "/reports/community", "/reports/tags", "/reports/service")
    page = tour.of("Amel", "/reports/own/new")
    page.fill("#name", "Le mois")
    page.locator("form .btn--primary").last.click()
    page.wait_for_url(re.compile(r"/reports/own/\d+$"))
    tour.stop(page)
    page.goto(f"{page.url}/change")
    tour.stop(page)
    page = tour.of("Amel", "/letters")
    page.locator("a[href^='/letters/']").first.click()
    page.wait_for_url("**/letters/*")
    tour.stop(page)


def as_a_lead(tour, furnished):
    """The classifier's pages; a list of words that is tried."""
    words, layer = furnished["words"], furnished["layer"]
    tour.of("Nadia", *furnished["reports"]["pages"])
    tour.of("Nadia", "/classifier", f"/classifier/layers/{layer}", "/classifier/thresholds")
    tour.of("Nadia", f"/channels/join/pick/{furnished['joining']}")
    tour.of("Nadia", "/classifier/thresholds/toxic?language=tn", "/classifier/lists")
    tour.of("Nadia", f"/classifier/lists/{words}", f"/classifier/lists/{words}/trial")
    rule = f"/rules/{furnished['rule']}"
    tour.of("Nadia", "/rules", "/rules/new", rule, f"{rule}/edit", f"{rule}/past", "/rules/hidden")
    tour.of(
        "Nadia", "/levels", "/levels/new", f"/levels/{furnished['level']}", "/levels/hours", "/due"
    )


def import_a_file(tour, folder):
    path = folder / "archives.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id", "date", "texte"], ["1", "2026-11-20", "Bonjour"], []])
    page = tour.of("Amel", "/imports/new")
    page.set_input_files("[type=file]", path)
    page.locator("form[enctype] button").click()
    page.wait_for_url("**/imports/*")
    tour.stop(page)
    page.locator("form[action$='/columns'] .btn--primary").click()
    page.locator(".ledger").wait_for()
    tour.stop(page)
