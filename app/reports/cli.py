"""Commands over reports."""

import click
from flask.cli import AppGroup

from app.extensions import db
from app.lib.transaction import looking
from app.reports.daybooks.keeping import rebuild
from app.reports.daybooks.marking import missing

cli = AppGroup("reports", help="Figures over a period.")


@cli.command("rebuild")
def rebuild_daybooks():
    """Count every day anew, and say which of those that were kept were not right."""
    with looking():
        lost = missing(db.session.connection())
    number, wrong = rebuild()
    click.echo(f"{number} days counted, {len(wrong)} of them differed from what was kept.")
    for day in wrong:
        click.echo(f"  {day}")
    for name in lost:
        click.echo(
            f"The trigger {name} is missing: changes are not noticed. Run the migrations again."
        )
    if wrong or lost:
        raise SystemExit(1)
