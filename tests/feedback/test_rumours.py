"""A rumour is known again wherever it is told, and its one approved answer is at hand."""

import pytest

from app.comments.models import Comment
from app.extensions import db
from app.feedback.actions import add, make
from app.feedback.models import Like
from app.feedback.rumours.known import candidates, refuse, rumour_of
from app.feedback.together import word_answer
from app.lib.transaction import transaction
from app.replies.templates.suggesting import suggestions
from app.waves.models import Wave, WaveComment
from tests import cast
from tests.batches.conftest import work
from tests.waves.conftest import arrive  # noqa: F401
from workers import feedback  # noqa: F401

CLAIM = "La mairie vend le terrain du souk de Nebeur aux promoteurs"
AGAIN = "Parait que le terrain du souk de Nebeur est vendu aux promoteurs par la mairie"
OTHER = "Le souk de Nebeur ouvre dimanche matin avec la mairie"


@pytest.fixture
def rumour(any_app):
    page = cast.channel(name="Page de PACT")
    nadia = cast.person("Nadia", "lead")
    first = cast.comment(page, CLAIM, author=cast.author(page, "Sami"), lang="fr")
    with transaction():
        feedback = make([first.id], by=nadia, kind="rumour", subject="Le terrain du souk est vendu")
    feedback.page, feedback.nadia, feedback.first = page, nadia, first
    return feedback


def answered(rumour):
    with transaction():
        word_answer(
            rumour, {"fr": "Le terrain reste public.", "ar": "الأرض تبقى عمومية."}, by=rumour.nadia
        )


def in_a_wave(*comments):
    with transaction():
        wave = Wave(count=len(comments), first_id=comments[0].id, last_id=comments[-1].id)
        db.session.add(wave)
        db.session.flush()
        db.session.add_all(WaveComment(comment_id=one.id, wave_id=wave.id) for one in comments)
    db.session.expire_all()


def test_the_approved_answer_is_offered_to_who_repeats_it_in_their_language(rumour):
    again = cast.comment(rumour.page, AGAIN, lang="fr")
    other = cast.comment(rumour.page, OTHER, lang="fr")
    arabizi = cast.comment(rumour.page, "baa3ou ard essou9 lel promoteurs", lang="tn")
    in_a_wave(rumour.first, arabizi)

    assert rumour_of(again) is None
    answered(rumour)

    offers = [suggestions(db.session.get(Comment, one.id))[0] for one in (again, other, arabizi)]
    assert [[one.text for one in each] for each in offers] == [
        ["Le terrain reste public."], [], ["الأرض تبقى عمومية."],
    ]  # fmt: skip
    assert "Le terrain du souk est vendu" in offers[0][0].name


def test_what_somebody_said_is_not_the_rumour_is_never_asked_again(rumour):
    alike = [cast.comment(rumour.page, AGAIN, lang="fr") for _n in range(3)]
    in_a_wave(rumour.first, *alike)
    answered(rumour)
    assert [one.id for one in candidates(rumour)] == [alike[2].id]

    with transaction():
        add(rumour, [alike[0].id], by=rumour.nadia)
        refuse(rumour, [alike[1].id], by=rumour.nadia)
    db.session.expire_all()

    assert [one.id for one in candidates(rumour)] == [alike[2].id]
    assert rumour_of(db.session.get(Comment, alike[1].id)) is None
    assert rumour_of(db.session.get(Comment, alike[0].id)).id == rumour.id


def test_without_javascript_the_answer_is_one_link_away(sign_in, leila, nadia, page):
    page.settings = {"base_url": "https://village.example"}
    first, again = (cast.comment(page, text, lang="fr") for text in (CLAIM, AGAIN))
    with transaction():
        feedback = make([first.id], by=nadia, kind="rumour", subject="Le terrain du souk")
        word_answer(feedback, {"fr": "Le terrain reste public."}, by=nadia)
    browser = sign_in(leila)

    offers = browser.get(f"/comments/{again.id}/reply/suggestions").text
    assert f"/comments/{again.id}/reply?offered=1" in offers
    assert "Le terrain reste public." in browser.get(f"/comments/{again.id}/reply?offered=1").text


def test_a_person_says_on_its_page_which_comments_are_it(sign_in, leila, nadia, page):
    first, again, third = (cast.comment(page, AGAIN, lang="fr") for _n in range(3))
    with transaction():
        feedback = make([first.id], by=nadia, kind="rumour", subject="Le terrain du souk")
    in_a_wave(first, again, third)
    browser, number = sign_in(leila), feedback.id

    browser.post(f"/feedback/{number}/candidates/{again.id}", data={"is": "yes"})
    browser.post(f"/feedback/{number}/candidates/{third.id}", data={"is": "no"})

    text = browser.get(f"/feedback/{number}").text
    assert "2 comments" in text and "seem to say the same" not in text


def test_the_claim_is_found_in_other_words_and_letters_before_it_was_known_and_after(
    rumour,
    arrive,  # noqa: F811
):
    said = "البلدية باعت أرض السوق متاع نبر للمقاولين"
    before = arrive(
        "قالوا البلدية باعت أرض السوق للمقاولين وما قالت لحد", OTHER, channel=rumour.page
    )
    first = cast.comment(rumour.page, said)
    with transaction():
        add(rumour, [first.id], by=rumour.nadia)
    work()
    arabizi, again, other = arrive(
        "9alou el baladia be3et ardh essouk lel mou9awlin w ma 9alet l7ad",
        "il parait que la mairie va vendre le terrain du souk a des promoteurs",
        "Merci à la mairie pour la fête du souk de dimanche dernier",
        channel=rumour.page,
    )
    assert {one.comment_id for one in db.session.query(Like)} == {
        before[0].id,
        arabizi.id,
        again.id,
    }
    # one of each wave is asked about
    assert [one.id for one in candidates(rumour)] == [again.id, arabizi.id]
    answered(rumour)
    assert rumour_of(db.session.get(Comment, arabizi.id)).id == rumour.id
    with transaction():
        refuse(rumour, [arabizi.id], by=rumour.nadia)
    assert rumour_of(db.session.get(Comment, arabizi.id)) is None
    assert rumour_of(db.session.get(Comment, other.id)) is None
