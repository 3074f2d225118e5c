"""Listed words are found however they are written, tried before they are switched on, and named as the reason."""

import io

import pytest

from app.classifier.lists.actions import add_words, bring_public, make_list, switch
from app.classifier.lists.matching import Matcher, Words
from app.extensions import db
from app.lib.clock import ago
from app.triage.actions import triage
from tests import cast


def found(words, text, language="tn", across=True):
    hits = Matcher([Words("ours", "insult", tuple(words), across)]).hits([text], [language])[0]
    return [text[hit.start : hit.end] for hit in hits]


@pytest.mark.parametrize(
    "written",
    [
        "قحبة",
        "ق ح ب ة",
        "قـحـبـة",
        "قحببببة",
        "قَحْبَة",
        "القحبة",
        "9a7ba",
        "9A7BAAA",
        "9a7bah",
        "ya 9a7ba",
    ],
)
def test_one_word_in_every_spelling(written):
    assert found(["قحبة"], written)


def test_the_mark_is_on_what_the_person_wrote():
    assert found(["قحبة"], "يا ق ح ب ة برا") == ["ق ح ب ة"]
    assert found(["9a7ba"], "هاك القحبة متاعهم") == ["القحبة"]
    assert found(["حمار"], "ya «7mar», barra") == ["7mar"]


def test_the_other_script_only_when_asked_and_never_in_french():
    assert found(["قحبة"], "9a7ba", across=False) == []
    assert found(["قحبة"], "un cahier bleu", language="fr") == []


def test_another_word_with_the_same_consonants_is_another_word():
    assert found(["كلب"], "ya kalb") and found(["kelb"], "يا كلب")
    assert found(["كلب"], "9albi m3ak") == [] and found(["كلب"], "قلبي معاك") == []
    assert found(["منيوك"], "نحب عليك منك") == []


def test_phrases_are_found_whole():
    assert found(["fils de bourge"], "Quel FILS de  bôurge !", "fr") == ["FILS de  bôurge"]
    assert found(["fils de bourge"], "le fils de Sami", "fr") == []


def test_short_words_are_not_found_inside_others():
    assert found(["con"], "le conseil est convoqué", "fr") == []
    assert found(["con"], "quel conn", "fr") == ["conn"]


def test_a_hit_flags_and_is_named_as_the_reason(any_app, page, nadia, sign_in):
    calm = cast.comment(page, "quel zigouflard celui-là", author=cast.author(page))
    ours = make_list("Mots de la ville", "insult", by=nadia)
    add_words(ours, "zigouflard\n# un commentaire\n\nZIGOUFLAAARD", by=nadia)
    assert [entry.text for entry in ours.entries] == ["zigouflard"]
    db.session.commit()

    triage()
    db.session.expire_all()
    calm.triaged_at = None
    before = calm.scores["insult"]
    switch(ours, True, by=nadia)
    db.session.commit()
    triage()
    db.session.expire_all()

    assert before < 1 and (calm.scores["insult"], calm.scores["toxic"]) == (1.0, 1.0)
    assert calm.toxic is True
    assert calm.reasons["lists"] == [[5, 15, "insult", "Mots de la ville"]]
    db.session.commit()
    text = sign_in(nadia).get(f"/inbox/{calm.id}").text
    assert "On the word list:" in text and "Mots de la ville" in text


def test_a_list_is_tried_on_last_month_before_it_is_on(app, page, nadia, sign_in):
    recent = [ago(days=day) for day in (1, 2, 3, 40)]
    for at in recent:
        cast.comment(page, "un tartafouche", created_at=at, scores={"toxic": 0.1})
    cast.comment(page, "rien", created_at=recent[0])
    ours = make_list("Essai", "insult", by=nadia)
    add_words(ours, "tartafouche", by=nadia)
    db.session.commit()

    text = sign_in(nadia).get(f"/classifier/lists/{ours.id}/trial").text
    assert "Of 4 comments 3 have a word of this list; 3 of them" in text
    assert "un tartafouche" in text


def test_public_lists_come_with_their_credit_and_switched_off(app, nadia, sign_in):
    row = bring_public("ldnoobw-fr", by=nadia)
    db.session.commit()

    assert row.on_at is None and len(row.entries) > 80
    client = sign_in(nadia)
    assert "CC BY 4.0" in client.get(f"/classifier/lists/{row.id}").text
    exported = client.get(f"/classifier/lists/{row.id}/words.txt").text
    assert "CC BY 4.0" in exported and "connard\n" in exported


def test_what_was_exported_can_be_brought_in(app, nadia, sign_in):
    one = make_list("Un", "insult", by=nadia)
    add_words(one, "حمار\nquel âne", by=nadia)
    other = make_list("Deux", "insult", by=nadia)
    db.session.commit()
    client = sign_in(nadia)
    exported = client.get(f"/classifier/lists/{one.id}/words.txt").data

    file = {"file": (io.BytesIO(exported), "words.txt")}
    client.post(f"/classifier/lists/{other.id}/words", data=file)

    db.session.expire_all()
    assert {entry.text for entry in other.entries} == {"حمار", "quel âne"}


def test_a_word_is_taken_off_and_a_list_deleted(app, nadia, sign_in):
    one = make_list("Un", "insult", by=nadia)
    add_words(one, "a b\nc d", by=nadia)
    switch(one, True, by=nadia)
    db.session.commit()
    client = sign_in(nadia)
    client.post(f"/classifier/lists/{one.id}/words/{one.entries[0].id}/undo")
    db.session.expire_all()
    assert [entry.text for entry in one.entries] == ["c d"]

    client.post(f"/classifier/lists/{one.id}/undo")
    assert client.get(f"/classifier/lists/{one.id}").status_code == 404
