"""How fast a program that came from the Perspective API is answered, 20 times a second, by the whole product.

    python -m bench.refuge [--seconds 20]

Also told: whether the web processes hold scikit-learn, which they must not, and what memory everything takes.
"""

import argparse
import json
from itertools import count
from pathlib import Path

from app.api.keys import make_key
from app.lib.transaction import transaction
from bench.figures import heading, line
from bench.house import house
from bench.rates import Shared, drip, rate_line
from bench.sender import Sender
from bench.words import some_text

RATE, CLIENTS, LETTERS = 20, 4, 145
ATTRIBUTES = "TOXICITY SEVERE_TOXICITY INSULT PROFANITY THREAT IDENTITY_ATTACK".split()


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--seconds", type=float, default=20)
    seconds = options.parse_args().seconds
    with house() as place:
        with place.app.app_context(), transaction():
            key = make_key("bench", by=None)
        measure(place, lambda: Asker(place.house.url, key), seconds)


def measure(place, asker, seconds):
    drip(asker, texts(), clients=CLIENTS, seconds=2, rate=RATE)
    heading(f"Six attributes of a comment of {LETTERS} letters, asked {RATE} times a second")
    rate, times = drip(asker, texts(), clients=CLIENTS, seconds=seconds, rate=RATE)
    line("answer", times, tail=50)
    rate_line("answers", rate)
    learner = [
        pid for pid in place.house.pids("web") if "sklearn" in Path(f"/proc/{pid}/maps").read_text()
    ]
    print("scikit-learn in the web: " + ("yes, missed" if learner else "no"))
    print(f"memory of all processes: {place.memory():.0f} MB")


def texts():
    return Shared(" ".join(some_text(7 * n + k) for k in range(9))[:LETTERS] for n in count())


class Asker(Sender):
    """A program with its key, asking about one comment after the other."""

    def __init__(self, url, key):
        super().__init__(url, "", "")
        self.path = f"/api/comments:analyze?key={key}"

    def request(self, body):
        asked = {
            "comment": {"text": json.loads(body)},
            "requestedAttributes": dict.fromkeys(ATTRIBUTES, {}),
            "doNotStore": True,
        }
        whole = json.dumps(asked, ensure_ascii=False).encode()
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: {self.place[0]}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(whole)}\r\n\r\n"
        )
        return head.encode() + whole

    def deliver(self, text):
        status, took = super().deliver(text)
        return 202 if status == 200 else status, took


if __name__ == "__main__":
    main()
