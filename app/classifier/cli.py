"""`flask classifier …`: train a model, score lines, judge a labelled file."""

import json
import sys
import tempfile
from pathlib import Path

import click
from flask.cli import AppGroup

cli = AppGroup("classifier", help="Train, try and judge the classifier.")

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@cli.command()
@click.option(
    "--data", type=_FOLDER, required=True, help="Folder of <set>/train.csv or of CSV files."
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="Where to keep it; else where it ships."
)
def train(data, out):
    """Learn from a folder and the seed rows; print the figures, then keep the model."""
    from app.classifier.evaluation import report
    from app.classifier.examples import read_seed, read_sets
    from app.classifier.model import SHIPPED, load
    from app.classifier.training import train as learn

    examples = [*read_sets(data), *read_seed()]
    files = learn(examples)
    with tempfile.TemporaryDirectory() as folder:
        _write(files, Path(folder))
        judged = load(Path(folder))
        click.echo(report(judged, [each for each in examples if each.held_back]))
    _write(files, out or SHIPPED)
    click.echo(f"\nKept {judged.version} in {out or SHIPPED}")


@cli.command()
@click.option("--model", type=_FOLDER, help="A folder that train wrote; else the one that ships.")
def score(model):
    """Read JSON lines with id and text, write the scores of each on a line of its own."""
    from app.classifier.lines import answers
    from app.classifier.model import SHIPPED, load

    out, wrong = sys.stdout, 0
    for each in answers(load(model or SHIPPED), sys.stdin.buffer):
        out.write(json.dumps(each, ensure_ascii=True) + "\n")
        out.flush()
        if "error" in each:
            wrong += 1
            click.echo(each["error"], err=True)
    if wrong:
        raise SystemExit(1)


@cli.command()
@click.argument("file", type=_FILE)
@click.option("--model", type=_FOLDER, help="A folder that train wrote; else the one that ships.")
def evaluate(file, model):
    """Print the tables of the model card for a CSV with text, language and labels as 0 or 1."""
    from app.classifier.evaluation import report
    from app.classifier.examples import read_file
    from app.classifier.model import SHIPPED, load

    examples = list(read_file(file, file.stem))
    if not examples:
        raise click.ClickException(f"{file}: no row with a text")
    click.echo(report(load(model or SHIPPED), examples))


def _write(files, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
