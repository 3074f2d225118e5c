"""Style sheets and scripts as one file each, so that a first page needs few requests; and small answers."""

import gzip
import hashlib
from functools import cache

from flask import Blueprint, abort, make_response, request, url_for

from config import ROOT

bp = Blueprint("assets", __name__)
STATIC = ROOT / "static"
A_YEAR = 365 * 24 * 3600
SMALLEST_TO_PACK = 1000
PACKED_KINDS = ("text/html", "application/json", "text/css", "text/javascript", "image/svg+xml")


def css_files():
    # app.css first: it states the order of the layers, and after it the order of files means nothing.
    first = STATIC / "css" / "app.css"
    return [first, *(path for path in sorted((STATIC / "css").rglob("*.css")) if path != first)]


def js_files():
    return [
        STATIC / "vendor" / "htmx.min.js",
        STATIC / "js" / "app.js",
        *sorted((STATIC / "js" / "behaviours").glob("*.js")),
    ]


BUNDLES = {"css": (css_files, "text/css"), "js": (js_files, "text/javascript")}


@cache
def bundle(kind):
    """All files of one kind, joined: (text, packed text, fingerprint)."""
    files, _ = BUNDLES[kind]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files()).encode()
    return text, gzip.compress(text, 9, mtime=0), hashlib.sha256(text).hexdigest()[:16]


def asset_url(kind):
    """Where this process serves a bundle: the address changes whenever the bundle does."""
    return url_for("assets.serve", name=f"app.{bundle(kind)[2]}.{kind}")


@bp.get("/assets/<name>")
def serve(name):
    kind = name.rpartition(".")[2]
    if kind not in BUNDLES:
        abort(404)
    text, packed, fingerprint = bundle(kind)
    wants_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = make_response(packed if wants_packed else text)
    response.headers["Content-Type"] = f"{BUNDLES[kind][1]}; charset=utf-8"
    response.headers["Vary"] = "Accept-Encoding"
    if wants_packed:
        response.headers["Content-Encoding"] = "gzip"
    # A page drawn by a process of the version before asks for a name we no longer have: answer, but do not keep it.
    fresh = name == f"app.{fingerprint}.{kind}"
    response.headers["Cache-Control"] = (
        f"public, max-age={A_YEAR}, immutable" if fresh else "no-cache"
    )
    return response


def prepare(app):
    """Give templates `asset_url`, and pack what is worth packing."""
    app.jinja_env.globals["asset_url"] = asset_url
    app.after_request(pack)


def pack(response):
    """Compress an answer for a weak network; never a stream, nor what is packed already."""
    worth = (
        not response.is_streamed
        and not response.direct_passthrough
        and response.mimetype in PACKED_KINDS
        and "Content-Encoding" not in response.headers
        and (response.content_length or 0) >= SMALLEST_TO_PACK
    )
    if worth:
        response.vary.add("Accept-Encoding")
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            response.set_data(gzip.compress(response.get_data(), 6))
            response.headers["Content-Encoding"] = "gzip"
    return response
