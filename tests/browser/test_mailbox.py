"""A mailbox is connected with its password, a letter is answered from the inbox, and the answer is a letter again."""

import re

from app.channels.models import Channel
from app.extensions import db
from app.ingest.queries import ledger
from tests.fakes.running import running


def test_a_letter_comes_in_and_is_answered_by_a_letter(visits, house):
    with running("email") as provider:
        told = provider.account()
        first = provider.comment(text="علاش الماء مقصوص؟", subject="الماء في نبّر")
        page = visits.of("Amel", "/channels/new/email")
        page.fill("[name=name]", "Courrier")
        for name in ("address", "imap", "smtp"):
            page.fill(f"[name={name}]", told["settings"][name])
        page.fill("[name=password]", told["secrets"]["password"])
        page.locator("form details.more-ways summary").last.click()
        for name in ("imap_security", "smtp_security"):
            page.select_option(f"[name={name}]", "none")
        page.locator("form.panel .btn--primary").click()
        page.wait_for_url(re.compile(r"/channels/\d+$"))
        assert "contact@pact.example" in page.inner_text("main")

        second = provider.comment(text="وقتاش يرجع؟", parent=first, subject="الماء في نبّر")
        house.until(lambda: held(house), 60, "the letter did not come")
        page = visits.of("Leila", "/inbox?q=is:open channel:Courrier")
        page.locator(".row__link").first.click()
        page.locator(".composer textarea").fill("غدوة الصباح، إن شاء الله.")
        page.keyboard.press("Control+Enter")
        page.locator(".answer--sent").wait_for(timeout=20000)

        (letter,) = provider.replies()
        assert (letter["parent"], letter["subject"]) == (second, "Re: الماء في نبّر")
        assert letter["to"][0] == "sami@mail.example"
        assert held(house).adds_up


def held(house):
    """The ledger of the mailbox, once something came."""
    with house.app():
        channel = db.session.query(Channel).filter_by(platform="email").one()
        book = ledger(channel)
        return book if book.new else None
