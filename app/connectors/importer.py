"""Files: comments that come as rows, exported elsewhere or written down by somebody."""

import json
import re
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l

from app.connectors.columns import FIELDS
from app.connectors.contract import Bad, Connector, Incoming, IncomingAuthor, IncomingPost
from app.connectors.dates import NoDate, of_serial, read_date
from app.connectors.items import stand_in
from app.lib.text import clean

_TAGS = re.compile(r"[,;،؛|]")
_ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"))


class Importer(Connector):
    """A channel that files are brought to; what it brought stays here, whatever is done with it."""

    name = "import"
    title = _l("File")
    # Files have a way of their own in: see app/ingest/imports.py.
    offered = False
    about = _l("Comments from a file: CSV, JSON lines or Excel.")

    def parse(self, payload):
        """Rows as they are kept when they were refused: {"mapping", "zone", "rows"}."""
        told = json.loads(payload)
        rows = Rows(told["mapping"], told["zone"])
        for cells in told["rows"]:
            yield rows.read(cells)[0]


class Rows:
    """Reads the rows of one file by its mapping."""

    def __init__(self, mapping, zone):
        self.at = {field: mapping[field] for field in FIELDS if mapping.get(field) is not None}
        self.zone, self.day_first = ZoneInfo(zone), mapping.get("day_first", True)
        self.has_ids = "id" in self.at

    def read(self, cells, nth=lambda key: 1):
        """One row as (Incoming or Bad, its key); `nth(key)` says how often such a row was there before.

        A row without an id is known again by what it says, when, by whom, and which of its like it is.
        """
        if self.at["text"] >= len(cells):
            return Bad("row-too-short", {"cells": len(cells)}), None
        told = {field: cells[n] for field, n in self.at.items() if n < len(cells)}
        text = words(told.get("text"))
        if text in _ERRORS:
            return Bad("cell-error", {"field": "text", "value": text}), None
        try:
            created_at = self.moment(told.get("created_at"))
        except NoDate as error:
            return Bad("date-wrong", {"field": "created_at", "value": clean(str(error), 60)}), None
        author = author_of(told)
        platform_id, key = words(told.get("id")), None
        if not self.has_ids:
            key = key_of(text, author, created_at)
            count = nth(key)
            platform_id = f"row-{key.hex()}" + (f"-{count}" if count > 1 else "")
        return self.incoming(told, platform_id, text, created_at, author), key

    def incoming(self, told, platform_id, text, created_at, author):
        return Incoming(
            platform_id=platform_id,
            text=text,
            created_at=created_at,
            author=author,
            post=post_of(told),
            parent_id=words(told.get("parent_id")) or None,
            root_id=words(told.get("thread_id")) or None,
            url=words(told.get("url")) or None,
            lang=words(told.get("lang")) or None,
            tags=tuple(_TAGS.split(words(told["tags"]))) if told.get("tags") else (),
        )

    def moment(self, value):
        if value is None or value == "":
            return None
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = of_serial(value) if value < 100_000 else str(int(value))
        if not isinstance(value, datetime):
            value = words(value)
        return read_date(value, self.zone, day_first=self.day_first) if value else None


def words(value):
    """A cell as text: a whole number without the point that spreadsheets add."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def author_of(told):
    name, own = words(told.get("author_name")), words(told.get("author_id"))
    known_by = own or stand_in(name and f"~{name}")
    return IncomingAuthor(known_by, "", name) if known_by else None


def post_of(told):
    title, url = words(told.get("post_title")), words(told.get("post_url"))
    known_by = words(told.get("post_id")) or stand_in(url or (title and f"~{title}"))
    return IncomingPost(known_by, title, "", url or None) if known_by else None


def key_of(text, author, created_at):
    """Sixteen bytes that are the same for the same words by the same person at the same time."""
    said = (text, author.id if author else "", created_at.isoformat() if created_at else "")
    return sha256("\0".join(said).encode("utf-8", "replace")).digest()[:16]
