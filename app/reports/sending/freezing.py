"""A document kept as it was counted, so that what was approved is what leaves."""

from dataclasses import asdict, fields
from datetime import datetime

from app.reports.blocks import Block, Column, Document, Figure, Row, Table
from app.reports.verbatims.queries import Told


def frozen(document):
    """The document as plain values that a database keeps."""
    return plain(asdict(document))


def plain(value):
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, datetime) else value


def thawed(kept):
    """The document again, from what was kept."""
    told = kept | {
        "made_at": datetime.fromisoformat(kept["made_at"]),
        "blocks": tuple(map(block, kept["blocks"])),
        "lead": tuple(kept["lead"]),
        "method": tuple(kept["method"]),
    }
    return made(Document, told)


def made(kind, told):
    """A value of this kind; what a later version no longer knows is left out."""
    known = {field.name for field in fields(kind)}
    return kind(**{key: value for key, value in told.items() if key in known})


def block(kept):
    told = kept | {
        "words": tuple(kept["words"]),
        "figures": tuple(made(Figure, each) for each in kept["figures"]),
        "table": table(kept["table"]) if kept["table"] else None,
        "verbatims": tuple(map(quote, kept["verbatims"])),
    }
    return made(Block, told)


def table(kept):
    columns = tuple(made(Column, each) for each in kept["columns"])
    rows = tuple(made(Row, each | {"cells": tuple(each["cells"])}) for each in kept["rows"])
    return Table(columns, rows, kept["about"])


def quote(kept):
    at = datetime.fromisoformat(kept["at"]) if kept["at"] else None
    return made(Told, kept | {"at": at})
