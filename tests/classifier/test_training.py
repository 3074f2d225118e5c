"""Anyone can train a model from their own CSV, twice to the same bytes, and try it by lines."""

import csv
import json

import pytest
from flask import Flask

from app.classifier.cli import cli
from app.classifier.examples import Example, read_file, read_seed, read_sets
from app.classifier.labels import LABELS
from app.classifier.language import SHIPPED, use
from app.classifier.lines import answers
from app.classifier.model import load
from app.classifier.swaps import copies_of


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
        answer = run("train", "--data", own, "--out", out, "--without-seed", "--quick")
        assert answer.exit_code == 0, answer.output
        assert "macro-F1" in answer.output
    files = sorted(path.name for path in first.iterdir())
    assert files == ["language.bin", "model.json", "model.npz", "thresholds.json"]
    assert all((first / name).read_bytes() == (second / name).read_bytes() for name in files)

    lines = run("score", "--model", first, input='{"id": 1, "text": "sale zorgblat"}\n')
    assert json.loads(lines.output)["toxic"] > 0.5


def test_lines_in_are_lines_out(run):
    asked = [
        {"id": "a", "text": "C'est quand la réunion ?"},
        {"id": 2, "text": "برا نيك يا كلب"},
        {"id": None, "text": ""},
        {"id": 4, "text": "\ud83d \u0000 \u202e" + "a" * 100_000},
    ]
    answer = run("score", input="\n".join(map(json.dumps, asked)) + "\n\n")
    answers = [json.loads(line) for line in answer.stdout.splitlines()]

    assert answer.exit_code == 0
    assert [each["id"] for each in answers] == ["a", 2, None, 4]
    assert list(answers[0])[:10] == ["id", *LABELS]
    assert answers[0]["language"] == "fr"
    assert answers[0]["script"] == "latn"
    assert answers[0]["question"] >= answers[0]["thresholds"]["question"]
    assert answers[1]["toxic"] >= answers[1]["thresholds"]["toxic"]
    assert answers[1]["sentiment"] == "neg"
    assert sum(answers[1]["sentiment_scores"].values()) == pytest.approx(1, abs=0.001)


def test_a_line_that_cannot_be_read_is_told_and_the_rest_go_on(run):
    wrong = ["{nonsense", '{"id": 3}', '["text"]', '{"id": 5, "text": 7}', "[" * 5_000]
    answer = run("score", input="\n".join([*wrong, '{"id": 6, "text": "merci"}']))
    answers = [json.loads(line) for line in answer.stdout.splitlines()]

    assert answer.exit_code == 1
    assert all("error" in each for each in answers[:5])
    assert [each.get("id") for each in answers] == [None, 3, None, 5, None, 6]
    assert "line 1 is not JSON" in answer.stderr
    assert "error" not in answers[5]


def test_an_answer_does_not_wait_for_the_lines_after_it():
    class Slow:
        """A pipe from which a line comes, and then half of one."""

        parts = [b'{"id": 1, "text": "a"}\n{"id"', b': 2, "text": "b"}\n', b""]

        def read1(self, most):
            return self.parts.pop(0)

    pipe = Slow()
    found = answers(load(), pipe)
    assert next(found)["id"] == 1
    assert len(pipe.parts) == 2
    assert [each["id"] for each in found] == [2]


def test_a_labelled_file_is_judged(run, tmp_path):
    from tests.classifier.test_model import HERE

    answer = run("evaluate", HERE / "civic.csv")
    assert answer.exit_code == 0, answer.output
    assert "| all |" in answer.output
    (tmp_path / "empty.csv").write_text("text,toxic\n")
    assert run("evaluate", tmp_path / "empty.csv").exit_code == 1


def test_no_row_the_tests_judge_by_was_learned_from():
    from tests.classifier.test_model import CIVIC

    assert not {each.text for each in read_seed()} & {each.text for each in CIVIC}


def read(folder, text, name="x"):
    path = folder / f"{name}.csv"
    path.write_text(text, encoding="utf-8")
    return [each.labels for each in read_file(path, name)]


def test_spam_is_not_learned_as_an_insult(tmp_path):
    spam, insult = read(tmp_path, "text,toxic,kind,lang\nbuy now,1,spam,en\nidiot,1,insult,en\n")
    assert spam == {"spam": 1}
    assert insult == {"toxic": 1, "insult": 1, "hate": 0, "threat": 0, "obscene": 0}
    assert [each.language for each in read_sets(tmp_path)] == ["en", "en"]


def test_what_is_fine_is_of_no_kind_and_an_empty_cell_says_nothing(tmp_path):
    fine, unknown = read(tmp_path, "text,toxic,hate,sentiment\nmerci,0,,pos\nbof,,,\n")
    assert fine == {
        "toxic": 0,
        "hate": 0,
        "threat": 0,
        "insult": 0,
        "obscene": 0,
        "sentiment": "pos",
    }
    assert unknown == {}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("words,toxic\na,1\n", "no column called text"),
        ("text,toxic\na,yes\n", "line 2: toxic must be 0, 1 or empty"),
        ("text,sentiment\na,good\n", "line 2: sentiment must be neg, neu, pos or empty"),
    ],
)
def test_a_file_that_cannot_be_learned_from_is_told_plainly(run, tmp_path, content, told):
    (tmp_path / "ours.csv").write_text(content)
    for words in (
        ("train", "--data", tmp_path, "--out", tmp_path / "out"),
        ("evaluate", tmp_path / "ours.csv"),
    ):
        answer = run(*words)
        assert answer.exit_code == 1
        assert told in answer.output
    assert not (tmp_path / "out").exists()


def test_an_empty_folder_is_told_plainly(run, tmp_path):
    answer = run("train", "--data", tmp_path)
    assert answer.exit_code == 1
    assert "no *.csv in it" in answer.output


def test_the_same_is_said_of_other_groups_and_keeps_its_labels():
    def told(text, theme, **labels):
        copies = copies_of(Example("seed", text, "fr", "latn", labels, theme))
        assert copies == copies_of(Example("seed", text, "fr", "latn", labels, theme))
        assert len({each.text for each in copies}) == len(copies)
        assert all(each.copy and each.labels == labels for each in copies)
        return copies

    hateful = told("Dehors les juifs !", "hate", toxic=1, hate=1)
    neutral = told("Les juifs de la ville fêtent le printemps.", "news", toxic=0, hate=0)
    assert len(hateful) == 2
    assert len(neutral) == 10
    assert not any("juifs" in each.text for each in (*hateful, *neutral))
    assert told("Dehors les tables !", "hate", toxic=1) == []
    assert told("Nous, les juifs, on aime dire youpin entre nous.", "reclaimed", toxic=0) == []


def test_names_of_groups_alone_are_counted_and_seldom_flagged(run):
    answer = run("neutral")
    assert answer.exit_code == 0, answer.output
    assert "| fr | women |" in answer.output
    assert "| language | sentences | flagged toxic | flagged hate |" in answer.output
