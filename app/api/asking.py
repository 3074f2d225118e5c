"""What a program asks, read from JSON: Perspective's AnalyzeCommentRequest."""

import json
import re
from dataclasses import dataclass

from app.api.attributes import LANGUAGES, attribute_named
from app.api.faults import language_unknown_to, wrong
from app.lib.markup import plain_text

LONGEST_BYTES = 20_480
FIELDS = {
    "comment": dict, "context": dict, "requestedAttributes": dict, "languages": list, "spanAnnotations": bool,
    "doNotStore": bool, "clientToken": str, "sessionId": str, "communityId": str,
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One comment, and what to say of it: the least score worth telling for each attribute."""

    text: str
    attributes: dict
    languages: list
    spans: bool
    token: str | None


def read(body):
    """The request in `body` (bytes); raises Fault for what cannot be answered."""
    fields = fields_of(body)
    text = text_of(fields.get("comment") or {})
    attributes = fields.get("requestedAttributes")
    if not attributes:
        raise wrong("Missing requested_attributes", "NO_REQUESTED_ATTRIBUTES")
    languages = fields.get("languages") or []
    least = {name: threshold(name, wish, languages) for name, wish in attributes.items()}
    spans = fields.get("spanAnnotations", False)
    return Asked(text, least, languages, spans, fields.get("clientToken"))


def fields_of(body):
    """The top of the request, its names in camelCase: Google's readers take snake_case as well."""
    try:
        told = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise wrong("Invalid JSON payload received.") from None
    if not isinstance(told, dict):
        raise wrong("Invalid JSON payload received. The request must be an object.")
    fields = {camel(name): value for name, value in told.items() if value is not None}
    for name, value in fields.items():
        if name not in FIELDS:
            raise wrong(
                f'Invalid JSON payload received. Unknown name "{name[:80]}": Cannot find field.'
            )
        if not isinstance(value, FIELDS[name]):
            raise wrong(f"Invalid value at '{name}': it must be a {FIELDS[name].__name__}.")
    if not all(isinstance(language, str) for language in fields.get("languages", ())):
        raise wrong("Invalid value at 'languages': each must be a str.")
    return fields


def camel(name):
    return re.sub(r"_([a-z])", lambda letter: letter[1].upper(), name)


def text_of(comment):
    text, kind = comment.get("text"), comment.get("type") or "PLAIN_TEXT"
    if kind not in ("PLAIN_TEXT", "HTML", "TEXT_TYPE_UNSPECIFIED"):
        raise wrong("Unknown text type")
    if text is not None and not isinstance(text, str):
        raise wrong("Invalid value at 'comment.text': it must be a str.")
    if len((text or "").encode("utf-8", "replace")) > LONGEST_BYTES:
        raise wrong("Comment text too long.", "COMMENT_TOO_LONG")
    text = plain_text(text) if text and kind == "HTML" else text
    if not text or not text.strip():
        raise wrong("Comment must be non-empty.", "COMMENT_EMPTY")
    return text


def threshold(name, wish, languages):
    """From which score on an attribute is told; refuses what is not offered."""
    if attribute_named(name) is None:
        raise wrong(f"Unknown requested attribute: {name[:80]}")
    if not isinstance(wish, dict):
        raise wrong(f"Invalid value at 'requestedAttributes.{name}': it must be a dict.")
    wish = {camel(key): value for key, value in wish.items()}
    if (kind := wish.get("scoreType") or "PROBABILITY") not in (
        "PROBABILITY",
        "SCORE_TYPE_UNSPECIFIED",
    ):
        raise wrong(f"Requested score type {kind} is not supported by attribute {name}")
    unknown = [each for each in languages if each.partition("-")[0].lower() not in LANGUAGES]
    if unknown:
        raise language_unknown_to(name, unknown)
    least = wish.get("scoreThreshold") or 0
    if isinstance(least, bool) or not isinstance(least, (int, float)):
        raise wrong(f"Invalid value at 'requestedAttributes.{name}.scoreThreshold'.")
    return least
