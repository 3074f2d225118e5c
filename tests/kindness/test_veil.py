"""Abuse is covered until somebody asks for it, and criticism never is."""

import pytest

from app.accounts.models import User
from app.comments.actions import resolve
from app.extensions import db
from app.kindness.exposure import counted
from app.kindness.models import Exposure, Kindness
from tests import cast

WORDS = "Espèce de chien, on va te retrouver"
SURE = {"toxic": 0.97, "insult": 0.95, "threat": 0.9}


@pytest.fixture
def abuse(page):
    return cast.comment(page, WORDS, author=cast.author(page), toxic=True, scores=SURE, lang="fr")


def wish(user, **wishes):
    db.session.add(Kindness(user_id=user.id, **wishes))
    db.session.commit()


def test_no_letter_of_abuse_is_in_list_pane_or_thread(browser, abuse, page):
    beside = cast.comment(page, "Et alors ?", thread=abuse.thread)
    pages = "/inbox", f"/inbox/{abuse.id}", f"/inbox/{beside.id}"

    for url in pages:
        shown = browser.get(url).text
        assert "retrouver" not in shown and "chien" not in shown, url
        assert "Blurred: Threat, Insult" in shown, url


def test_who_asks_is_shown_the_words_and_may_cover_them_again(browser, abuse):
    shown = browser.post(f"/comments/{abuse.id}/words").text
    assert WORDS in shown and "Blur again" in shown
    assert WORDS in browser.get(f"/inbox/{abuse.id}").text

    browser.post(f"/comments/{abuse.id}/words", cover="1")
    assert WORDS not in browser.get(f"/inbox/{abuse.id}").text


def test_without_javascript_a_button_leads_back_to_the_comment_shown(sign_in, leila, abuse):
    client = sign_in(leila)
    back = client.post(f"/comments/{abuse.id}/words")

    assert back.status_code == 303
    assert WORDS in client.get(back.headers["Location"]).text


def test_what_one_person_has_shown_stays_covered_for_others(browser, sign_in, nadia, abuse):
    browser.post(f"/comments/{abuse.id}/words")

    assert WORDS not in sign_in(nadia).get(f"/inbox/{abuse.id}").text


def test_criticism_is_never_covered(browser, page):
    harsh = "Projet nul, maire incapable, dégagez"
    cast.comment(page, harsh, scores={"toxic": 0.2, "complaint": 0.9}, sentiment="neg")

    assert harsh in browser.get("/inbox").text


@pytest.mark.parametrize(
    ("blur", "score", "covered"),
    [("strong", 0.6, False), ("all", 0.6, True), ("off", 0.99, False), ("strong", 0.9, True)],
)
def test_each_person_chooses_how_much_is_covered(browser, leila, page, blur, score, covered):
    wish(leila, blur=blur)
    cast.comment(page, WORDS, toxic=True, scores={"toxic": score, "insult": score}, lang="fr")

    assert (WORDS not in browser.get("/inbox").text) == covered


def test_wishes_are_kept_at_the_profile(browser, leila):
    browser.post("/kindness", blur="all", breaks_after="10")

    kept = db.session.get(Kindness, leila.id)
    assert (kept.blur, kept.breaks_after) == ("all", 10)


def test_a_wish_that_there_is_not_is_not_kept(browser, leila):
    browser.post("/kindness", blur="lots", breaks_after="10")

    assert db.session.get(Kindness, leila.id) is None


def test_a_text_counts_once_a_day_read_or_acted_on(browser, leila, abuse):
    for _time in range(2):
        browser.post(f"/comments/{abuse.id}/words")
    resolve(abuse, by=leila)
    db.session.commit()

    assert counted(leila) == (1, 1)


def test_acting_on_abuse_counts_and_on_other_comments_does_not(browser, leila, abuse, page):
    fine = cast.comment(page, "Merci à tous")
    for comment in (abuse, fine):
        resolve(comment, by=leila)
    db.session.commit()

    assert counted(leila) == (1, 1)


def test_a_break_is_proposed_in_a_line_after_what_they_set(browser, leila, page):
    wish(leila, breaks_after=10)
    texts = [cast.comment(page, WORDS, toxic=True, scores=SURE, lang="fr") for _each in range(10)]

    answers = [browser.post(f"/comments/{text.id}/words").text for text in texts]

    assert not any("A few minutes away" in answer for answer in answers[:9])
    assert "You have read 10 hard comments today." in answers[9]


def test_a_person_can_delete_their_count(browser, leila, abuse):
    browser.post(f"/comments/{abuse.id}/words")
    assert "1 hard comment read today" in browser.get("/profile").text

    browser.post("/kindness/count/deletion")
    assert db.session.query(Exposure).count() == 0


def test_nobody_else_sees_the_count(app, browser, sign_in, amel, abuse):
    """Reading leaves nothing in the trail, and only the room that counts knows the table."""
    browser.post(f"/comments/{abuse.id}/words")
    assert abuse.activities == []

    everywhere = "/users", f"/inbox/{abuse.id}", "/profile", "/reports/service", "/letters"
    for url in everywhere:
        shown = sign_in(amel).get(url).text
        assert "1 hard comment" not in shown, url
    from config import ROOT

    knows = {
        path.parent.name
        for folder in ("app", "workers", "commands")
        for path in (ROOT / folder).rglob("*.py")
        if "Exposure" in path.read_text() or "exposures" in path.read_text()
    }
    assert knows == {"kindness"}
    assert db.session.query(User).count() == 2


def test_letters_leave_the_rude_words_of_abuse_out(app, page):
    from app.comments.masking import spared

    spans = {"insult": [[10, 15, 0.9]]}
    abuse = cast.comment(page, WORDS, toxic=True, scores=SURE, reasons=spans)
    plain = cast.comment(page, "Le maire est un voleur")

    assert spared(abuse) == "Espèce de c••••, on va te retrouver"
    assert spared(plain) == plain.text
