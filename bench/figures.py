"""Times as figures: the middle, the slow end, and whether they are what we aim at."""

import os
import time
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Times:
    """Milliseconds of many tries; `work` is the processor time of one, which other programs do not lengthen."""

    each: tuple
    work: float | None = None

    @property
    def median(self):
        return median(self.each)

    def slow(self, share):
        """The time that this share of the tries stayed under."""
        return sorted(self.each)[min(len(self.each) - 1, int(len(self.each) * share))]


def timed(act, tries):
    """How long an act takes with each of these, in milliseconds."""
    each = []
    for one in tries:
        begun = time.perf_counter()
        act(one)
        each.append((time.perf_counter() - begun) * 1000)
    return Times(tuple(each))


def heading(words):
    load = os.getloadavg()[0]
    print(f"\n{words}  (load {load:.1f} on {os.cpu_count()} cores)")
    print(f"{'':34} {'median':>9} {'p95':>9} {'p99':>9} {'work':>9}")


def line(name, times, *, aim=None, tail=None, share=0.95, beside=None):
    """One line: figures, how many times the bare limit beside it, and what is missed of the aim."""
    missed = [
        f"aim {wanted} ms missed"
        for wanted, got in ((aim, times.median), (tail, times.slow(share)))
        if wanted and got > wanted
    ]
    work = "" if times.work is None else f"{times.work:.1f} ms"
    against = f"  {times.median / beside.median:5.1f} × the bare limit" if beside else ""
    print(
        f"{name:34} {times.median:6.1f} ms {times.slow(0.95):6.1f} ms {times.slow(0.99):6.1f} ms {work:>9}"
        f"{against}{'  ' + ', '.join(missed) if missed else ''}",
        flush=True,
    )
    return times


def compare(small, large, most=1.2):
    """How the same figures of a ten times larger inbox compare."""
    print(f"\n{'ten times as many comments':34} {'median':>9} {'work':>9}   (aim {most})")
    for name in small:
        if name in large:
            ratio = large[name].median / small[name].median
            both = small[name].work and large[name].work
            work = f"{large[name].work / small[name].work:9.2f}" if both else ""
            print(f"{name:34} {ratio:9.2f} {work:>9}{'  missed' if ratio > most else ''}")
