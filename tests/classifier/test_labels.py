"""What the labels promise, and what the web process need not load for them."""

import subprocess
import sys

import pytest

from app.classifier.labels import LABELS, flagged, is_priority, is_toxic


def test_every_label_has_a_title_a_signal_and_a_threshold():
    for name, label in LABELS.items():
        assert label.name == name
        assert str(label)
        assert label.signal in {"toxic", "priority", "spam"}
        assert 0 < label.threshold < 1


def test_a_question_or_an_urgent_need_makes_a_priority_and_an_insult_does_not():
    assert is_priority({"toxic": 0.1, "question": 0.6, "urgent": 0})
    assert is_priority({"toxic": 0.9, "question": 0, "urgent": 0.99})
    assert not is_priority({"toxic": 0.99, "question": 0.59, "urgent": 0.1})
    assert is_toxic({"toxic": 0.99})
    assert flagged({"toxic": 0.99, "question": 0.7, "urgent": 0.1}) == ["toxic", "question"]
    assert flagged({}) == []


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
