"""What the labels promise, and what the web process need not load for them."""

import subprocess
import sys

import pytest

from app.classifier.labels import (
    LABELS,
    flagged,
    is_priority,
    is_toxic,
    threshold,
    thresholds_for,
)


def test_every_label_has_a_title_a_signal_and_a_threshold():
    for name, label in LABELS.items():
        assert label.name == name
        assert str(label)
        assert label.signal in {"toxic", "priority", "spam"}
        assert 0 < label.threshold < 1


THRESHOLDS = {name: {"*": 0.5, "tn": 0.3} for name in LABELS}


def seen(**scores):
    return dict.fromkeys(LABELS, 0) | scores


def test_a_question_or_an_urgent_need_makes_a_priority_and_an_insult_does_not():
    assert is_priority(seen(toxic=0.1, question=0.5), THRESHOLDS)
    assert is_priority(seen(toxic=0.9, urgent=0.99), THRESHOLDS)
    assert not is_priority(seen(toxic=0.99, insult=0.9, question=0.49), THRESHOLDS)
    assert is_toxic(seen(toxic=0.99), THRESHOLDS)
    assert flagged(seen(toxic=0.99, question=0.7), THRESHOLDS) == ["toxic", "question"]
    assert flagged({}, THRESHOLDS) == []


def test_spam_is_neither_toxic_nor_a_priority():
    assert flagged(seen(spam=0.9), THRESHOLDS) == ["spam"]
    assert not is_toxic(seen(spam=0.9), THRESHOLDS)
    assert not is_priority(seen(spam=0.9), THRESHOLDS)


def test_a_kind_alone_is_flagged_only_where_the_whole_is_nearly_toxic_too():
    assert flagged(seen(toxic=0.5, hate=0.5), THRESHOLDS) == ["toxic", "hate"]
    assert flagged(seen(toxic=0.4, hate=0.55), THRESHOLDS) == ["hate"]
    assert flagged(seen(toxic=0.2, hate=0.9), THRESHOLDS) == []
    assert flagged(seen(toxic=0.29, hate=0.45), THRESHOLDS, "tn") == []


def test_a_threshold_is_that_of_the_language_and_else_of_all():
    assert flagged(seen(urgent=0.4), THRESHOLDS, "tn") == ["urgent"]
    assert flagged(seen(urgent=0.4), THRESHOLDS, "fr") == []
    assert threshold("urgent", "fr", {}) == threshold("urgent", "fr")
    assert set(thresholds_for("fr")) == set(LABELS)


@pytest.mark.parametrize(
    "module",
    ["app.lib.text", "app.classifier.labels", "app.classifier.language", "app.classifier.cli"],
)
def test_the_web_process_can_read_labels_and_languages_without_numpy(module):
    code = (
        f"import sys, {module}; from app.classifier.language import language_of;"
        "assert language_of('Merci beaucoup pour la formation')[0] == 'fr';"
        "print(sorted({'numpy', 'scipy', 'sklearn'} & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert answer.stdout.strip() == "[]", answer.stderr


def test_a_worker_scores_without_scikit_learn():
    code = (
        "import sys; from app.classifier.model import load;"
        "assert load().score(['Espèce de connard'])[0]['toxic'] > 0.5;"
        "print(sorted({'scipy', 'sklearn'} & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert answer.stdout.strip() == "[]", answer.stderr
