"""Style sheets, scripts, icons and the font as one file each, so that a first page needs few requests; and small answers."""

import gzip
import hashlib
from functools import cache
from urllib.parse import quote

from flask import Blueprint, abort, make_response, request

from config import ROOT

bp = Blueprint("assets", __name__)
STATIC = ROOT / "static"
A_YEAR = 365 * 24 * 3600
SMALLEST_TO_PACK = 1000
PACKED_KINDS = ("text/html", "application/json", "text/css", "text/javascript", "image/svg+xml")
FONT = STATIC / "fonts" / "vazirmatn.woff2"


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


BUNDLES = {
    "css": (css_files, "text/css; charset=utf-8"),
    "js": (js_files, "text/javascript; charset=utf-8"),
    "svg": (lambda: [STATIC / "icons" / "sprite.svg"], "image/svg+xml"),
    "woff2": (lambda: [FONT], "font/woff2"),
}


@cache
def bundle(kind):
    """All files of one kind, joined: (bytes, packed bytes, fingerprint)."""
    files, _ = BUNDLES[kind]
    joined = b"\n".join(path.read_bytes() for path in files())
    if kind == "css":
        joined = joined.replace(b"/static/fonts/vazirmatn.woff2", name_of("woff2").encode())
    return joined, gzip.compress(joined, 9, mtime=0), hashlib.sha256(joined).hexdigest()[:16]


def name_of(kind):
    return f"app.{bundle(kind)[2]}.{kind}"


@cache
def asset_url(kind):
    """Where this process serves a bundle: the address changes whenever the bundle does."""
    # Written out, because a page asks for it a hundred times.
    return f"/assets/{name_of(kind)}"


@bp.get("/assets/<name>")
def serve(name):
    kind = name.rpartition(".")[2]
    if kind not in BUNDLES:
        abort(404)
    whole, packed, _ = bundle(kind)
    wants_packed = kind != "woff2" and "gzip" in request.headers.get("Accept-Encoding", "")
    response = make_response(packed if wants_packed else whole)
    response.headers["Content-Type"] = BUNDLES[kind][1]
    response.headers["Vary"] = "Accept-Encoding"
    if wants_packed:
        response.headers["Content-Encoding"] = "gzip"
    # A page drawn by a process of the version before asks for a name we no longer have: answer, but do not keep it.
    fresh = name == name_of(kind)
    response.headers["Cache-Control"] = (
        f"public, max-age={A_YEAR}, immutable" if fresh else "no-cache"
    )
    return response


@cache
def mark_of_sada():
    """The little picture of a tab, inside the page itself: one request less."""
    drawing = (STATIC / "icons" / "sada.svg").read_text(encoding="utf-8").strip()
    return "data:image/svg+xml," + quote(drawing, safe=" /:=;,'()")


def prepare(app):
    """Give templates `asset_url`, and pack what is worth packing."""
    app.jinja_env.globals.update(asset_url=asset_url, mark_of_sada=mark_of_sada)
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
