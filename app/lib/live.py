"""Say to every open screen what changed, once it is really kept."""

from app.lib.bell import bell
from app.lib.transaction import after_commit

MOST = 50


def announce(kind, ids, **more):
    """Tell the screens that these comments changed or arrived; beyond fifty, only that many did."""
    ids = list(ids)
    message = {"kind": kind, "ids": ids[:MOST], "count": len(ids), **more}
    after_commit(lambda: bell().tell(message))
