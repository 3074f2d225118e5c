"""The description of our doors that Google's client libraries read before they call.

Format: Google's API discovery document.
"""

ASKED, ANSWERED = "AnalyzeCommentRequest", "AnalyzeCommentResponse"
ANYTHING = {"type": "any"}


def description(base):
    """One method, at the address people reach us by."""
    root = f"{base}/api/"
    return {
        "kind": "discovery#restDescription",
        "id": "commentanalyzer:v1alpha1",
        "name": "commentanalyzer",
        "version": "v1alpha1",
        "title": "Comment analysis by Sada",
        "protocol": "rest",
        "rootUrl": root,
        "servicePath": "",
        "baseUrl": root,
        "basePath": "",
        "batchPath": "batch",
        "parameters": {
            "key": {"type": "string", "location": "query"},
            "alt": {"type": "string", "location": "query", "default": "json"},
        },
        "schemas": {name: schema(name) for name in (ASKED, ANSWERED)},
        "resources": {"comments": {"methods": {"analyze": analyze()}}},
    }


def schema(name):
    return {"id": name, "type": "object", "additionalProperties": ANYTHING}


def analyze():
    return {
        "id": "commentanalyzer.comments.analyze",
        "path": "v1alpha1/comments:analyze",
        "flatPath": "v1alpha1/comments:analyze",
        "httpMethod": "POST",
        "parameters": {},
        "parameterOrder": [],
        "request": {"$ref": ASKED},
        "response": {"$ref": ANSWERED},
        "scopes": [],
    }
