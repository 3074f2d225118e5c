"""How fast signed deliveries are kept, one comment a call and five hundred a call.

    python -m bench.webhook

Through gunicorn as `./run` serves it, while the worker processes what comes in. Beside it, the bare limits: an
answer of Flask that does nothing, and one insert of the same bytes with its commit.
"""

import sqlite3
import threading
import time

from bench.figures import Times, heading, line
from bench.house import house
from bench.words import some_text

CALLS, CLIENTS, STEADY, BODY = 2000, 8, 200, 500


def main():
    with house() as served:
        heading("Signed deliveries, one comment a call")
        empty = line("empty answer of Flask, 1 client", nothing(served))
        line("bare insert, committed", insert_alone(served))
        rate("1 client", *burst(served, 1, CALLS), aim=450, beside=empty)
        rate(f"{CLIENTS} clients", *burst(served, CLIENTS, CALLS // 2), aim=850)
        line(f"at {STEADY} calls a second", steady(served, 2000), tail=50, share=0.99)
        heading(f"Signed deliveries, {BODY} comments a call")
        times, seconds = burst(served, 1, 40, size=BODY)
        rate("1 client, calls", times, seconds)
        told(40 * BODY / seconds, 5000, "comments")


def rate(name, times, seconds, aim=None, beside=None):
    line(name, times, beside=beside)
    if aim:
        told(len(times.each) / seconds, aim, "calls")


def told(rate, aim, what):
    print(
        f"{'':34} {rate:,.0f} {what} a second, aim {aim:,}{'' if rate >= aim else '  missed'}",
        flush=True,
    )


def burst(served, clients, calls, size=1):
    """Every client sends as fast as it is answered; (times, seconds in all)."""
    senders, times = [served.sender() for _ in range(clients)], [[] for _ in range(clients)]

    def send(place):
        for number in range(calls // clients):
            times[place].append(answered(senders[place], place, number, size))

    threads = [threading.Thread(target=send, args=(place,)) for place in range(clients)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begun
    return Times(tuple(sum(times, []))), seconds


def steady(served, calls):
    """Calls at an even pace; a slow answer does not put off the next call by more than its own length."""
    sender, times, begun = served.sender(), [], time.perf_counter()
    for number in range(calls):
        time.sleep(max(0, begun + number / STEADY - time.perf_counter()))
        times.append(answered(sender, "s", number, 1))
    return Times(tuple(times))


def answered(sender, place, number, size):
    """Milliseconds until a body of new comments was accepted."""
    items = [comment(f"{place}-{number}-{n}") for n in range(size)]
    status, seconds = sender.deliver(items if size > 1 else items[0])
    assert status == 202, status
    return seconds * 1000


def comment(key):
    number = hash(key)
    author = {"id": f"a{number % 900}", "name": "Citoyenne"}
    return {
        "id": f"{sender_mark()}-{key}",
        "text": some_text(number),
        "author": author,
        "post": {"id": f"p{number % 40}", "title": "Réunion"},
    }


def sender_mark():
    return threading.get_ident()


def nothing(served, calls=500):
    """An answer that reads and writes nothing, by the same server."""
    import http.client

    link, times = http.client.HTTPConnection("127.0.0.1", served.port), []
    for _ in range(calls):
        begun = time.perf_counter()
        link.request("GET", "/healthz")
        link.getresponse().read()
        times.append((time.perf_counter() - begun) * 1000)
    return Times(tuple(times))


def insert_alone(served, rows=1000):
    """One row of a delivery's size, kept by SQLite alone, with its own commit."""
    link = sqlite3.connect(served.home / "bare.db", isolation_level=None)
    link.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; CREATE TABLE bare (id INTEGER PRIMARY KEY, payload BLOB)"
    )
    times = []
    for number in range(rows):
        begun = time.perf_counter()
        link.execute("BEGIN IMMEDIATE")
        link.execute("INSERT INTO bare (payload) VALUES (?)", (some_text(number).encode() * 3,))
        link.execute("COMMIT")
        times.append((time.perf_counter() - begun) * 1000)
    return Times(tuple(times))


if __name__ == "__main__":
    main()
