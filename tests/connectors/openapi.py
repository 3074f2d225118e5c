"""Calls and answers, with their values, held to X's OpenAPI description."""

from jsonschema import Draft4Validator

from tests.connectors.specs import operation, resolved, spec

DOCUMENT = "x-api-v2.openapi.json"


def broken_rules(asked):
    """Where requests break the rules: [method, path, query, body] each, values and all."""
    document, found = spec(DOCUMENT), []
    for method, path, query, body in asked:
        known = operation(document, method, path)
        if known is None:
            found.append((method, path, "unknown"))
            continue
        rules = {each["name"]: each for each in (resolved(document, one) for one in known.get("parameters", ()))}  # fmt: skip
        found += [
            (method, path, name) for name in query if rules.get(name, {}).get("in") != "query"
        ]
        found += [(method, path, name) for name, rule in rules.items() if rule["in"] == "query" and rule.get("required") and name not in query]  # fmt: skip
        for name in set(query) & set(rules):
            found += [
                (method, path, name, why) for why in wrongs(rules[name]["schema"], query[name])
            ]
        schema = (resolved(document, known.get("requestBody", {})).get("content") or {}).get("application/json")  # fmt: skip
        if schema:
            found += [(method, path, why) for why in errors(schema["schema"], body)]
    return found


def wrongs(schema, text):
    """A value in an address is text: lists have commas, numbers are written out."""
    kind = resolved(spec(DOCUMENT), schema).get("type")
    value = text.split(",") if kind == "array" else int(text) if kind == "integer" else text
    return errors(schema, value)


def misfits(kind, value):
    """Where an answer is not as its schema says."""
    return errors({"$ref": f"#/components/schemas/{kind}"}, value)


def errors(schema, value):
    whole = {**schema, "components": spec(DOCUMENT)["components"]}
    return [f"{'.'.join(map(str, each.absolute_path))}: {each.message[:120]}" for each in Draft4Validator(whole).iter_errors(value)]  # fmt: skip
