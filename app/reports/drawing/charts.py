"""Charts: one specification, drawn for a page (SVG), a letter, a download or a document (PNG)."""

import copy
from functools import cache
from html import escape

from app.lib.text import script_of
from app.reports.drawing.inks import THEMES
from config import ROOT

FONTS = ROOT / "app" / "lib" / "fonts"
FONT = "Vazirmatn"
WIDTH, HEIGHT, BAND = 640, 240, 24
FEW = 7  # marks on an axis of numbers: more stand in each other's way
# Vega writes numbers by this; the narrow space of French is not in our font.
FORMATS = {
    "fr": {"decimal": ",", "thousands": "\u00a0", "grouping": [3], "currency": ["", "\u00a0€"]},
    "ar": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["$", ""]},
}


def svg(chart, *, title, locale, theme="light", width=WIDTH):
    """A chart for a page: its own style is in attributes alone, and a screen reader is told its title."""
    drawn = engine().vegalite_to_svg(
        spec_of(chart, locale, theme, width), format_locale=formats(locale)
    )
    return named(drawn, title)


def png(chart, *, locale, theme="light", width=WIDTH, scale=2.0):
    """A chart as a picture, sharp enough for print."""
    spec = spec_of(chart, locale, theme, width)
    spec["config"]["background"] = "#ffffff" if theme == "light" else THEMES[theme].paper
    return engine().vegalite_to_png(spec, scale=scale, format_locale=formats(locale))


@cache
def engine():
    """Vega-Lite, met at the first chart only: it is large, and only workers draw."""
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert


def formats(locale):
    return FORMATS.get(locale, FORMATS["en"])


def spec_of(chart, locale, theme, width):
    """The specification as this reader sees it: font, colours and sizes of the theme, axes from their side."""
    rtl = locale == "ar"
    spec = copy.deepcopy(chart)
    spec.setdefault("width", width)
    spec.setdefault("height", {"step": BAND} if lies(spec) else HEIGHT)
    spec.setdefault("autosize", {"type": "fit-x", "contains": "padding"})
    spec["config"] = config(THEMES[theme], rtl)
    if lies(spec):
        spec["encoding"]["y"]["title"] = None
    count_in_whole_numbers(spec)
    if rtl:
        mirror(spec)
        spec["data"]["values"] = [directed(each) for each in spec.get("data", {}).get("values", ())]
    return spec


def lies(spec):
    """Whether its bars lie: a line each, however many there are."""
    return spec.get("encoding", {}).get("y", {}).get("type") in ("nominal", "ordinal")


def count_in_whole_numbers(spec):
    """No axis says half a comment."""
    values = spec.get("data", {}).get("values", ())
    for side in ("x", "y"):
        told = spec.get("encoding", {}).get(side, {})
        if told.get("type") == "quantitative" and told.get("axis", {}) is not None:
            if all(isinstance(each.get(told.get("field")), int) for each in values):
                most = max((each.get(told.get("field")) or 0 for each in values), default=0)
                axis = told.setdefault("axis", {})
                axis.setdefault("tickMinStep", 1)
                if most <= FEW:
                    axis.setdefault("values", list(range(most + 1)))
                    axis.setdefault("format", "d")
                else:
                    axis.setdefault("tickCount", FEW)


def mirror(spec):
    """Time and numbers run from right to left, and the names of lying bars stand on the right."""
    for encoding in [
        each["encoding"] for each in (spec, *spec.get("layer", ())) if "encoding" in each
    ]:
        x, y = encoding.get("x"), encoding.get("y")
        if isinstance(x, dict) and "field" in x:
            x.setdefault("scale", {})["reverse"] = True
        if isinstance(y, dict) and y.get("axis", {}) is not None and "field" in y:
            y.setdefault("axis", {})["orient"] = "right"


def directed(datum):
    """Names with Arabic in them run from right to left even when they begin with a sign."""
    return {
        key: f"\u200f{value}" if isinstance(value, str) and script_of(value) != "latn" else value
        for key, value in datum.items()
    }


def config(ink, rtl):
    text = {"labelFont": FONT, "titleFont": FONT, "labelColor": ink.ink, "titleColor": ink.soft}
    sizes = {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal"}
    return {
        "background": None,
        "font": FONT,
        "padding": 4,
        "view": {"stroke": None},
        "bar": {"fill": ink.accent, "cornerRadiusEnd": 2},
        "line": {"stroke": ink.accent, "strokeWidth": 2},
        "point": {"fill": ink.accent},
        "text": {"fill": ink.ink, "font": FONT, "fontSize": 12},
        "axis": {
            **text, **sizes, "gridColor": ink.line, "domainColor": ink.line, "tickColor": ink.line,
            "labelLimit": 220, "labelOverlap": True,
        },
        # The words of the value axis stand upright above it, at the side where reading begins.
        "axisY": {
            "titleAngle": 0, "titleAnchor": "end", "titleBaseline": "bottom", "titleY": -8,
            "titleX": 0, "titleAlign": "right" if rtl else "left",
        },
        "axisBand": {"grid": False},
        "axisX": {"labelAngle": 0, "labelPadding": 6},
        "axisXBand": {"labelAngle": 0, "labelOverlap": "greedy", "labelSeparation": 8},
        "legend": {**text, **sizes, "orient": "bottom", "title": None},
        "range": {
            "category": list(ink.palette),
            "ramp": [ink.low, ink.high],
            "heatmap": [ink.low, ink.high],
        },
    }  # fmt: skip


def named(drawn, title):
    """The SVG with its title for who cannot see it; its own words are those of the table beneath it."""
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{escape(title)}" ', 1)
