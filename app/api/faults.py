"""What is wrong with a request, in the answers of Google's APIs, so that existing programs understand.

Codes, sentences and error types: the Perspective API's pages on limits and errors, and Google's error model.
"""

_ERROR = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"
_INFO = "type.googleapis.com/google.rpc.ErrorInfo"
SERVICE = "commentanalyzer.googleapis.com"


class Fault(Exception):
    """One request that is not answered, and why."""

    def __init__(self, code, status, message, *details):
        super().__init__(message)
        self.code = code
        self.body = {"code": code, "message": message, "status": status}
        if details:
            self.body["details"] = list(details)


def wrong(message, error_type="INVALID_REQUEST", **more):
    """The request itself cannot be answered."""
    return Fault(
        400, "INVALID_ARGUMENT", message, {"@type": _ERROR, "errorType": error_type, **more}
    )


def language_unknown_to(attribute, languages):
    return wrong(
        f"Attribute {attribute} does not support request languages: {', '.join(languages)}",
        "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
        languageNotSupportedByAttributeError={
            "attribute": attribute,
            "requestedLanguages": languages,
        },
    )


def no_key():
    return Fault(
        403,
        "PERMISSION_DENIED",
        "The request is missing a valid API key.",
        {"@type": _INFO, "reason": "CONSUMER_INVALID", "domain": "googleapis.com"},
    )


def wrong_key():
    return Fault(
        400,
        "INVALID_ARGUMENT",
        "API key not valid. Please pass a valid API key.",
        {
            "@type": _INFO,
            "reason": "API_KEY_INVALID",
            "domain": "googleapis.com",
            "metadata": {"service": SERVICE},
        },
    )


def too_often():
    return Fault(
        429,
        "RESOURCE_EXHAUSTED",
        "Quota exceeded for quota metric 'Analysis requests (AnalyzeComment)'.",
        {"@type": _INFO, "reason": "RATE_LIMIT_EXCEEDED", "domain": "googleapis.com"},
    )


def not_here(what):
    return Fault(501, "UNIMPLEMENTED", f"{what} is not offered here: nothing that is sent is kept.")
