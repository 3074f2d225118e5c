"""Anyone can train a model from their own CSV, twice to the same bytes, and try it by lines."""

import csv
import json

import pytest
from flask import Flask

from app.classifier.cli import cli
from app.classifier.examples import read_file, read_seed, read_sets
from app.classifier.language import SHIPPED, use


@pytest.fixture
def run():
    app = Flask("alone")
    app.cli.add_command(cli)
    runner = app.test_cli_runner()
    yield lambda *words, **more: runner.invoke(args=["classifier", *map(str, words)], **more)
    use(SHIPPED.read_bytes())


@pytest.fixture
def own(tmp_path):
    """A stranger's folder: one file, with just a text and whether it is toxic."""
    folder = tmp_path / "own"
    folder.mkdir()
    with open(folder / "ours.csv", "w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["text", "toxic"])
        for number in range(400):
            rows.writerow([f"Merci pour la séance numéro {number} du jardin", 0])
            rows.writerow([f"Espèce de zorgblat numéro {number} du jardin", 1])
    return folder


def test_training_on_ones_own_rows_learns_them_and_gives_the_same_bytes_again(run, own, tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    for out in (first, second):
        answer = run("train", "--data", own, "--out", out)
        assert answer.exit_code == 0, answer.output
        assert "macro-F1" in answer.output
    files = sorted(path.name for path in first.iterdir())
    assert files == ["language.bin", "toxic.json", "toxic.npz"]
    assert all((first / name).read_bytes() == (second / name).read_bytes() for name in files)

    lines = run("score", "--model", first, input='{"id": 1, "text": "sale zorgblat"}\n')
    assert json.loads(lines.output)["toxic"] > 0.5


def test_lines_in_are_lines_out(run):
    asked = [
        {"id": "a", "text": "C'est quand la réunion ?"},
        {"id": 2, "text": "برا نيك يا كلب"},
        {"id": None, "text": ""},
    ]
    given = "\n".join([json.dumps(each) for each in asked] + ["{nonsense", '{"id": 3}', ""])
    answers = [json.loads(line) for line in run("score", input=given).output.splitlines()]

    assert [each.get("id") for each in answers[:3]] == ["a", 2, None]
    assert answers[0]["language"] == "fr"
    assert answers[0]["script"] == "latn"
    assert answers[0]["question"] >= answers[0]["thresholds"]["question"]
    assert answers[1]["toxic"] >= answers[1]["thresholds"]["toxic"]
    assert all("error" in each for each in answers[3:])
    assert len(answers) == 5


def test_a_labelled_file_is_judged(run, tmp_path):
    from tests.classifier.test_model import HERE

    answer = run("evaluate", HERE / "civic.csv")
    assert answer.exit_code == 0, answer.output
    assert "| French |" in answer.output
    (tmp_path / "empty.csv").write_text("text,toxic\n")
    assert run("evaluate", tmp_path / "empty.csv").exit_code == 1


def test_seed_rows_are_complete_and_each_is_said_once():
    rows = read_seed()
    assert len(rows) > 400
    assert len({each.text for each in rows}) == len(rows)
    for each in rows:
        assert set(each.labels) == {"toxic", "question", "urgent"}
        assert each.language in {"fr", "ar", "en", "tn"}


def test_no_row_the_tests_judge_by_was_learned_from():
    from tests.classifier.test_model import CIVIC

    assert not {each.text for each in read_seed()} & {each.text for each in CIVIC}


def test_spam_is_not_learned_as_an_insult(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("text,toxic,kind,lang\nbuy now,1,spam,en\nidiot,1,insult,en\n")
    assert [each.labels for each in read_file(path, "x")] == [{}, {"toxic": 1}]
    assert [each.language for each in read_sets(tmp_path)] == ["en", "en"]
