"""What the platforms' own specifications say, to hold our calls and our fakes to; skips where they are not at hand."""

import json
import re
from functools import cache

import pytest

from config import ROOT

SPECS = ROOT.parent / "shared" / "specs"


@cache
def spec(name):
    """One machine-readable specification."""
    path = SPECS / name
    if not path.exists():
        pytest.skip(f"{name} is not here")
    return json.loads(path.read_text("utf-8"))


def operation(openapi, method, path):
    """The documented operation behind a call; None when the documentation knows none."""
    for template, methods in openapi["paths"].items():
        pattern = re.sub(r"\\\{[^/]+?\\\}", "[^/]+", re.escape(template))
        if re.fullmatch(pattern, path) and method.lower() in methods:
            return methods[method.lower()]
    return None


def undocumented(openapi, calls):
    """The calls, or parts of calls, that a specification does not know: (method, path, name or "")."""
    found = []
    for method, path, names in calls:
        known = operation(openapi, method, path)
        if known is None:
            found.append((method, path, ""))
        else:
            found += [
                (method, path, name)
                for name in names
                if plain(name) not in names_of(openapi, known)
            ]
    return found


def names_of(openapi, known):
    """Every parameter and every field of a body that an operation takes."""
    names = {plain(resolved(openapi, each)["name"]) for each in known.get("parameters", [])}
    for content in resolved(openapi, known.get("requestBody", {})).get("content", {}).values():
        names |= fields_of(openapi, content.get("schema", {}))
    return names


def fields_of(openapi, schema):
    schema = resolved(openapi, schema)
    names = set(schema.get("properties", {}))
    for part in ("allOf", "oneOf", "anyOf"):
        for each in schema.get(part, []):
            names |= fields_of(openapi, each)
    return names


def resolved(openapi, part):
    while "$ref" in part:
        at = openapi
        for name in part["$ref"].removeprefix("#/").split("/"):
            at = at[name]
        part = at
    return part


def plain(name):
    return name.removesuffix("[]")
