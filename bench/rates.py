"""How much comes through in a while, by one client or several."""

import threading
import time

from bench.figures import Times


def flood(make_sender, batches, *, clients, seconds):
    """Every client sends as soon as it has an answer, until the time or the batches end; gives (deliveries
    a second, times of the answers)."""
    end = time.perf_counter() + seconds
    return run(make_sender, clients, lambda sender, times: until(end, sender, batches, times))


def drip(make_sender, batches, *, clients, seconds, rate):
    """So many deliveries a second, evenly, whether or not the answers keep up."""
    begun = time.perf_counter()

    def paced(sender, times):
        first, number = times.number / rate, 0
        while (due := begun + first + number * clients / rate) < begun + seconds:
            time.sleep(max(0, due - time.perf_counter()))
            # A delivery that had to wait for the one before waited for us: that is part of its time.
            once(sender, next(batches), times, since=due)
            number += 1

    return run(make_sender, clients, paced)


class Taken(list):
    """The times of one client's answers, in milliseconds."""

    def __init__(self, number):
        super().__init__()
        self.number = number


def until(end, sender, batches, times):
    while time.perf_counter() < end and (batch := next(batches, None)):
        once(sender, batch, times)


def once(sender, batch, times, since=None):
    status, took = sender.deliver(batch)
    if status != 202:
        raise SystemExit(f"a delivery was answered with {status}")
    times.append((time.perf_counter() - since if since else took) * 1000)


def run(make_sender, clients, work):
    all_times = [Taken(number) for number in range(clients)]
    threads = [threading.Thread(target=work, args=(make_sender(), times)) for times in all_times]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = Times(tuple(each for times in all_times for each in times))
    return len(times.each) / (time.perf_counter() - begun), times


class Shared:
    """One iterator for several threads."""

    def __init__(self, iterator):
        self.iterator, self.lock = iterator, threading.Lock()

    def __iter__(self):
        return self

    def __next__(self):
        with self.lock:
            return next(self.iterator)


def rate_line(name, rate, *, aim=None, beside=None, unit="a second"):
    """One line: a rate, the share of the bare limit, and what is missed of the aim."""
    against = f"  {rate / beside:5.2f} of the bare limit" if beside else ""
    missed = f"  aim {aim:,} missed" if aim and rate < aim else ""
    print(f"{name:34} {rate:9,.0f} {unit}{against}{missed}", flush=True)
    return rate


def work_line(before, after, count):
    """What each thing cost in processor time, which says more than a rate on a machine that others use too."""
    each = {part: (after[part] - before[part]) * 1000 / max(count, 1) for part in after}
    told = ", ".join(f"{part} {cost:.2f} ms" for part, cost in each.items())
    print(f"{'processor time for each':34} {told}", flush=True)
