"""Reads of channels."""

from flask import abort
from sqlalchemy import select

from app.channels.models import Channel
from app.extensions import db


def get_channel(channel_id):
    return db.session.get(Channel, channel_id) or abort(404)


def channels(*, archived=False):
    """Every channel that is in use, by name; or those that were put away."""
    put_away = Channel.archived_at.is_not(None) if archived else Channel.archived_at.is_(None)
    return db.session.scalars(select(Channel).where(put_away).order_by(Channel.name)).all()


def channels_on(platform):
    """The channels of one platform that are in use, by name."""
    return [channel for channel in channels() if channel.platform == platform]
