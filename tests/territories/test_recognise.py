"""A comment's places are recognised in three spellings, and left unsaid when they are not sure."""

import pytest

from app.territories.gazetteer import entries
from app.territories.recognise import places_in


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
