"""A report as lines that a spreadsheet opens, and never runs."""

from flask_babel import gettext as _

from app.lib.sheets import csv_line


def sheet(report, period):
    """The report as lines of CSV: one for each figure, with its steps."""
    steps = [f"{step.start}" for step in period.steps]
    yield csv_line(
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
            yield csv_line(line(title, figure))


def line(title, figure):
    minutes = "" if figure.median is None else round(figure.median / 60, 1)
    share = round(figure.share, 4)
    return [
        title,
        figure.name,
        figure.count,
        figure.answered,
        share,
        minutes,
        figure.before,
        *figure.steps,
    ]
