"""`flask territories …`"""

import click
from flask.cli import AppGroup

from app.lib.transaction import transaction
from app.territories.actions import load_gazetteer
from app.territories.evaluation import Unlabelled, measure, read_labelled, share
from app.territories.gazetteer import entries
from app.territories.recognise import places_in

cli = AppGroup("territories", help="The places that comments name.")


@cli.command("load")
def load():
    """Bring the places up to date with the gazetteer in use, and groupings with their members."""
    with transaction():
        click.echo(f"{load_gazetteer()} places")


@cli.command("name")
@click.argument("text")
def name(text):
    """Say which places a text names."""
    for code in places_in(text):
        place = entries()[code]
        click.echo(f"{code}\t{place.kind}\t{place.name_fr}\t{place.name_ar}")


@cli.command("evaluate")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--texts", type=click.Path(exists=True, file_okay=False),
              help="Where the texts are, if FILE holds their hashes alone.")  # fmt: skip
@click.option("--wrong", is_flag=True, help="List what was found wrongly (+) and not found (-).")
def evaluate(file, texts, wrong):
    """Measure precision and recall on a CSV of texts with the places that a person read in them."""
    try:
        counts, mistakes = measure(read_labelled(file, texts))
    except Unlabelled as nothing:
        raise click.ClickException(str(nothing)) from nothing
    for text, extra, missed in mistakes if wrong else ():
        click.echo(" ".join([*(f"+{one}" for one in extra), *(f"-{one}" for one in missed), text]))
    precision = share(counts["right"], counts["wrong"])
    recall = share(counts["right"], counts["missed"])
    click.echo(f"texts      {counts['texts']}, {counts['naming']} of them name a place")
    click.echo(f"precision  {precision:.3f}  ({counts['right']} right, {counts['wrong']} wrong)")
    click.echo(f"recall     {recall:.3f}  ({counts['missed']} missed)")
