"""A lead drops a file and watches it come in; without JavaScript the same page does."""

import pytest

from tests.browser.axe import faults
from tests.browser.visits import PHONE

TABLE = (
    "date;auteur;commentaire\n"
    + "".join(f"03/04/2026 10:{n % 60:02};Leila;Bonjour n° {n}\n" for n in range(300))
    + "demain;Sami;Merci\n05/04/2026;Sami;\n"
).encode()


def chosen(page, name):
    page.set_input_files("[name=file]", {"name": name, "mimeType": "text/csv", "buffer": TABLE})


def counts(page):
    return page.locator("#progress .ledger__part strong").all_inner_texts()


@pytest.mark.parametrize("locale", ["fr", "ar"])
def test_a_file_is_brought_looked_at_and_read(visits, locale):
    page = visits.of("Nadia", "/imports/new", locale=locale, viewport=PHONE, color_scheme="dark")
    assert faults(page) == []
    chosen(page, f"avis-{locale}.csv")
    page.locator("form[enctype] .btn--primary").click()
    page.wait_for_url("**/imports/*")
    assert faults(page) == []
    assert page.locator("[name=column-2]").input_value() == "text"

    page.locator(".btn--primary").click()
    page.locator(".refused__item").first.wait_for(timeout=20_000)
    assert counts(page) == ["300", "0", "0", "2"]
    assert faults(page) == []


def test_a_file_that_is_dropped_is_chosen(visits):
    page = visits.of("Nadia", "/imports/new")
    page.evaluate(
        """() => {
            const transfer = new DataTransfer();
            transfer.items.add(new File(["text\\nBonjour"], "posé.csv"));
            const drop = new DragEvent("drop", {dataTransfer: transfer, bubbles: true, cancelable: true});
            document.querySelector(".drop").dispatchEvent(drop);
        }"""
    )

    assert page.evaluate("document.querySelector('[name=file]').files[0].name") == "posé.csv"


def test_without_javascript_it_is_the_same(visits):
    page = visits.of("Nadia", "/imports/new", java_script_enabled=False)
    chosen(page, "avis-sans.csv")
    page.locator("form[enctype] .btn--primary").click()
    page.locator(".sample").wait_for()
    page.locator(".btn--primary").click()
    page.locator(".refused__item").first.wait_for(timeout=30_000)

    assert counts(page) == ["300", "0", "0", "2"]
