"""Accounts from the command line: `flask accounts …`."""

import click
from flask import current_app
from flask.cli import AppGroup
from flask_security.recoverable import generate_reset_password_token

from app.accounts import actions
from app.accounts.models import ROLES
from app.accounts.queries import everyone, user_called
from app.lib.errors import Refused
from app.lib.links import public_url
from app.lib.transaction import looking, transaction

cli = AppGroup("accounts", help="Who may sign in.")


@cli.command("setup-link")
def setup_link():
    """Print the address where the first administrator is made; nothing when there are users."""
    with transaction():
        link = actions.setup_link()
    if link:
        click.echo(link)


@cli.command("invite")
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), default="moderator")
@click.option("--locale", type=click.Choice(["fr", "ar", "en"]))
def invite(email, role, locale):
    """Invite EMAIL, and print the link of the invitation."""
    locale = locale or current_app.config["DEFAULT_LOCALE"]
    try:
        with transaction():
            invitation, link = actions.invite(email, role=role, by=None, locale=locale)
    except Refused as error:
        raise click.ClickException(str(error)) from None
    click.echo(link)


@cli.command("reset-link")
@click.argument("email")
def reset_link(email):
    """Print a link with which EMAIL chooses a new password, for when no letter can reach them."""
    with looking():
        user = user_called(email)
        if not user:
            raise click.ClickException("Nobody has this address.")
        click.echo(public_url("security.reset_password", token=generate_reset_password_token(user)))


@cli.command("list")
def list_users():
    """Print every user: address, role, whether they may sign in."""
    with looking():
        for user in everyone():
            click.echo(f"{user.email}\t{user.role}\t{'active' if user.active else 'shut out'}")
