"""A report as words alone, written for one reader: what the PDF and the letter are laid out from."""

from flask_babel import force_locale
from flask_babel import gettext as _

from app.lib.text import direction_of
from app.reports.blocks import TEXT
from app.reports.drawing.cells import day, told, under

LONGEST_TABLE = 60


def plain(document, *, team):
    """Everything that is printed, in order and as it is printed: no numbers left to write."""
    locale = document.locale
    with force_locale(locale):
        return {
            "team": team,
            "title": document.title,
            "period": document.period,
            "before": _("Compared with %(period)s", period=document.before)
            if document.before
            else "",
            "made": _("Made on %(day)s", day=day(document.made_at, locale)),
            "query": _("Only comments that match: %(query)s", query=document.query)
            if document.query
            else "",
            "locale": locale,
            "lead": list(document.lead),
            "blocks": [block(each, locale) for each in document.blocks],
            "method_title": _("How this was counted"),
            "method": list(document.method),
            "page": _("Page"),
        }


def block(each, locale):
    return {
        "key": each.key,
        "title": each.title,
        "words": list(each.words),
        "figures": [figure(one, locale) for one in each.figures],
        "table": table(each.table, locale) if each.table else None,
        "chart": "",
        "verbatims": [verbatim(one, locale) for one in each.verbatims],
    }


def figure(one, locale):
    return {
        "title": one.title,
        "value": told(one.value, one.kind, locale),
        "under": under(one, locale),
    }


def table(one, locale):
    lines = [
        [
            told(cell, column.kind, locale)
            for cell, column in zip(row.cells, one.columns, strict=True)
        ]
        for row in one.rows[:LONGEST_TABLE]
    ]
    left = len(one.rows) - len(lines)
    return {
        "head": [column.title for column in one.columns],
        "words": [column.kind == TEXT for column in one.columns],
        "rows": lines,
        "about": one.about,
        "left": _("%(number)s more lines are in the sheet.", number=left) if left > 0 else "",
    }


def verbatim(one, locale):
    parts = filter(None, (one.who, *one.where.split(" · "), one.at and day(one.at, locale)))
    # isolates: names and dates of either script keep their places
    where = " · ".join(f"\u2068{part}\u2069" for part in parts)
    return {
        "text": one.text,
        "dir": direction_of(one.text),
        "who": where,
        "translation": getattr(one, "translation", "") or "",
    }
