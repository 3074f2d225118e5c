"""Say a secret on the next page and never again."""

from flask import flash, get_flashed_messages

from app.lib.secrets import locked, unlocked

WHERE = "said-once"


def say_once(secret):
    """Show a secret on the page that comes next; the cookie on the way carries it locked."""
    if secret:
        flash(locked(secret), WHERE)


def said_once():
    """The secret that this page is to show, if there is one."""
    said = get_flashed_messages(category_filter=[WHERE])
    return unlocked(said[0]) if said else None
