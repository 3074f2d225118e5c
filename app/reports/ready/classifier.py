"""Classifier: what it flagged, and how often people told it otherwise."""

from flask_babel import gettext as _

from app.reports.blocks import PERCENT, TEXT, Block, Column, Row, Table
from app.reports.naming import named
from app.reports.parts import bars, figure, part, share


def flagged(told):
    table = disputed(told, "label", _("Label"))
    figures = (
        figure(_("Toxic, says the classifier"), told, "is:toxic"),
        figure(_("To be seen first"), told, "is:priority"),
        share(_("Corrected by people"), told, "is:corrected"),
    )
    return Block("flagged", _("What it flagged"), figures=figures, table=table, chart=bars(table))


def by_language(told):
    return Block("flagged-languages", _("By language"), table=disputed(told, "lang", _("Language")))


def disputed(told, kind, title):
    """How many comments of each value, how many toxic, and how many were corrected by people."""
    found, toxic, told_otherwise = (
        some.by(kind) for some in (told.now, told.now.of("is:toxic"), told.now.of("is:corrected"))
    )
    names = named(kind, found)
    rows = tuple(
        Row(
            (names[k][0], found[k], toxic[k], told_otherwise[k], part(told_otherwise[k], found[k])),
            told.now.list_of(names[k][1]),
        )
        for k in sorted((k for k in found if k in names), key=lambda k: (-found[k], names[k][0]))
    )
    head = (
        Column("name", title, TEXT), Column("count", _("Comments")), Column("toxic", _("Toxic")),
        Column("corrected", _("Corrected")), Column("share", _("Share corrected"), PERCENT),
    )  # fmt: skip
    return Table(head, rows, _("Corrected: somebody of us said that a label is wrong or missing."))
