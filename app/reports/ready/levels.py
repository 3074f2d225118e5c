"""How soon we said that people are answered, and how often that was kept."""

from flask_babel import gettext as _

from app.levels.figures import kept, together
from app.reports.blocks import DURATION, PERCENT, TEXT, Block, Column, Figure, Row, Table
from app.search.plan import condition


def promised(told):
    """Each service level: how many were due, which part in time, and how long they took in the hours that it counts."""
    now, before = kept_in(told.now), kept_in(told.before)
    if not now:
        return Block(
            "levels", _("Service levels"), words=(_("Nothing was due by a service level."),)
        )
    of_all, earlier = together(now), together(before)
    return Block(
        "levels",
        _("Service levels"),
        figures=(Figure(_("Share in time"), of_all.share, PERCENT, earlier.share),),
        table=Table(
            head(),
            tuple(map(line, now)),
            _(
                "Comments of the period that were due; times are hours of work, or day and night where the level says so."
            ),
        ),
    )


def kept_in(counts):
    if counts.query.problems:
        return []
    return kept(*counts.period.ids, condition(counts.query.scoped, counts.asking))


def head():
    return (
        Column("name", _("Service level"), TEXT), Column("due", _("Comments")), Column("kept", _("In time")),
        Column("share", _("Share in time"), PERCENT), Column("waiting", _("Still waiting")),
        Column("median", _("Median time to answer"), DURATION), Column("ninetieth", _("Nine of ten within"), DURATION),
    )  # fmt: skip


def line(level):
    return Row(
        (
            level.name, level.due, level.in_time, level.share, level.waiting,
            seconds(level.within(0.5)), seconds(level.within(0.9)),
        )
    )  # fmt: skip


def seconds(minutes):
    return None if minutes is None else minutes * 60
