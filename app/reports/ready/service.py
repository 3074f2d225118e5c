"""Service: how soon people are answered, by whom, and at which hours they write."""

from flask_babel import gettext as _

from app.reports.blocks import DURATION, PERCENT, TEXT, Block, Column, Figure, Row, Table
from app.reports.counts import middle, ninetieth
from app.reports.naming import named
from app.reports.parts import columns_over_time, figure, part, share


def first_answer(told):
    return Block(
        "first-answer",
        _("The first answer"),
        figures=(
            figure(_("Answered"), told, "is:answered"),
            share(_("Share answered"), told, "is:answered"),
            *times(told.of("is:answered"), "answer", _("Median time to the first answer")),
            *times(
                told.of("is:answered"),
                "worked",
                _("Median time to the first answer, in hours of work"),
            ),
        ),
    )


def resolution(told):
    return Block(
        "resolution",
        _("Nothing more to do"),
        figures=(
            figure(_("Done"), told, "is:done"),
            figure(_("Still open"), told, "is:open"),
            *times(told.of("is:done"), "resolve", _("Median time until done")),
        ),
    )


def times(told, name, title):
    now, before, listed = told.now.seconds(name), told.before.seconds(name), told.now.list_of()
    yield Figure(title, middle(now), DURATION, middle(before), listed)
    yield Figure(_("Nine of ten within"), ninetieth(now), DURATION, ninetieth(before), listed)


def by_person(told):
    """Who wrote the answers, and how long the first answer of those comments took."""
    return Block("by-person", _("By person"), table=timed(told, "answered-by", _("Person")))


def by_hour(told):
    """When people write, and how long they wait then."""
    table = timed(told, "hour", _("Hour of the day"), of_all=True)
    return Block("by-hour", _("By hour of the day"), table=table, chart=columns_over_time(table))


def timed(told, kind, title, of_all=False):
    """A line for each value: comments, answered, and how long the first answer took."""
    found, done = told.now.by(kind), told.now.of("is:answered").by(kind)
    names, waited = named(kind, found), told.now.seconds_by(kind, "answer")
    worked = told.now.seconds_by(kind, "worked")
    order = (lambda k: k) if of_all else (lambda k: (-found[k], names[k][0]))
    rows = []
    for key in sorted((k for k in found if k in names), key=order):
        name, text = names[key]
        took = waited.get(key, [])
        cells = (
            name,
            found[key],
            done[key],
            part(done[key], found[key]),
            middle(took),
            ninetieth(took),
            middle(worked.get(key, [])),
        )
        rows.append(Row(cells, told.now.list_of(text)))
    head = (
        Column("name", title, TEXT), Column("count", _("Comments")), Column("answered", _("Answered")),
        Column("share", _("Share answered"), PERCENT), Column("median", _("Median time to answer"), DURATION),
        Column("ninetieth", _("Nine of ten within"), DURATION), Column("worked", _("Median in hours of work"), DURATION),
    )  # fmt: skip
    return Table(head, tuple(rows))
