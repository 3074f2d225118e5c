"""Channels are asked what is new: several at once, because platforms take their time, and never one twice at once."""

import logging
import threading

from flask import current_app

from app import jobs
from app.ingest.polling import begin_polls, due_channels, poll_channel
from app.lib.transaction import looking
from workers.runner import does
from workers.sweep import looks

log = logging.getLogger(__name__)
# How many platforms one worker waits for at the same time; each is a thread that mostly sleeps.
CREW = 8
busy, turns = set(), threading.Lock()


@does(jobs.POLL_CHANNELS, own_transactions=True)
def poll_channels():
    """Send somebody to every channel that is due, as far as there are hands; nobody waits for a slow platform."""
    with turns:
        free = CREW - len(busy)
    if free <= 0:
        return False
    with looking():
        # Those under way are claimed, so they are not among the due ones.
        due = due_channels(free)
    for channel_id in due:
        send(channel_id)
    return False


def send(channel_id):
    app = current_app._get_current_object()
    with turns:
        if channel_id in busy:
            return
        busy.add(channel_id)
    threading.Thread(
        target=go, args=(app, channel_id), daemon=True, name=f"poll-{channel_id}"
    ).start()


def go(app, channel_id):
    """One turn at one channel, in a context and with a session of its own."""
    try:
        with app.app_context():
            poll_channel(channel_id)
    except Exception as error:
        log.error("A turn at channel %s: %s", channel_id, type(error).__name__)
    finally:
        with turns:
            busy.discard(channel_id)


looks(begin_polls)
