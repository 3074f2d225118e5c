"""How fast comments are judged, beside the bare limit of the letter groups alone.

    python -m bench.classify [--texts 10000]

Uses the seed rows, cut to 145 letters each, so that nothing outside the repository is
needed. One process, and one thread: the figures are for one core.
"""

import argparse
import os
import statistics
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")

from app.classifier.examples import read_seed  # noqa: E402
from app.classifier.features import features  # noqa: E402
from app.classifier.language import language_of  # noqa: E402
from app.classifier.model import SHIPPED, load  # noqa: E402
from app.classifier.normalise import fold  # noqa: E402
from app.lib.text import normalise, search_text  # noqa: E402

BATCH = 500
LETTERS = 145


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--texts", type=int, default=10_000)
    texts = sample(options.parse_args().texts)
    start = time.perf_counter()
    model = load()
    print(f"load                     {(time.perf_counter() - start) * 1000:10.1f} ms")
    size = sum(path.stat().st_size for path in SHIPPED.iterdir())
    print(f"files that ship          {size / 1e6:10.1f} MB")
    model.score(texts[:BATCH])

    limit = in_batches(texts, lambda batch: features([fold(text) for text in batch]))
    score = in_batches(texts, model.look)
    whole = in_batches(texts, lambda batch: model.reasons(batch, model.score(batch)))
    show("letter groups alone", limit)
    show("all heads, batches of 500", score, limit)
    show("all heads and reasons", whole, limit)
    for each in (language_of, normalise, search_text):
        show(each.__name__, in_batches(texts, lambda batch, each=each: [*map(each, batch)]))

    times = sorted(one(model, text) for text in texts[:1000])
    print(f"all heads, one text: median  {statistics.median(times):10.3f} ms")
    print(f"all heads, one text: p99     {times[990 * len(times) // 1000]:10.3f} ms")


def sample(count):
    """Different texts, so that nothing is answered from memory alone."""
    rows = [each.text for each in read_seed()]
    pairs = (
        f"{rows[at % len(rows)]} {rows[(at * 7 + at // len(rows)) % len(rows)]}"
        for at in range(count)
    )
    return [f"{pair} {pair}"[:LETTERS] for pair in pairs]


def in_batches(texts, do):
    """Texts a second, the best of three."""
    return max(_once(texts, do) for _ in range(3))


def one(model, text):
    start = time.perf_counter()
    model.look([text])
    return (time.perf_counter() - start) * 1000


def show(name, speed, limit=None):
    share = f"  {speed / limit:4.0%} of the bare limit" if limit else ""
    print(f"{name:24} {speed:10,.0f} texts/s{share}")


def _once(texts, do):
    start = time.perf_counter()
    for at in range(0, len(texts), BATCH):
        do(texts[at : at + BATCH])
    return len(texts) / (time.perf_counter() - start)


if __name__ == "__main__":
    main()
