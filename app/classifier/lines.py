"""Comments in as JSON lines, scores out as JSON lines, as they come."""

import json

from app.classifier.labels import thresholds_for

_AT_ONCE = 500
_CHUNK = 1 << 16


def answers(model, stream):
    """An answer for each line of a byte stream, in order, without waiting for more than has come."""
    for lines in arriving(stream):
        for at in range(0, len(lines), _AT_ONCE):
            yield from _answered(model, lines[at : at + _AT_ONCE])


def arriving(stream):
    """Lists of numbered whole lines, each as soon as it is there."""
    rest, number = b"", 0
    while chunk := stream.read1(_CHUNK):
        *lines, tail = chunk.split(b"\n")
        if not lines:
            rest += tail
            continue
        lines[0], rest = rest + lines[0], tail
        yield list(enumerate(lines, start=number + 1))
        number += len(lines)
    if rest:
        yield [(number + 1, rest)]


def _answered(model, lines):
    asked = [read(line, number) for number, line in lines if line.strip()]
    looks = iter(model.look([each["text"] for each in asked if "error" not in each]))
    known = model.thresholds
    return [each if "error" in each else answer(each["id"], next(looks), known) for each in asked]


def read(line, number):
    """The id and text of a line, or what is wrong with it."""
    try:
        each = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except (ValueError, RecursionError) as wrong:
        return {"error": f"line {number} is not JSON: {wrong}"}
    if not isinstance(each, dict):
        return {"error": f"line {number}: an object with an id and a text is needed"}
    if not isinstance(each.get("text"), str):
        return {"id": each.get("id"), "error": f"line {number}: text must be a string"}
    return {"id": each.get("id"), "text": each["text"]}


def answer(number, look, thresholds=None):
    """One comment's scores as the fields of a line."""
    return {
        "id": number,
        **look.scores,
        "sentiment": look.sentiment,
        "sentiment_scores": look.sentiments,
        "language": look.language,
        "script": look.script,
        "thresholds": thresholds_for(look.language, thresholds),
    }
