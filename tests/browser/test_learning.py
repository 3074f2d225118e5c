"""A flag is explained, corrected and learned from; a lead accepts what was learned, and goes back."""

import pytest
from playwright.sync_api import expect

from app.accounts.models import User
from app.classifier.corrections.actions import correct
from app.comments.queries import hold
from app.extensions import db
from app.lib.transaction import transaction
from bench.coded import ABUSE, COINED, corrections, texts
from tests.browser.axe import faults
from tests.browser.test_axe import LOOKS

INSULT = "ya 7mar, ya kalb, rak masa5"
LEARNS_WITHIN = 150_000  # milliseconds, on a machine that many share


@pytest.mark.parametrize("look", LOOKS, ids=("french-light-desk", "arabic-dark-phone"))
def test_a_flag_is_explained_and_corrected_in_two_clicks(visits, town, look):
    (name,) = town.writes(INSULT)
    page = visits.of("Leila", town.list, **look)
    page.locator(".row__link").first.click()
    page.locator("#case .why").wait_for()
    page.locator(".veil__key button").click()

    # Marked in the text, and said beside it in words.
    expect(page.locator(".said__text .mark--toxic").first).to_be_visible()
    expect(page.locator(".why__words li").first).to_be_visible()
    assert "%" in page.locator(".why .meter--toxic").first.inner_text().replace("٪", "%")
    assert not faults(page)

    page.locator(".why a[href$='/correction']").click()
    page.locator(".correction button[value=toxic]").wait_for()
    assert not faults(page)
    page.locator(".correction button[value=toxic]").click()
    expect(page.locator(".said__text .mark--toxic")).to_have_count(0)
    expect(page.locator(".pane__chips .chip--toxic")).to_have_count(0)
    assert town.comment(name)["toxic"] is False

    page.locator(".toast__undo").click()
    expect(page.locator(".said__text .mark--toxic").first).to_be_visible()
    assert town.comment(name)["toxic"] is True


def test_similar_decisions_are_fetched_when_asked_for(visits, town):
    town.writes(INSULT, "YA 7MAAAR ya kalb rak masa5 barcha")
    page = visits.of("Leila", town.list)
    page.locator(".row__link").nth(1).click()
    page.locator(".why a[href$='/correction']").click()
    page.locator(".correction button[name=fine]").click()
    page.locator(".toast__undo").wait_for()
    page.goto(town.list)
    page.locator(".row__link").first.click()
    page.locator(".why a[href$='/alike']").click()

    expect(page.locator(".alike li").first).to_contain_text("7MAAAR")
    expect(page.locator(".alike li").first).to_contain_text("Leila")


def test_it_works_without_javascript(visits, town):
    (name,) = town.writes(INSULT)
    page = visits.of("Leila", town.list, java_script_enabled=False)
    page.locator(".row__link").first.click()
    page.locator(".why a[href$='/correction']").click()
    page.locator(".correction button[value=toxic]").click()
    expect(page.locator(".pane__chips .chip--toxic")).to_have_count(0)
    assert town.comment(name)["toxic"] is False


def decide(house, town, count=100):
    """A team's decisions on a kind of abuse that nobody knew, as its clicks would make them."""
    told = corrections(COINED, count)
    ids = [town.comment(name)["id"] for name in town.writes(*(each["text"] for each in told))]
    with house.app() as app, app.test_request_context(), transaction():
        leila = db.session.scalar(db.select(User).filter_by(email="leila@example.org"))
        for number, each in zip(ids, told, strict=True):
            labels = {label: value for label, (value, _) in each["said"].items()}
            correct(hold(number), labels, by=leila)


def test_what_was_decided_is_learned_accepted_and_taken_back(visits, town, house):
    decide(house, town)
    page = visits.of("Nadia", "/classifier")
    page.locator("form[action$='/layers'] button").click()
    page.locator(".proposal").wait_for(timeout=LEARNS_WITHIN)
    assert not faults(page)
    page.locator(".proposal a[href*='/layers/']").click()
    page.locator(".alike li").first.wait_for()
    assert not faults(page)

    shipped = town.comment(town.writes("Merci pour tout")[0])["model"]
    page.locator("form[action$='/acceptance'] .btn--primary").click()
    page.locator("form[action$='/acceptance/undo']").wait_for()
    unseen = texts(ABUSE, COINED, "try")[:12]
    taught = [town.comment(name) for name in town.writes(*unseen)]
    assert all(comment["model"].startswith(f"{shipped}+") for comment in taught)

    page.locator("form[action$='/acceptance/undo'] button").click()
    page.locator("form[action$='/acceptance/undo']").wait_for(state="detached")
    plain = [town.comment(name) for name in town.writes(*unseen)]
    assert {comment["model"] for comment in plain} == {shipped}
    assert sum(one["toxic"] for one in taught) >= 2 * sum(one["toxic"] for one in plain) + 1


@pytest.mark.parametrize("look", LOOKS, ids=("french-light-desk", "arabic-dark-phone"))
def test_a_lead_chooses_a_threshold_and_a_word_list(visits, town, look):
    word = f"zabzoub{town.name.lower()}"
    town.writes(f"quel {word} celui-là")
    page = visits.of("Nadia", "/classifier/thresholds", **look)
    assert not faults(page)
    page.locator("a[href$='/toxic?language=fr']").click()
    page.locator("input[name=percent][value='95']").check()
    page.locator(".choose .btn--primary").click()
    expect(page.locator("tr[aria-current] input[value='95']")).to_be_checked()
    assert not faults(page)
    page.locator("form[action$='/thresholds/toxic'] > .btn").click()
    expect(page.locator("tr[aria-current] input[value='95']")).to_have_count(0)

    page.goto("/classifier/lists")
    assert not faults(page)
    page.locator("form[action$='/lists'] [name=name]").fill(f"Mots {town.name}")
    page.locator("form[action$='/lists'] [name=label]").select_option("insult")
    page.locator("form[action$='/lists'] .btn--primary").click()
    page.locator("[name=words]").fill(word)
    page.locator("form[action$='/words'] .btn--primary").click()
    expect(page.locator(".words li")).to_have_count(1)
    assert not faults(page)
    page.locator("a[href$='/trial']").click()
    expect(page.locator(".alike li")).to_contain_text(word)
    assert not faults(page)
    page.locator("form[action$='/turn'] button").click()
    (name,) = town.writes(f"encore un {word.upper()} !")
    assert town.comment(name)["scores"]["insult"] == 1
