"""A report on paper: typst lays it out, and reads everything that is printed as data."""

import json
from pathlib import Path

from app.reports.drawing import charts
from app.reports.drawing.plain import plain

TEMPLATE = Path(__file__).with_name("report.typ")


def pdf(document, *, team):
    """The report as the bytes of a PDF."""
    return laid_out(document, team=team, format="pdf")


def pages(document, *, team, ppi=60):
    """Its pages as pictures, for whoever looks at them one by one."""
    drawn = laid_out(document, team=team, format="png", ppi=ppi)
    return drawn if isinstance(drawn, list) else [drawn]


def laid_out(document, *, team, **how):
    import typst

    words = plain(document, team=team)
    for written, block in zip(words["blocks"], document.blocks, strict=True):
        if block.chart:
            written["chart"] = charts.svg(block.chart, title=block.title, locale=document.locale)
    return typst.compile(
        TEMPLATE.read_bytes(),
        font_paths=[str(charts.FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(words)},
        **how,
    )
