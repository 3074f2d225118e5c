"""Finds every connector there is: one module a platform in this folder."""

import importlib
import pkgutil
from functools import cache

from flask import current_app
from flask_babel import lazy_gettext as _l

import app.connectors
from app.connectors.contract import Connector


class Unknown(Connector):
    """Stands for a platform that this version has no connector of: what came from there stays, and nothing is done."""

    title = _l("Unknown platform")
    offered = False


@cache
def all_connectors():
    """Every connector by its name."""
    found = {}
    for module in pkgutil.iter_modules(app.connectors.__path__):
        for thing in vars(importlib.import_module(f"app.connectors.{module.name}")).values():
            if isinstance(thing, type) and issubclass(thing, Connector) and thing.name:
                found[thing.name] = thing
    return found


def connector_of(channel):
    """The connector class of a channel: what its platform can."""
    return all_connectors().get(channel.platform, Unknown)


def connect(channel):
    """A connector ready to speak for one channel."""
    kind = connector_of(channel)
    return kind(
        channel.settings,
        channel.secrets,
        account_id=getattr(channel, "account_id", None),
        granted=frozenset(told)
        if (told := getattr(channel, "granted", None)) is not None
        else None,
        since=getattr(channel, "since", None),
        app=app_of(kind),
        cursor=cursor_of(channel) if kind.hears_hubs else None,
    )


def cursor_of(channel):
    """How far a channel has been read; None where nobody knows."""
    return channel.poll.cursor if getattr(channel, "poll", None) else None


def app_of(kind):
    """The team's own application on a platform: the settings of config.py that its connector asks for."""
    return {word: current_app.config.get(name, "") for word, name in kind.app_settings.items()}


def for_everybody(kind):
    """A connector that speaks for our application and for no channel: at the address that all its channels share."""
    return kind({}, {}, app=app_of(kind))
