"""The processes of one running Sada: watched, started again, stopped in order."""

import os
import select
import signal
import sys
import time


class Stopped(Exception):
    """Somebody asked the supervisor to stop."""


class Failed(Exception):
    """A process that has never worked ended: starting it again would not help."""


class Family:
    """Every child in the order it is stopped; a second request to stop ends them at once."""

    def __init__(self, children, say=None):
        self.children = children
        self.say = say or say_to_person
        self.expected, self.asked = [], 0
        self.wake, wake_up = os.pipe()
        for end in (self.wake, wake_up):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(wake_up, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self.note_request)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def note_request(self, *_):
        self.asked += 1

    def start(self, *children):
        for child in children:
            child.start()
            self.expected.append(child)

    def forget(self, child):
        self.expected.remove(child)

    def watch(self, until=lambda: False, every=1.0, first=False):
        """Keep the children alive until something holds; at the first start a death is a failure."""
        while not until():
            if self.asked:
                raise Stopped
            self.look_after(first)
            self.sleep(min([every, *(child.due_at - time.monotonic() for child in self.dead())]))

    def look_after(self, first):
        for child in self.expected:
            code = child.notice_end()
            if code is not None and first:
                raise Failed(f"{child.name} could not start: what is above says why.")
            if code is not None:
                self.say(f"{child.name} {told(code)}; starting it again in {pause_of(child)}.")
        for child in self.dead():
            if child.due_at <= time.monotonic():
                child.start()

    def dead(self):
        return [child for child in self.expected if not child.running]

    def finish(self, child):
        """Run a child that ends by itself, while the others are watched; its exit code."""
        child.start()
        self.watch(until=lambda: child.notice_end() is not None)
        return child.process.returncode

    def sleep(self, seconds):
        """Sleep until a signal comes: a child's end, or a request to stop."""
        if select.select([self.wake], [], [], max(seconds, 0))[0]:
            os.read(self.wake, 4096)

    def stop(self):
        """Ask each to end, one after the other, and wait; end it when it does not, or asked again."""
        asked_before = self.asked
        for child in self.children:
            child.ask_to_stop()
            patience = time.monotonic() + child.stop_within
            while child.running and child.notice_end() is None:
                left = patience - time.monotonic()
                if left <= 0 or self.asked > asked_before:
                    child.kill()
                self.sleep(min(max(left, 0.05), 1.0))


def told(code):
    return f"ended by signal {-code}" if code < 0 else f"ended with code {code}"


def pause_of(child):
    return f"{max(child.due_at - time.monotonic(), 0):.1f} s"


def say_to_person(words):
    print(words, file=sys.stderr, flush=True)
