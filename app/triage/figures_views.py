"""The proof that criticism is not hidden by machines: a page for everybody here, and the same as a sheet."""

from datetime import date

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from app.accounts.access import login_required
from app.lib.sheets import csv_line, download
from app.triage.figures import by_month, months, of_month

bp = Blueprint("withheld", __name__, url_prefix="/rules")


@bp.get("/hidden")
@login_required
def index():
    month = asked()
    return render_template(
        "rules/hidden.html", months=by_month(), month=month, figures=of_month(month)
    )


@bp.get("/hidden.csv")
@login_required
def sheet():
    return download(lines(), "hidden-by-a-machine.csv")


def lines():
    """One line for each name of each month."""
    head = [
        _("Month"),
        _("By"),
        _("Name"),
        _("Withheld"),
        _("Taken back by people"),
        _("Civil, so not hidden"),
    ]
    yield csv_line(head)
    parts = {"rule": _("Rule"), "language": _("Language"), "label": _("Label"), "tag": _("Tag")}
    for month, sums in by_month().items():
        yield csv_line([f"{month:%Y-%m}", _("All"), "", sums.withheld, sums.reversed, sums.kept])
        for part, figures in of_month(month).items():
            for one in figures:
                yield csv_line(
                    [f"{month:%Y-%m}", parts[part], one.name, one.withheld, one.reversed, one.kept]
                )


def asked():
    """The month that somebody wants to see; this one when none is told."""
    try:
        year, month = map(int, request.args.get("month", "").split("-"))
        return date(year, month, 1)
    except ValueError:
        return months()[0]
