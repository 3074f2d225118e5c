"""Channels are asked what is new: several at once, because platforms take their time, and never one twice at once.

A knock starts the dispatcher, which then looks every second by itself for as long as knocks come at all: a worker that
waits for some platform's answer to a reply would otherwise hold up the reading of all the others.
"""

import logging
import threading
import time
import traceback

from flask import current_app
from sqlalchemy.exc import OperationalError

from app import jobs
from app.ingest.gaps import begin_rechecks, recheck
from app.ingest.polling import begin_polls, due_channels, poll_channel
from app.lib.transaction import looking, transaction
from workers.runner import does
from workers.sweep import looks

log = logging.getLogger(__name__)
# How many platforms one worker waits for at the same time; each is a thread that mostly sleeps. Few of them look
# again at what is here already: what is new comes first.
READERS, REREADERS = 8, 2
EVERY_SECONDS, KEEPS_ON_SECONDS = 1, 120


class Crew:
    """Who is out at which channel."""

    def __init__(self, most, work):
        self.most, self.work = most, work
        self.busy, self.lock = set(), threading.Lock()

    @property
    def free(self):
        return self.most - len(self.busy)

    def send(self, channel_id):
        with self.lock:
            if channel_id in self.busy:
                return
            self.busy.add(channel_id)
        app = current_app._get_current_object()
        threading.Thread(target=self.go, args=(app, channel_id), daemon=True).start()

    def go(self, app, channel_id):
        """One errand, in a context and with a session of its own."""
        try:
            with app.app_context():
                self.work(channel_id)
        except Exception as error:
            # Not the message, which may quote what somebody wrote.
            where = "".join(traceback.format_tb(error.__traceback__, -4))
            log.error("Channel %s: %s\n%s", channel_id, type(error).__name__, where)
        finally:
            with self.lock:
                self.busy.discard(channel_id)


readers, rereaders = Crew(READERS, poll_channel), Crew(REREADERS, recheck)
knocked, dispatcher = 0.0, None


@does(jobs.POLL_CHANNELS, own_transactions=True)
def poll_channels():
    """Keep the dispatcher at work; a worker has one."""
    global knocked, dispatcher
    knocked = time.monotonic()
    if dispatcher is None or not dispatcher.is_alive():
        app = current_app._get_current_object()
        dispatcher = threading.Thread(target=dispatch, args=(app,), daemon=True, name="dispatcher")
        dispatcher.start()
    return False


def dispatch(app):
    """Look every second, until nobody has knocked for long."""
    pause = threading.Event()
    while time.monotonic() - knocked < KEEPS_ON_SECONDS:
        try:
            with app.app_context():
                send_everybody()
        except OperationalError:
            log.warning("The database is busy; channels are asked in a moment.")
        pause.wait(EVERY_SECONDS)


def send_everybody():
    """Send somebody to every channel that is due, as far as there are hands."""
    if readers.free > 0:
        with looking():
            # Those under way are claimed, so they are not among the due ones.
            due = due_channels(readers.free)
        for channel_id in due:
            readers.send(channel_id)
    if rereaders.free > 0:
        with transaction():
            again = begin_rechecks(rereaders.free)
        for channel_id in again:
            rereaders.send(channel_id)


looks(begin_polls)
