"""How well the model judges rows it never learned from, as the tables of the model card."""

import numpy as np
from sklearn.metrics import f1_score, roc_auc_score

from app.classifier.labels import LABELS, SENTIMENTS, threshold
from app.classifier.language import group_of
from app.classifier.tongues import name_of

_MAGHREB = ("tn", "dz", "ma")
_LEAST = 20  # rows, below which a figure says nothing
_BINS = 10


def _public(belongs):
    return lambda each: each.set != "seed" and belongs(each)


def _seed(language):
    return lambda each: each.set == "seed" and each.language == language


GROUPS = {
    "T-HSAB": lambda each: each.set == "thsab",
    "Maghrebi, Arabic script": _public(lambda each: _is_maghrebi(each, "arab")),
    "Maghrebi, Latin script": _public(lambda each: _is_maghrebi(each, "latn")),
    "other Arabic": _public(lambda each: each.language == "ar"),
    "French": _public(lambda each: each.language == "fr"),
    "English": _public(lambda each: each.language == "en"),
    "seed, French": _seed("fr"),
    "seed, Arabic": _seed("ar"),
    "seed, Derja": _seed("tn"),
    "seed, English": _seed("en"),
    "all": lambda each: True,
}


def _is_maghrebi(each, script):
    return each.language in _MAGHREB and each.script == script


class Judged:
    """Labelled rows beside what the model makes of them, looked at once."""

    def __init__(self, model, examples):
        self.rows = list(examples)
        self.looks = model.look([each.text for each in self.rows])
        self.thresholds = model.thresholds

    def of(self, label, belongs=lambda each: True):
        """(truth, score, threshold) of each row that says something of a label."""
        found = [
            (
                each.labels[label],
                look.scores[label],
                threshold(label, look.language, self.thresholds),
            )
            for each, look in zip(self.rows, self.looks, strict=True)
            if label in each.labels and belongs(each)
        ]
        return np.array(found, dtype=float).reshape(-1, 3).T


def report(model, examples):
    """Everything this file can tell, as one text."""
    judged = Judged(model, examples)
    parts = [f"Model {model.version}, {len(judged.rows)} rows"]
    heads = ["rows", "yes", "macro-F1", "AUC", "recall at 1% false", "calibration error"]
    for label in LABELS:
        if figures := quality(judged, label):
            parts.append(table([label, *heads], [[name, *each] for name, each in figures.items()]))
    if moods := sentiments(judged):
        parts.append(table(["sentiment", "rows", "right", "calibration error"], moods))
    if alarms := false_alarms(judged):
        heads = ["language", "fine rows", "flagged toxic"]
        parts.append(table(heads, [[name, *each] for name, each in alarms.items()]))
    heads = ["language", "set", "script", "rows", "recognised"]
    parts.append(table(heads, [[*key, *each] for key, each in languages(judged).items()]))
    return "\n\n".join(parts)


def quality(judged, label, groups=GROUPS):
    """For each group: rows, how many say yes, macro-F1 at the threshold, AUC and more."""
    rows = {}
    for name, belongs in groups.items():
        target, scores, least = judged.of(label, belongs)
        if min((target == 1).sum(), (target == 0).sum()) >= _LEAST:
            rows[name] = figures(target, scores, least)
    return rows


def figures(target, scores, least):
    fine = np.sort(scores[target == 0])[::-1]
    bar = fine[int(len(fine) * 0.01)]
    return (
        len(target),
        int(target.sum()),
        f"{f1_score(target, scores >= least, average='macro'):.3f}",
        f"{roc_auc_score(target, scores):.3f}",
        f"{(scores[target == 1] > bar).mean():.3f}",
        f"{calibration_error(target, scores):.3f}",
    )


def calibration_error(right, sure):
    """How far, on average, a stated certainty is from how often it is right."""
    places = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    return sum(
        abs(right[places == place].mean() - sure[places == place].mean()) * (places == place).mean()
        for place in set(places.tolist())
    )


def sentiments(judged):
    """For each set and script: rows, how many are recognised, calibration error."""
    by_set = {}
    for each, look in zip(judged.rows, judged.looks, strict=True):
        if "sentiment" in each.labels:
            right = [each.labels["sentiment"] == one for one in SENTIMENTS]
            pair = (look.sentiment == each.labels["sentiment"], right, look.sentiments.values())
            by_set.setdefault((each.set, each.language, each.script), []).append(pair)
    return [
        [" ".join(key), len(rows), f"{np.mean([row[0] for row in rows]):.3f}", _mood_error(rows)]
        for key, rows in sorted(by_set.items())
        if len(rows) >= _LEAST
    ]


def _mood_error(rows):
    right = np.array([row[1] for row in rows], dtype=float)
    sure = np.array([list(row[2]) for row in rows])
    return (
        f"{np.mean([calibration_error(*pair) for pair in zip(right.T, sure.T, strict=True)]):.3f}"
    )


def false_alarms(judged, label="toxic"):
    """Of the rows that are fine, how many are flagged, for each language as it is recognised."""
    by_language = {}
    for each, look in zip(judged.rows, judged.looks, strict=True):
        if each.labels.get(label) == 0:
            up = look.scores[label] >= threshold(label, look.language, judged.thresholds)
            group = group_of(look.language, look.script)
            by_language.setdefault(group, []).append(up)
    return {
        name: (len(rows), f"{np.mean(rows):.1%}")
        for name, rows in sorted(by_language.items())
        if len(rows) >= _LEAST
    }


def languages(judged):
    """For each set and script, how often the language is recognised."""
    by_set = {}
    for each, look in zip(judged.rows, judged.looks, strict=True):
        if each.language and each.script in ("arab", "latn"):
            key = (name_of(each), each.set, each.script)
            by_set.setdefault(key, []).append(look.language == name_of(each))
    return {
        key: (len(rows), f"{np.mean(rows):.3f}")
        for key, rows in sorted(by_set.items())
        if len(rows) >= _LEAST
    }


def table(heads, rows):
    """Rows as a Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)
