"""A report as rows that a spreadsheet opens, and never runs."""

import csv
import io

from flask_babel import gettext as _

# A cell that begins with one of these is a formula to a spreadsheet.
RUNNING = ("=", "+", "-", "@", "\t", "\r")


def sheet(report, period):
    """The report as CSV text: one line for each figure, with its steps. Starts with a mark that says UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    steps = [f"{step.start}" for step in period.steps]
    writer.writerow(
        [
            _("By"),
            _("Name"),
            _("Comments"),
            _("Answered"),
            _("Share answered"),
            _("Median minutes to answer"),
            _("Period before"),
            *steps,
        ]
    )
    for part, title in (
        ("all", _("All")),
        ("tags", _("Tag")),
        ("channels", _("Channel")),
        ("languages", _("Language")),
    ):
        for figure in report[part]:
            writer.writerow(line(title, figure))
    return "\ufeff" + out.getvalue()


def line(title, figure):
    minutes = "" if figure.median is None else round(figure.median / 60, 1)
    share = round(figure.share, 4)
    return [
        title,
        inert(figure.name),
        figure.count,
        figure.answered,
        share,
        minutes,
        figure.before,
        *figure.steps,
    ]


def inert(text):
    """Text that a spreadsheet shows and does not run."""
    return f"'{text}" if text.startswith(RUNNING) else text
