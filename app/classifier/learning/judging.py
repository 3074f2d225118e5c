"""Whether a layer is better: on decisions it did not learn from, on the shipped tests, on last month."""

import numpy as np

from app.classifier.labels import LABELS, flagged

FEWEST = 20  # decisions to be judged by
MOST_LOST = 0.01  # of a label's macro-F1 on the shipped tests
LISTED = 60


def flags(looks, thresholds):
    """The set of labels that each look flags."""
    return [set(flagged(look.scores, thresholds, look.language)) for look in looks]


def on_decisions(said, before, after):
    """{label: [decisions, right before, right after]} where the team said something clearly."""
    found = {}
    for one, old, new in zip(said, before, after, strict=True):
        for name, (value, _) in one.items():
            row = found.setdefault(name, [0, 0, 0])
            row[0] += 1
            row[1] += (name in old) == bool(value)
            row[2] += (name in new) == bool(value)
    return found


def on_tests(examples, before, after):
    """{label: [rows, macro-F1 before, after]} on rows that nobody learned from."""
    found = {}
    for name in LABELS:
        known = [at for at, each in enumerate(examples) if name in each.labels]
        truth = np.array([examples[at].labels[name] for at in known], dtype=bool)
        if truth.sum() and (~truth).sum():
            seen = [np.array([name in flags[at] for at in known]) for flags in (before, after)]
            found[name] = [len(known), *(round(macro_f1(truth, each), 4) for each in seen)]
    return found


def macro_f1(truth, seen):
    """The mean of how well yes and no are told."""
    return float(np.mean([_f1(truth == side, seen == side) for side in (True, False)]))


def _f1(truth, seen):
    both = (truth & seen).sum()
    return 2 * both / max(truth.sum() + seen.sum(), 1)


def on_month(month, before, after):
    """How many of last month's comments would be flagged otherwise, and how many of these rightly."""
    changed = []
    for one, old, new in zip(month, before, after, strict=True):
        if old != new:
            changed.append(
                {
                    "id": one["id"],
                    "gained": sorted(new - old),
                    "lost": sorted(old - new),
                    "verdict": verdict(one.get("said") or {}, old ^ new, new),
                }
            )
    counts = {name: sum(each["verdict"] == name for each in changed) for name in VERDICTS}
    first = sorted(changed, key=lambda each: VERDICTS.index(each["verdict"]))[:LISTED]
    return {"seen": len(month), "changed": len(changed), **counts, "list": first}


VERDICTS = ("wrongly", "rightly", "undecided")


def verdict(said, differs, new):
    """What the team's own decision says of a change."""
    agrees = [bool(said[name][0]) == (name in new) for name in differs if name in said]
    if not agrees:
        return "undecided"
    return "rightly" if all(agrees) else "wrongly"


def outcome(decisions, tests):
    """proposed, too-few or no-better."""
    counts = [sum(column) for column in zip(*decisions.values(), strict=True)] or [0, 0, 0]
    if counts[0] < FEWEST:
        return "too-few"
    better = counts[2] > counts[1]
    return "proposed" if better and not forgets(tests) else "no-better"


def forgets(tests):
    """The labels that lose more than a point on the shipped tests."""
    return [name for name, (_, old, new) in tests.items() if old - new > MOST_LOST]
