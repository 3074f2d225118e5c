"""Leave words in the inbox, the way every other platform does."""

import json

from app.connectors.contract import Delivery
from app.ingest.actions import accept, receive_here
from app.lib.clock import now
from app.website.marks import reference


def leave(channel, form, mark):
    """Hand over what a citizen wrote; gives the reference they can name it by."""
    named = reference(mark, form.text.data)
    item = {
        "id": named,
        "text": form.text.data,
        "name": form.name.data or "",
        "place": form.place.data or "",
        "private": form.private.data,
        "created_at": now().isoformat(),
    }
    body = json.dumps(item, ensure_ascii=False).encode()
    receive_here(accept(channel, Delivery(body, {})))
    return named
