"""What no database can hold is told, and is no failure of ours."""

import pytest

HUGE = str(2**63), "9" * 30
WIDE = str(2**31), str(2**63 - 1)


@pytest.mark.parametrize("number", WIDE + HUGE)
@pytest.mark.parametrize(
    "page", ["/comments/{}/reply", "/inbox/{}", "/tags/{}", "/letters/{}", "/replies/{}"]
)
def test_a_number_that_no_row_can_have_leads_nowhere(any_app, sign_in, amel, page, number):
    assert sign_in(amel).get(page.format(number)).status_code == 404


@pytest.mark.parametrize("page", ["/inbox?before={}", "/letters?before={}"])
def test_a_list_after_such_a_number_is_no_failure(any_app, sign_in, amel, page):
    for number in HUGE:
        assert sign_in(amel).get(page.format(number)).status_code in (200, 404)


def test_a_write_about_such_a_number_changes_nothing(any_app, sign_in, amel):
    for number in WIDE + HUGE:
        answer = sign_in(amel).post(f"/users/{number}", data={"role": "viewer"})
        assert answer.status_code == 404


def test_a_word_the_database_cannot_hold_is_told(any_app, client):
    answer = client.post("/reset", data={"email": "a\0b@example.org"})
    assert answer.status_code < 500


@pytest.mark.parametrize("address", ["http://[", "http://[::1/inbox?q=a"])
def test_a_page_that_is_no_address_is_no_failure(browser, insult, address):
    answer = browser.client.post(
        f"/comments/{insult.id}/resolution",
        data={"version": insult.version},
        headers={"HX-Request": "true", "HX-Current-URL": address},
    )
    assert answer.status_code == 200
