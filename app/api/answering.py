"""What a program is answered: Perspective's AnalyzeCommentResponse."""

import re

from app.api.attributes import attribute_named
from app.classifier.in_force import model_in_force
from app.classifier.language import language_of

MOST_SENTENCES = 100
_SENTENCE = re.compile(r"[^.!?؟\n]*[.!?؟\n]*", re.DOTALL)
# As BCP 47 writes them: Derja is Arabic for who knows no more, and Arabizi is Arabic in Latin letters.
_TOLD = {("tn", "latn"): ["ar-Latn"], ("mixed", "mixed"): ["ar", "fr"], ("mixed", "latn"): ["fr"]}


def answer(asked):
    """Scores for the whole comment and, when asked, for each of its sentences; by what the team taught, too.

    The model is loaded by the first program that asks: a web that nobody asks stays small.
    """
    places = sentences(asked.text) if asked.spans else [(0, len(asked.text))]
    parts = [asked.text[start:end] for start, end in places]
    whole, *each = model_in_force().score([asked.text, *parts])
    spans = [(utf16(asked.text[:start]), utf16(asked.text[:end])) for start, end in places]
    found = {
        name: told
        for name, least in asked.attributes.items()
        if (told := told_of(attribute_named(name), whole, spans, each, least))
    }
    detected = languages_of(asked.text)
    body = {
        "attributeScores": found,
        "languages": asked.languages or detected,
        "detectedLanguages": detected,
    }
    return body | ({"clientToken": asked.token} if asked.token else {})


def told_of(reading, whole, spans, each, least):
    """One attribute's scores; None when the whole scores less than is worth telling."""
    if reading(whole) < least:
        return None
    return {
        "spanScores": [
            {"begin": begin, "end": end, "score": score(reading(part))}
            for (begin, end), part in zip(spans, each, strict=True)
        ],
        "summaryScore": score(reading(whole)),
    }


def score(value):
    return {"value": round(float(value), 6), "type": "PROBABILITY"}


def sentences(text):
    """(start, end) of each sentence that says something."""
    found = [match.span() for match in _SENTENCE.finditer(text) if match[0].strip()]
    # A page of dots must not cost a thousand readings: what is beyond the last one belongs to it.
    if len(found) > MOST_SENTENCES:
        found = [*found[: MOST_SENTENCES - 1], (found[MOST_SENTENCES - 1][0], len(text))]
    return found or [(0, len(text))]


def utf16(text):
    """A length as JavaScript and Perspective count it: beyond the first 65,536 characters each counts twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def languages_of(text):
    language, script = language_of(text)
    if not language:
        return []
    return _TOLD.get((language, script)) or [{"tn": "ar", "mixed": "ar"}.get(language, language)]
