"""The gazetteer is whole, and another country's is a file."""

import pytest

from app.territories.actions import load_gazetteer
from app.territories.gazetteer import KINDS, Unreadable, around, entries, use
from app.territories.recognise import places_in

HEAD = "code,kind,parent,name_fr,name_ar,spellings,shy,members\n"


@pytest.fixture
def elsewhere():
    yield use
    use("tn", "pact")


def test_every_place_has_an_arabic_name_where_the_project_works():
    six = {"g23", "g24", "g41", "g42", "g43", "g61"}
    unnamed = [e.name_fr for e in entries().values() if six & set(around(e.code)) and not e.name_ar]
    assert unnamed == []


def test_every_place_is_of_a_kind_and_lies_in_a_place_that_is_there():
    for entry in entries().values():
        assert entry.kind in KINDS
        assert all(code in entries() for code in (*entry.members, *around(entry.code)))


@pytest.mark.parametrize(
    ("place", "cycle"),
    [("Sidi Khiar", "cycle-1"), ("El Khouat", "cycle-1"), ("Regueb", "cycle-2"),
     ("Redeyef", "cycle-2"), ("Haffouz", "cycle-3"), ("Foussana", "cycle-3")],
)  # fmt: skip
def test_each_place_of_the_project_is_in_its_cycle(place, cycle):
    code = next(e.code for e in entries().values() if e.name_fr == place)
    assert cycle in around(code)


def test_another_countrys_gazetteer_is_a_file(elsewhere, tmp_path):
    path = tmp_path / "dz.csv"
    path.write_text(
        HEAD + "w31,governorate,,Oran,وهران,wahran,,\n"
        "c1,commune,w31,Es Senia,السانية,,,\n"
        "west,grouping,,L'Oranie,,,1,w31\n",
        encoding="utf-8",
    )
    elsewhere(str(path))

    assert places_in("الماء مقطوع في السانية") == ["c1"]
    assert places_in("wahran el bahia") == ["w31"]
    assert places_in("Sidi Khiar") == []
    assert around("c1") == ("w31", "west")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (HEAD + "x,town,,Oran,,,,\n", "line 2"),
        (HEAD + "x,imada,nowhere,Oran,,,,\n", "not there"),
        ("name\nOran\n", "line 2"),
    ],
)
def test_a_gazetteer_that_cannot_be_used_says_why(elsewhere, tmp_path, text, why):
    path = tmp_path / "wrong.csv"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(Unreadable, match=why):
        elsewhere(str(path))


def test_territories_are_those_of_the_gazetteer_in_use(elsewhere, any_app, tmp_path):
    path = tmp_path / "dz.csv"
    path.write_text(HEAD + "w31,governorate,,Oran,وهران,,,\n", encoding="utf-8")
    elsewhere(str(path))

    assert load_gazetteer() == 1
