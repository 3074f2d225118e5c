"""The headers every answer leaves with, so that a browser runs nothing but ours."""

from flask import g, request

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors {ancestors}"
)
# What somebody else wrote is shown as in a sealed jar: nothing runs, nothing is fetched.
SEALED = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # Forms over HTTPS are checked by their referrer, so one must be sent to ourselves.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def protect(app):
    """Put the headers on every answer of this app; a view may widen one thing, who may frame it."""

    @app.after_request
    def seal(response):
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", policy())
        if (
            "frame_ancestors" not in g
            and "sandbox" not in response.headers["Content-Security-Policy"]
        ):
            response.headers.setdefault("X-Frame-Options", "DENY")
        if app.config["COOKIE_SECURE"] and request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def policy():
    """The policy of this answer; `g.frame_ancestors` (origins) says who else may show it in a frame."""
    return POLICY.format(ancestors=" ".join(g.get("frame_ancestors") or ["'none'"]))
