"""A file is brought: kept beside the channel it belongs to, to be looked at before anything of it is read."""

from pathlib import PurePath

from flask_babel import gettext as _
from sqlalchemy import select

from app.channels.actions import connect_channel
from app.channels.models import Channel
from app.extensions import db
from app.ingest.importing import MAPPING, note_form, path_of, preview
from app.ingest.models import Import
from app.lib.errors import Refused

PLATFORM = "import"
LONGEST_NAME = 120


def bring(upload, *, channel, by):
    """Keep an uploaded file as an import to be; refuses what holds no rows."""
    file = Import(
        channel=channel or channel_for(upload.name, by),
        by_id=by.id if by else None,
        file_name=upload.name,
        stored_as=upload.stored_as,
        size=upload.size,
        kind="",
        state=MAPPING,
    )
    note_form(file, preview(file).form)
    db.session.add(file)
    db.session.flush()
    return file


def discard(file):
    """The file is not read after all; a channel that was only made for it goes with it."""
    if file.state != MAPPING:
        raise Refused(_("This file is being read or was read; stop it instead."))
    channel = file.channel
    path_of(file).unlink(missing_ok=True)
    db.session.delete(file)
    db.session.flush()
    other = select(Import.id).where(Import.channel_id == channel.id).limit(1)
    if channel.settings.get("for_a_file") and db.session.scalar(other) is None:
        db.session.delete(channel)


def channel_for(name, by):
    """A channel called like the file."""
    called = PurePath(name).stem[:LONGEST_NAME].strip() or _("A file")
    return connect_channel(PLATFORM, name=called, settings={"for_a_file": True}, by=by)


def bring_to(channel_id):
    """The channel a file is to be brought to; None when it gets one of its own."""
    if not channel_id:
        return None
    channel = db.session.get(Channel, channel_id)
    if channel is None or channel.platform != PLATFORM or channel.archived_at:
        raise Refused(_("Files cannot be brought to this channel."))
    return channel


def files_of(channel, most=50):
    """The files of one channel, the newest first."""
    wanted = select(Import).where(Import.channel_id == channel.id)
    return db.session.scalars(wanted.order_by(Import.id.desc()).limit(most)).all()
