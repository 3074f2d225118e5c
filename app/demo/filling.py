"""Fill an inbox with the demo: once, however often it is asked for."""

import time

from app.channels.actions import connect_channel
from app.channels.models import Channel
from app.comments.models import Comment
from app.demo.deeds import act_out
from app.demo.deliveries import (
    deliver_film_file,
    deliver_messages,
    deliver_page,
    deliver_signed,
)
from app.demo.people import team
from app.extensions import db
from app.ingest.actions import process
from app.ingest.importing import UNDER_WAY
from app.ingest.models import Import
from app.ingest.queries import waiting_channels
from app.ingest.rows import import_slice
from app.lib.transaction import looking, transaction

# mark, platform, name, settings, how its comments come in
SOURCES = (
    ("page", "demo", "Page publique du projet", {}, deliver_page),
    ("town", "webhook", "Système de la mairie", {}, deliver_signed),
    ("films", "import", "Commentaires de nos films", {}, deliver_film_file),
    ("form", "website", "Questions du site", {
        "welcome": ["Une question, une idée, un problème dans votre quartier ?", "عندك سؤال أو فكرة؟ أكتبلنا."],
    }, deliver_messages),
)  # fmt: skip
FINISHED = "finished"
LONGEST_WAIT = 60


def fill():
    """Bring the demo's comments in and do what its team did; says how many of both there are."""
    with transaction():
        channels = [demo_channel(*source) for source in SOURCES]
        names = [channel.id for channel in channels]
        finished = all(channel.settings["demo"] == FINISHED for channel in channels)
    if finished:
        return count_comments(names), 0
    for (*_told, deliver), channel_id in zip(SOURCES, names, strict=True):
        with transaction():
            deliver(db.session.get(Channel, channel_id))
    understand_all(names)
    with transaction():
        return count_comments(names), finish(names)


def understand_all(names):
    """Turn what came in into comments, together with the workers, until nothing waits."""
    end = time.monotonic() + LONGEST_WAIT
    while process() or read_files(names) or waits(names):
        if time.monotonic() > end:
            raise RuntimeError("The demo's comments are not understood: look at the workers' log.")
        time.sleep(0.05)


def read_files(names):
    """Read the demo's files on, as a worker would."""
    with looking():
        files = files_under_way(names)
    return any(import_slice(file_id) for file_id in files)


def waits(names):
    """Whether a worker still has some of it in its hands."""
    with looking():
        return bool(set(waiting_channels()) & set(names)) or bool(files_under_way(names))


def files_under_way(names):
    wanted = db.select(Import.id).where(Import.channel_id.in_(names), Import.state.in_(UNDER_WAY))
    return db.session.scalars(wanted).all()


def finish(names):
    """The team's deeds, all or none of them, so that filling again after a power cut does none twice."""
    channels = [db.session.get(Channel, channel_id) for channel_id in names]
    done = act_out(channels, team())
    for channel in channels:
        channel.settings = {**channel.settings, "demo": FINISHED}
    return done


def demo_channel(mark, platform, name, settings, deliver):
    """One channel of the demo, made when it is not there."""
    for channel in db.session.scalars(db.select(Channel).filter_by(platform=platform)):
        if channel.settings.get("demo") in (mark, FINISHED):
            return channel
    return connect_channel(platform, name=name, settings={**settings, "demo": mark})


def count_comments(names):
    wanted = db.select(db.func.count()).where(Comment.channel_id.in_(names))
    return db.session.scalar(wanted)
