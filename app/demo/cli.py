"""`flask demo`: fill this Sada with the demo, and say how to sign in to it."""

import click
from flask import current_app
from flask.cli import AppGroup

from app.demo.filling import fill
from app.demo.people import let_in
from app.lib.transaction import transaction


@click.group("demo", cls=AppGroup, invoke_without_command=True)
@click.pass_context
def cli(context):
    """A lively made-up inbox."""
    if context.invoked_subcommand is None:
        context.invoke(load)


@cli.command("load")
def load():
    """Fill the inbox, the first time, and print who may sign in to it."""
    comments, deeds = fill()
    click.echo(
        f"The demo has {comments} comments"
        + (f", and its team did {deeds} things." if deeds else ".")
    )
    with transaction():
        people, password = let_in()
    say_how(people, password)


def say_how(people, password):
    click.echo(
        f"Sign in at {current_app.config['PUBLIC_URL']}/login with the password {password} as"
    )
    for address, role in people:
        click.echo(f"  {address} ({role})")
