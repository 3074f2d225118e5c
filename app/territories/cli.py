"""`flask territories …`"""

import click
from flask.cli import AppGroup

from app.lib.transaction import transaction
from app.territories.actions import load_gazetteer

cli = AppGroup("territories", help="The places that comments name.")


@cli.command("load")
def load():
    """Bring the places up to date with the gazetteer that ships with Sada."""
    with transaction():
        click.echo(f"{load_gazetteer()} places")
