"""What the commands say of places."""

import pytest

from app.territories.evaluation import hash_of


@pytest.fixture
def run(app):
    return app.test_cli_runner().invoke


def test_a_text_is_told_its_places(run):
    said = run(args=["territories", "name", "nes el kef w 9asrine"]).output
    assert [line.split("\t")[0] for line in said.splitlines()] == ["g23", "g42"]


def test_precision_and_recall_are_measured_on_a_file(run, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(
        "text,places,perhaps\nSiliana mérite mieux,g24,\nRien ici,g23,\nà Gafsa,,\nÀ Tunis,,g11\n",
        encoding="utf-8",
    )
    said = run(args=["territories", "evaluate", str(path), "--wrong"]).output

    assert "precision  0.500  (1 right, 1 wrong)" in said
    assert "recall     0.500  (1 missed)" in said
    assert "-g23 Rien ici" in said and "+g61 à Gafsa" in said


def test_texts_that_may_not_be_repeated_are_found_by_their_hash(run, tmp_path):
    (tmp_path / "sets").mkdir()
    (tmp_path / "sets" / "theirs.csv").write_text("text\nSiliana\n", encoding="utf-8")
    path = tmp_path / "labels.csv"
    path.write_text(f"hash,places\n{hash_of('Siliana')},g24\n", encoding="utf-8")

    said = run(
        args=["territories", "evaluate", str(path), "--texts", str(tmp_path / "sets")]
    ).output
    assert "texts      1, 1 of them name a place" in said


@pytest.mark.parametrize("content", ["text\nSiliana\n", "text,places\nSiliana,g99999\n"])
def test_a_file_that_cannot_be_measured_says_why(run, tmp_path, content):
    path = tmp_path / "mine.csv"
    path.write_text(content, encoding="utf-8")
    said = run(args=["territories", "evaluate", str(path)])
    assert said.exit_code == 1 and "mine.csv" in said.output
