"""How fast words are found: common and rare, in three scripts, alone and with filters.

    python -m bench.search [100000 1000000]

Each search is the first page through gunicorn; beside it the query alone, and the bare index.
"""

import argparse
import sqlite3
from collections import Counter
from urllib.parse import quote

from app.lib.database import reads_only
from app.lib.text import search_words
from app.search.query import Query
from app.search.sql import count, select_ids
from bench.figures import compare, heading, line, timed
from bench.inbox import RARE, SIZES, inbox, open_inbox
from bench.pages import TRIES, times_of
from bench.serving import served

BARE = "SELECT rowid FROM comments_fts WHERE comments_fts MATCH ? ORDER BY rowid DESC LIMIT 26"


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("sizes", nargs="*", type=int, default=SIZES)
    found = [measure(size) for size in options.parse_args().sizes]
    if len(found) == 2:
        compare(*found)


def measure(size):
    home = inbox(size)
    searches = dict(asked())
    heading(f"Search in {size:,} comments")
    link = sqlite3.connect(home / "sada.db")
    common = searches["common word, French"]
    bare = line(
        "bare index, common word",
        timed(lambda _n: link.execute(BARE, (common,)).fetchall(), range(TRIES)),
    )
    alone = {f"query: {name}": each for name, each in queries(home, searches).items()}
    for name, times in alone.items():
        line(name, times)
    with served(home) as person:
        pages = {
            name: times_of(person, [f"/inbox?q={quote(text)}"]) for name, text in searches.items()
        }
    for name, times in pages.items():
        line(name, times, aim=45)
    return {"bare index": bare, **alone, **pages}


def queries(home, searches):
    """The same searches without a page around them, and a count each."""
    app, found = open_inbox(home), {}
    with app.app_context(), reads_only():
        for name, text in searches.items():
            query = Query.of(text)
            select_ids(query, 1, limit=26)
            found[name] = timed(lambda _n, q=query: select_ids(q, 1, limit=26), range(TRIES))
        common = Query.of(searches["common word, Arabic"])
        found["count, common word"] = timed(lambda _n: count(common, 1), range(20))
    return found


def asked():
    """(name, search) of what people look for."""
    common = common_words()
    for place, script in enumerate(("Arabic", "Arabizi", "French")):
        yield f"common word, {script}", common[script]
        yield f"rare word, {script}", RARE[place]
    yield "two common words", f"{common['French']} {common['Arabic']}"
    yield "common word or another", f"{common['French']} OR {common['Arabic']}"
    yield "common word, open", f"is:open {common['Arabic']}"
    yield "common word, rare filter", f'{common["French"]} tag:"sujet 25"'
    yield "rare word, common filter", f"is:done {RARE[0]}"
    yield "no such word", "motquinexistepas"


def common_words():
    """The commonest word of three letters or more of each kind of text."""
    from app.classifier.examples import read_seed

    kinds = {("ar", "arab"): "Arabic", ("tn", "latn"): "Arabizi", ("fr", "latn"): "French"}
    counted = {kind: Counter() for kind in kinds.values()}
    for example in read_seed():
        if kind := kinds.get((example.language, example.script)):
            counted[kind].update(word for word in search_words(example.text) if len(word) > 2)
    return {kind: words.most_common(1)[0][0] for kind, words in counted.items()}


if __name__ == "__main__":
    main()
