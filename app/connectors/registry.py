"""Finds every connector there is: one module a platform in this folder."""

import importlib
import pkgutil
from functools import cache

import app.connectors
from app.connectors.contract import Connector


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
    return all_connectors()[channel.platform]


def connect(channel):
    """A connector ready to speak for one channel."""
    return connector_of(channel)(channel.settings, channel.secrets)
