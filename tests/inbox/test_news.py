"""What arrives waits behind a line that says how much; the list stays as it is."""

import re
from datetime import timedelta

from app.lib.clock import now
from tests import cast


def news_address(response):
    return re.search(r'id="news"[^>]*hx-get="([^"]+)"', response.text)[1].replace("&amp;", "&")


def test_arrivals_are_counted_from_the_moment_the_list_was_drawn(browser, page):
    cast.comment(page, "Première question ?")
    address = news_address(browser.get("/inbox"))
    assert "news__link" not in browser.get(address).text

    for number in range(3):
        cast.comment(page, f"Question {number} ?", received_at=now() + timedelta(seconds=1))

    answer = browser.get(address)
    assert re.search(r"news__link.*?>\s*3\s|3 (new|nouv)", answer.text, re.S)
    assert news_address(answer) == address


def test_only_what_belongs_to_this_list_is_news(browser, page):
    cast.comment(page, "Première question ?")
    address = news_address(browser.get("/inbox?q=is:open+is:toxic"))

    cast.comment(page, "Merci à tous", received_at=now() + timedelta(seconds=1))

    assert "news__link" not in browser.get(address).text


def test_a_moment_that_is_none_is_refused(browser):
    assert browser.get("/inbox/news?since=yesterday").status_code == 400
