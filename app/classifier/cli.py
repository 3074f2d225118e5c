"""`flask classifier …`: train a model, score lines, judge a labelled file."""

import json
import sys
import tempfile
from functools import partial
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
@click.option("--without-seed", is_flag=True, help="From that folder alone, not from our rows too.")
@click.option(
    "--quick", is_flag=True, help="Keep the model that is judged; do not learn again from all."
)
def train(data, out, without_seed, quick):
    """Learn from four rows in five, print the figures on the fifth; then learn from all, and keep that."""
    from app.classifier.evaluation import report
    from app.classifier.examples import Unreadable, read_seed, read_sets
    from app.classifier.model import FILES, SHIPPED, fingerprint, load
    from app.classifier.training import train as learn

    try:
        examples = [*read_sets(data), *([] if without_seed else read_seed())]
    except Unreadable as wrong:
        raise click.ClickException(str(wrong)) from wrong
    say = partial(click.echo, err=True)
    files = learn(examples, say)
    with tempfile.TemporaryDirectory() as folder:
        _write(files, Path(folder))
        click.echo(report(load(Path(folder)), [each for each in examples if each.held_back]))
    kept = files if quick else learn(examples, say, everything=True)
    _write(kept, out or SHIPPED)
    click.echo(f"\nKept {fingerprint(*(kept[name] for name in FILES))} in {out or SHIPPED}")


@cli.command()
@click.option("--model", type=_FOLDER, help="A folder that train wrote; else the one that ships.")
def score(model):
    """Read JSON lines with id and text, write the scores of each on a line of its own."""
    from app.classifier.lines import answers

    out, wrong = sys.stdout, 0
    for each in answers(_judge(model), sys.stdin.buffer):
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
    from app.classifier.examples import Unreadable, read_file

    try:
        examples = list(read_file(file, file.stem))
    except Unreadable as wrong:
        raise click.ClickException(str(wrong)) from wrong
    if not examples:
        raise click.ClickException(f"{file}: no row with a text")
    click.echo(report(_judge(model), examples))


@cli.command()
@click.option("--model", type=_FOLDER, help="A folder that train wrote; else the one that ships.")
@click.option("--terms", is_flag=True, help="A line for each name, and not for each group.")
def neutral(model, terms):
    """Print how many sentences that only name a group are flagged, by language and by group."""
    from app.classifier.evaluation import table
    from app.classifier.neutral import rows

    judge = _judge(model)
    heads = ["sentences", "flagged toxic", "flagged hate"]
    click.echo(table(["language", *heads], rows(judge, lambda each: (each.language,))) + "\n")
    if terms:
        counted = rows(judge, lambda each: (each.language, each.group, each.term))
        click.echo(table(["language", "group", "name", *heads], counted))
    else:
        counted = rows(judge, lambda each: (each.language, each.group))
        click.echo(table(["language", "group", *heads], counted))


def _judge(folder):
    """A model and the languages that were learned with it."""
    from app.classifier.language import use
    from app.classifier.model import SHIPPED, load

    if folder:
        use((folder / "language.bin").read_bytes())
    return load(folder or SHIPPED)


def _write(files, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
