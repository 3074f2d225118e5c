"""A comment's places are recognised in three spellings, and left unsaid when they are not sure."""

from pathlib import Path

import pytest

from app.territories.evaluation import measure, read_labelled, share
from app.territories.gazetteer import entries
from app.territories.recognise import places_in

HERE = Path(__file__).parent


def named(text):
    return sorted(entries()[code].name_fr for code in places_in(text))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Quand réparez-vous la route de Sidi Khiar ?", ["Sidi Khiar"]),
        ("علاش الماء مقصوص على سيدي خيار من جمعة؟", ["Sidi Khiar"]),
        ("الوضع بالقصرين صعيب برشا", ["Kasserine"]),
        ("نحبو نمشيو لسيدي بوزيد", ["Sidi Bouzid"]),
        ("mafamech me f kasserine", ["Kasserine"]),
        ("el 7ala fi 9asrine mouch behya", ["Kasserine"]),
        ("nes kol fel9asrine testanna", ["Kasserine"]),
        ("Réunion au Kef demain", ["Le Kef"]),
        ("جلسة عامة في الكاف", ["Le Kef"]),
        ("Le projet à Gaâfour et à Regueb", ["Gaâfour", "Regueb"]),
        ("atelier à Gafsa Nord", ["Gafsa Nord"]),
    ],
)
def test_a_place_is_recognised_in_any_spelling(text, places):
    assert named(text) == places


@pytest.mark.parametrize(
    "text",
    [
        "kef nesta3mlou l'application?",
        "كيف نشارك معاكم؟",
        "قريب برشا من الدار",
        "9rib barcha",
        "حسن نصر الله",
        "تحيا تونس",
        "مكثر خيرك",
        "ya3mel el kef barcha",
        "wallah el kesra bnina",
        "تي راك تنبر علينا",
        "قطع الرقاب",
        "سيدي الوزير",
        "ça sert à rien, tu sers à quoi ?",
        "جربه وشوف",
        "",
    ],
)
def test_an_ordinary_word_is_not_taken_for_a_place(text):
    assert named(text) == []


def test_the_most_specific_place_wins():
    assert named("gouvernorat du Kef, délégation de Nebeur, Sidi Khiar") == ["Sidi Khiar"]


def test_an_ordinary_word_is_a_place_beside_its_parent_or_after_its_title():
    assert named("معتمدية نصر الله") == ["Nasrallah"]
    assert named("El Ksour, gouvernorat du Kef") == ["El Ksour"]


def test_a_name_that_a_governorate_shares_with_a_place_inside_it_is_the_governorate():
    (code,) = places_in("نحبو نمشيو لسيدي بوزيد")
    assert entries()[code].kind == "governorate"
    (code,) = places_in("عمادة سيدي بوزيد، معتمدية سيدي بوزيد الغربية")
    assert entries()[code].kind == "imada"


def test_a_compass_point_is_not_read_into_the_verb():
    assert named("Sidi Bouzid est oubliée") == ["Sidi Bouzid"]
    assert named("délégation de Sidi Bouzid Est") == ["Sidi Bouzid Est"]


def test_a_title_says_which_of_two_places_of_one_name_is_meant():
    (code,) = places_in("imada de Nebeur")
    assert entries()[code].kind == "imada"
    (code,) = places_in("معتمدية نبر")
    assert entries()[code].kind == "delegation"


def test_names_joined_by_and_after_a_word_of_place_are_all_places():
    assert named("fi sbitla w thala w kesra") == ["Kesra", "Sbeitla", "Thala"]


def test_a_name_that_several_places_share_is_left_unsaid():
    assert named("cité Ennour") == []
    assert named("الزهور") == []


def test_spellings_by_sound_are_one_name():
    for written in ("weslatia", "oueslatia", "Ouslatiya", "el weslateya"):
        assert named(f"el ma fi {written}") == ["El Oueslatia"]


def test_the_sentences_of_our_own_are_read_rightly():
    counts, wrong = measure(read_labelled(HERE / "sentences.csv"))
    assert share(counts["right"], counts["wrong"]) >= 0.98, wrong
    assert share(counts["right"], counts["missed"]) >= 0.97, wrong


def test_comments_from_the_wild_are_read_as_a_person_read_them():
    texts = HERE.parents[2] / "shared" / "data"
    if not (texts / "tsac").exists():
        pytest.skip("the texts may not ship; they lie beside the repository")
    counts, wrong = measure(read_labelled(HERE / "read_by_eye.csv", texts))
    assert counts["texts"] == 969
    assert share(counts["right"], counts["wrong"]) >= 0.97
    assert share(counts["right"], counts["missed"]) >= 0.95
