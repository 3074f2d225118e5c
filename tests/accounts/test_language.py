"""Everybody is answered in their own language."""

import pytest

from app.accounts.access import chosen_locale
from app.extensions import db


@pytest.fixture(autouse=True)
def french_by_default(app):
    """As the product ships: who says nothing is answered in French."""
    app.config["DEFAULT_LOCALE"] = "fr"


@pytest.mark.parametrize(
    ("asked", "accepts", "spoken"),
    [
        ("", "ar-TN,fr;q=0.8", "ar"),
        ("", "fr-FR", "fr"),
        ("", "en-GB,en;q=0.9", "en"),
        ("", "de-DE", "fr"),
        ("", "", "fr"),
        ("?lang=ar", "fr-FR", "ar"),
        ("?lang=xx", "en-GB", "en"),
    ],
)
def test_a_visitor_is_answered_in_the_language_they_ask_for(client, asked, accepts, spoken):
    page = client.get(f"/login{asked}", headers={"Accept-Language": accepts}).text

    assert f'<html lang="{spoken}" dir="{"rtl" if spoken == "ar" else "ltr"}"' in page


def test_a_language_chosen_once_stays(client):
    client.get("/login?lang=ar")

    assert '<html lang="ar"' in client.get("/login", headers={"Accept-Language": "en"}).text


def test_a_user_keeps_their_own_language_whatever_the_browser_says(sign_in, leila):
    leila.locale = "ar"
    db.session.commit()
    page = sign_in(leila).get("/profile?lang=en", headers={"Accept-Language": "en"})

    assert '<html lang="ar" dir="rtl"' in page.text


def test_work_without_a_visitor_speaks_the_default_language(app):
    assert chosen_locale() == "fr"
    app.config["DEFAULT_LOCALE"] = "en"
    assert chosen_locale() == "en"


def test_a_profile_offers_the_language_that_is_read(sign_in, leila):
    page = sign_in(leila).get("/profile", headers={"Accept-Language": "ar"})

    assert '<option selected value="ar">' in page.text
