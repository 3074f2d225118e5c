"""How well the model judges rows it never learned from, as the tables of the model card."""

import numpy as np
from sklearn.metrics import f1_score, roc_auc_score

from app.classifier.labels import LABELS
from app.classifier.language import group_of, language_of
from app.classifier.tongues import name_of

_MAGHREB = ("tn", "dz", "ma")
_LEAST = 20  # rows, below which a figure says nothing

GROUPS = {
    "T-HSAB": lambda each: each.set == "thsab",
    "Maghrebi, Arabic script": lambda each: each.language in _MAGHREB and each.script == "arab",
    "Maghrebi, Latin script": lambda each: each.language in _MAGHREB and each.script == "latn",
    "other Arabic": lambda each: each.language == "ar",
    "French": lambda each: each.language == "fr",
    "English": lambda each: each.language == "en",
    "seed (civic)": lambda each: each.set == "seed",
    "all": lambda each: True,
}


def quality(model, label, examples, groups=GROUPS):
    """For each group: rows, macro-F1 at 0.5 and at the threshold, AUC, calibration error."""
    known = [each for each in examples if label in each.labels]
    scores = _scores(model, label, known)
    rows = {}
    for name, belongs in groups.items():
        chosen = np.array([belongs(each) for each in known], dtype=bool)
        target = np.array([each.labels[label] for each in known])[chosen]
        if len(target) and 0 < target.sum() < len(target):
            rows[name] = _figures(target, scores[chosen], LABELS[label].threshold)
    return rows


def false_alarms(model, label, examples):
    """Of the rows that are fine, how many are flagged, for each language as it is recognised."""
    fine = [each for each in examples if each.labels.get(label) == 0]
    scores = _scores(model, label, fine)
    groups = np.array([group_of(*language_of(each.text)) for each in fine])
    return {
        str(name): (int((groups == name).sum()), _share(scores[groups == name], label))
        for name in sorted(set(groups))
        if (groups == name).sum() >= _LEAST
    }


def languages(examples):
    """For each set and script, how often the language is recognised."""
    by_set = {}
    for each in examples:
        if each.language and each.script in ("arab", "latn"):
            by_set.setdefault((name_of(each), each.set, each.script), []).append(each)
    return {
        key: (len(rows), _recognised(rows))
        for key, rows in sorted(by_set.items())
        if len(rows) >= _LEAST
    }


def table(heads, rows):
    """Rows as a Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def report(model, examples):
    """Everything above as one text."""
    parts = [f"Model {model.version}, {len(examples)} rows"]
    for label in LABELS:
        heads = [label, "rows", "macro-F1", "at threshold", "AUC", "calibration error"]
        figures = quality(model, label, examples)
        if figures:
            parts.append(table(heads, [[name, *each] for name, each in figures.items()]))
    alarms = false_alarms(model, "toxic", examples)
    heads = ["language", "fine rows", "flagged toxic"]
    parts.append(table(heads, [[name, *each] for name, each in alarms.items()]))
    heads = ["language", "set", "script", "rows", "recognised"]
    parts.append(table(heads, [[*key, *each] for key, each in sorted(languages(examples).items())]))
    return "\n\n".join(parts)


def _scores(model, label, examples):
    texts = [each.text for each in examples]
    batches = [model.score(texts[at : at + 500]) for at in range(0, len(texts), 500)]
    return np.array([each[label] for batch in batches for each in batch])


def _figures(target, scores, threshold):
    return (
        len(target),
        f"{f1_score(target, scores >= 0.5, average='macro'):.3f}",
        f"{f1_score(target, scores >= threshold, average='macro'):.3f}",
        f"{roc_auc_score(target, scores):.3f}",
        f"{_calibration_error(target, scores):.3f}",
    )


def _calibration_error(target, scores, bins=10):
    """Expected calibration error with both answers given equal mass, as the scores are meant."""
    weights = np.where(target == 1, 0.5 / target.sum(), 0.5 / (target == 0).sum())
    places = np.minimum((scores * bins).astype(int), bins - 1)
    error = 0.0
    for place in range(bins):
        chosen = places == place
        if mass := weights[chosen].sum():
            meant = (weights[chosen] * scores[chosen]).sum()
            error += abs((weights[chosen] * target[chosen]).sum() - meant) if mass else 0
    return error


def _share(scores, label):
    return f"{(scores >= LABELS[label].threshold).mean():.1%}"


def _recognised(rows):
    right = sum(language_of(each.text)[0] == name_of(each) for each in rows)
    return f"{right / len(rows):.3f}"
