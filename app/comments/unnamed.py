"""People who are to be named no more: their words stay as somebody's, and nothing here says whose."""

import secrets

from sqlalchemy import select

from app.channels.models import Channel
from app.comments.models import Author
from app.extensions import db


def unname(platforms, person):
    """Take name, handle, picture, address and number away from an author on these platforms; gives their ids."""
    wanted = select(Author).join(Channel, Channel.id == Author.channel_id)
    wanted = wanted.where(Channel.platform.in_(platforms), Author.platform_id == person)
    found = db.session.scalars(wanted).all()
    for author in found:
        author.platform_id = f"gone:{secrets.token_hex(12)}"
        author.name = author.handle = ""
        author.url = author.avatar_url = None
    return [author.id for author in found]
