"""The language of a comment is known, Arabizi as Arabizi."""

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.classifier.examples import read_seed
from app.classifier.language import LANGUAGES, group_of, is_arabizi, language_of

DATA = Path(os.environ.get("SADA_DATA", Path(__file__).parents[3] / "shared" / "data"))


@pytest.mark.parametrize(
    ("text", "language", "script"),
    [
        ("La réunion de jeudi était très utile, merci", "fr", "latn"),
        ("Thank you for the clear answer about the school", "en", "latn"),
        ("هل يمكنني الحصول على نسخة من هذا التقرير؟", "ar", "arab"),
        ("وقتاش باش تصلحو الكياس هذا يا جماعة", "tn", "arab"),
        ("wa9tech bech tsal7ou el kayes hedha ya jme3a", "tn", "latn"),
        ("ما فهمتش le formulaire d'inscription", "mixed", "mixed"),
        ("😀 2024 !!", "", ""),
        ("", "", ""),
        ("https://example.org/bonjour @leila", "", ""),
    ],
)
def test_a_comment_has_its_language_and_script(text, language, script):
    assert language_of(text) == (language, script)


def test_arabizi_is_known_as_such():
    assert is_arabizi("barcha mochkla fel 3amel w 7ad ma yjeweb")
    assert not is_arabizi("برشا مشاكل في العمل")
    assert not is_arabizi("Beaucoup de problèmes au travail")
    assert group_of("tn", "latn") == "arabizi"
    assert group_of("tn", "arab") == "derja"


@given(st.text(st.characters(), max_size=300))
def test_any_text_has_a_language_or_none(text):
    language, script = language_of(text)
    assert language in (*LANGUAGES, "")
    assert script in {"arab", "latn", "mixed", ""}


@pytest.mark.parametrize(
    ("name", "script", "language", "least"),
    [
        ("tsac", "latn", "tn", 0.95),
        ("tunizi", "latn", "tn", 0.88),
        ("thsab", "arab", "tn", 0.75),
        ("mlma_fr", "latn", "fr", 0.95),
        ("ftr", "latn", "fr", 0.93),
        ("mpold", "arab", "ar", 0.8),
        ("arsarcasm2", "arab", "ar", 0.88),
        ("davidson_en", "latn", "en", 0.97),
    ],
)
def test_real_comments_it_never_learned_from_are_recognised(name, script, language, least):
    from app.classifier.examples import read_file

    path = DATA / name / "train.csv"
    if not path.exists():
        pytest.skip("the public sets are not on this machine")
    rows = [each for each in read_file(path, name) if each.held_back and each.script == script]
    right = sum(language_of(each.text)[0] == language for each in rows)
    assert len(rows) > 100
    assert right / len(rows) > least


def test_recognising_a_language_is_cheap():
    texts = [each.text for each in read_seed()] * 5
    [language_of(text) for text in texts]
    start = time.perf_counter()
    [language_of(text) for text in texts]
    assert len(texts) / (time.perf_counter() - start) > 20_000 / 4  # on a machine others share
