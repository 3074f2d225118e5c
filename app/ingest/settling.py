"""Keep many comments at once; one that the database will not have is set aside and the others are kept."""

import logging

from sqlalchemy.exc import InterfaceError, OperationalError

from app.comments.arrive import settle
from app.extensions import db

log = logging.getLogger(__name__)
REFUSED = "refused"


def settle_apart(channel_id, readies):
    """What became of each; halves a batch that fails until the one at fault stands alone."""
    if not readies:
        return []
    try:
        # A savepoint of the connection, not of the session: nobody is told of what is rolled back.
        with db.session.connection().begin_nested():
            return settle(channel_id, readies).outcomes
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        if len(readies) == 1:
            log.error("One comment cannot be kept: %s", type(error).__name__)
            return [REFUSED]
    middle = len(readies) // 2
    return settle_apart(channel_id, readies[:middle]) + settle_apart(channel_id, readies[middle:])
