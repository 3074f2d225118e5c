"""A system of somebody's own, connected by a signed webhook."""

import pytest

from tests import cast
from tests.connectors.signing import SECRET, deliver


@pytest.fixture
def channel(the_app):
    return cast.channel(name="Ancien système", secrets={"secret": SECRET})


@pytest.fixture
def send(client, channel):
    """Send what a body says, signed; gives the answer."""
    return lambda content, **more: deliver(client, channel, content, **more)
