"""What Google's discovery document says of YouTube: which calls there are, and what their answers look like."""

from tests.connectors.specs import spec

DOCUMENT = "youtube-v3.discovery.json"
TYPES = {"string": str, "boolean": bool, "integer": int, "array": list, "object": dict}


def unknown(calls):
    """The calls, or the names of what was given, that the document does not know; keys are made elsewhere."""
    known, found = operations(), []
    for method, path, names in calls:
        if not path.startswith("/youtube/"):
            continue
        taken = known.get((method, path.strip("/")))
        if taken is None:
            found.append((method, path, ""))
        else:
            found += [(method, path, name) for name in names if name not in taken]
    return found


def operations():
    """Every (method, path) with the names of its parameters and of the fields of its body."""
    document, found = spec(DOCUMENT), {}
    for resource in document["resources"].values():
        for each in resource.get("methods", {}).values():
            body = document["schemas"].get((each.get("request") or {}).get("$ref"), {})
            names = {*each["parameters"], *body.get("properties", {})}
            found[each["httpMethod"], each.get("flatPath", each["path"])] = names
    return found


def misfits(kind, value, at=""):
    """Where a value is not as a schema says: unknown fields, and types that are others."""
    return list(look(spec(DOCUMENT)["schemas"][kind], value, at or kind))


def look(schema, value, at):
    if "$ref" in schema:
        schema = spec(DOCUMENT)["schemas"][schema["$ref"]]
    if not isinstance(value, TYPES.get(schema.get("type"), object)):
        yield at
    elif isinstance(value, dict):
        for name, each in value.items():
            inner = schema.get("properties", {}).get(name)
            if inner is None:
                yield f"{at}.{name}"
            else:
                yield from look(inner, each, f"{at}.{name}")
    elif isinstance(value, list):
        for each in value:
            yield from look(schema["items"], each, f"{at}[]")
    elif value not in schema.get("enum", (value,)):
        yield f"{at}={value}"
