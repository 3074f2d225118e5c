"""Sada put on the first page of a phone: what it is called there, and what a browser keeps of it."""

import hashlib
import json

from flask import current_app
from flask_babel import get_locale
from flask_babel import gettext as _

from app.assets import STATIC, asset_url

WORKER = STATIC / "worker.js"
PICTURES = (("192", "any"), ("512", "any"), ("maskable-512", "maskable"))
KEPT = ("css", "js", "svg", "woff2")


def manifest():
    """What a phone asks before it puts Sada on its first page."""
    locale = get_locale()
    return {
        "id": "/",
        "name": f"Sada · {current_app.config['TEAM_NAME']}",
        "short_name": "Sada",
        "description": _("The comments of all platforms in one inbox."),
        "lang": str(locale),
        "dir": locale.text_direction,
        "start_url": "/inbox",
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbfaf7",
        "theme_color": "#1259a3",
        "icons": [picture(*one) for one in PICTURES],
    }


def picture(name, purpose):
    size = name.rpartition("-")[2]
    src = f"/static/icons/sada-{name}.png"
    return {"src": src, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


def worker():
    """The script that a browser runs beside our pages; another name for what it keeps, whenever that changes."""
    files = [asset_url(kind) for kind in KEPT]
    shell = {"page": f"/offline?lang={get_locale()}", "files": files}
    script = WORKER.read_text(encoding="utf-8")
    mark = hashlib.sha256(f"{shell}{script}".encode()).hexdigest()[:16]
    return script.replace("{/* shell */}", json.dumps(shell | {"name": f"sada-{mark}"}))
