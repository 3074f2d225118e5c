"""What leaves in a report says nobody's name, number or address: two hundred hard cases, all of invented people."""

import csv
from pathlib import Path

import pytest

from app.reports.anonymous.masking import Pseudonyms

# The first was written with the lists of names at hand; the second and third were written before anybody looked what is
# found in them: 53.9% of the second, then, with what that taught, 71.1% of the third. What they taught is in the lists now.
SETS = {"cases": 0.98, "cases_two": 0.97, "cases_three": 0.75}


def cases(name="cases"):
    """(text, what must go, what must stay, names its thread is known to hold)"""
    with Path(__file__).with_name(f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        for line in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            text, gone, kept, known = [*line, "", "", ""][:4]
            yield (
                text,
                list(filter(None, gone.split(";"))),
                list(filter(None, kept.split(";"))),
                list(filter(None, [known])),
            )


@pytest.mark.parametrize("name", SETS)
def test_the_signs_of_a_person_are_masked_and_the_rest_stays(app, capsys, name):
    missed, lost, must, may = [], [], 0, 0
    for text, gone, kept, known in cases(name):
        masked = Pseudonyms("en").masked(text, known)
        must, may = must + len(gone), may + len(kept)
        missed += [(part, masked) for part in gone if part in masked]
        lost += [(part, masked) for part in kept if part not in masked]
    found, stayed = 1 - len(missed) / must, 1 - len(lost) / may
    with capsys.disabled():
        print(
            f"\n{name}: masked {found:.1%} of {must} signs of a person; left {stayed:.1%} of {may} other words as they were"
        )
    assert found >= SETS[name], "\n".join(map(str, missed))
    assert stayed >= 0.95, "\n".join(map(str, lost))


def test_two_hundred_cases_are_tried():
    assert len(list(cases())) >= 200 and len(list(cases("cases_two"))) >= 120


def test_a_person_keeps_one_pseudonym_all_through_a_document(app):
    masks = Pseudonyms("fr")

    first = masks.masked("Mohamed Trabelsi ment")
    other = masks.masked("Fatma a vu Trabelsi")

    assert first.split(" ment")[0] in other
    assert other.split()[0:2] != first.split()[0:2]
    assert masks.masked("M. Trabelsi").endswith(first.split(" ment")[0])


@pytest.mark.parametrize(("locale", "said"), [("en", "Person 1")])
def test_who_writes_and_who_is_named_are_the_same_person(app, locale, said):
    from tests import cast

    sami = cast.author(cast.channel(), "Sami Boukadida")
    masks = Pseudonyms(locale)

    assert masks.author(sami.id, sami.name, sami.handle) == said
    assert masks.masked("Boukadida a raison", [sami.name]) == f"{said} a raison"


def test_a_mark_that_stands_alone_is_no_word(app):
    assert Pseudonyms("en").masked("السنة الاولا ّ خير") == "السنة الاولا ّ خير"
