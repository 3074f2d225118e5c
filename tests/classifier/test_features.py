"""A text is read the same however it is disguised, batched or cut into words."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.classifier.explain import _PIECE as PIECE
from app.classifier.features import SIZE, features, first_words
from app.classifier.normalise import fold
from app.classifier.skeleton import SKELETON, digraphs

WORDS = st.lists(st.text(st.characters(), max_size=12), max_size=8)


def bones(text):
    return "".join(chr(SKELETON[min(ord(char), len(SKELETON) - 1)] or 0) for char in digraphs(text))


def test_disguises_are_seen_through():
    assert fold("ق ح ب ة") == fold("قحبة")
    assert fold("c.o.n.n.a.r.d") == fold("connard")
    assert fold("CONNAAAAARD") == fold("connard")
    assert fold("حيــــواااان") == fold("حيوان")
    assert fold("voir https://a.example/x?y @leila.b") == "voir url @"
    assert fold("c0nn@rd") == fold("connard")
    assert fold("c.o.n") == fold("con")
    assert fold("p**e") == fold("pe")
    assert fold("\u0440ut\u0435") == fold("pute")  # Cyrillic р and е
    assert fold("sa\u200ble") == fold("sale")


def test_digits_stay_letters_of_arabizi_and_numbers_stay_numbers():
    assert fold("9a7ba 3asba 5ra 2ana") == "9a7ba 3asba 5ra 2ana"
    assert fold("à 10h40 le 1er, 2 fois") == "a 10h40 le 1er , 2 fois"
    assert fold("ecrire a leila@mairie.example") == "ecrire a url"


def test_what_is_said_where_a_group_is_named_is_shared_by_all_groups():
    def shared(one, other):
        found = features([fold(one), fold(other)])
        texts, numbers = found.distinct
        return set(numbers[texts == 0].tolist()) & set(numbers[texts == 1].tolist())

    told = shared("dehors les juifs", "dehors les gitans")
    assert len(told) > len(shared("dehors les juifs", "dehors les tables"))


def test_saying_it_again_tells_no_more():
    weights = np.sin(np.arange(SIZE))
    once, twice = features(["sale"]), features(["sale sale"])
    numbers = set(once.distinct[1].tolist())
    assert numbers < set(twice.distinct[1].tolist())
    assert len(twice.distinct[1]) < 2 * len(numbers) + 3
    assert np.isclose(once.by_word(weights).sum(), once.sums(weights)[0])


def test_arabizi_and_arabic_script_share_their_consonants():
    for latin, arabic in [
        ("7mar", "حمار"),
        ("kalb", "كلب"),
        ("khanzir", "خنزير"),
        ("chkoun", "شكون"),
    ]:
        assert bones(latin).replace("\0", "") == bones(fold(arabic)).replace("\0", "")


@settings(deadline=None)
@given(WORDS)
def test_a_text_folds_piece_by_piece_as_it_folds_whole(words):
    text = " ".join(words)
    pieces = (fold(piece[0]) for piece in PIECE.finditer(text))
    assert " ".join(each for each in pieces if each) == fold(text)


@settings(deadline=None)  # on a machine that others share
@given(st.lists(st.text(st.characters(), max_size=40), min_size=1, max_size=5))
def test_neighbours_in_a_batch_change_nothing(texts):
    folded = [fold(text) for text in texts]
    together = features(folded)
    weights = np.sin(np.arange(SIZE))
    alone = [features([text]).sums(weights)[0] for text in folded]
    assert np.allclose(together.sums(weights), alone)
    shares = together.by_word(weights)
    for text, first, whole in zip(folded, first_words(folded), alone, strict=True):
        assert np.isclose(shares[first : first + len(text.split())].sum(), whole)


def test_numbers_never_change_from_one_machine_to_the_next():
    found = features([fold("Merci beaucoup, 9albi يا صديقي")])
    assert (len(found.numbers), int(found.numbers.astype("int64").sum()) % 1_000_003) == (
        135,
        187051,
    )
