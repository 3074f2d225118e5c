"""Figures, tables and charts of a block, made from counts: what every ready report is put together from."""

from dataclasses import dataclass

from flask_babel import gettext as _

from app.reports.blocks import CHANGE, NUMBER, PERCENT, TEXT, Column, Figure, Row, Table
from app.reports.counts import Counts
from app.reports.naming import named, step_words


@dataclass(frozen=True)
class Told:
    """What a block is made from: the counts of the period and of the one before."""

    now: Counts
    before: Counts

    @property
    def period(self):
        return self.now.period

    def of(self, text):
        return Told(self.now.of(text), self.before.of(text))


def figure(title, told, text=""):
    """How many comments one more part of the query leaves."""
    now, before = told.now.of(text), told.before.of(text)
    return Figure(title, now.total, before=before.total, query=now.list_of())


def share(title, told, text):
    """Which part of the comments that is."""
    now, before = told.now.of(text), told.before.of(text)
    return Figure(
        title,
        part(now.total, told.now.total),
        PERCENT,
        before=part(before.total, told.before.total),
        query=now.list_of(),
    )


def part(some, all_of_them):
    return some / all_of_them if all_of_them else None


def change(now, before):
    return (now - before) / before if before else None


def cut(told, kind, title, most=25, only=None):
    """A table of the comments by one kind of value, the most frequent first, with the period before."""
    found, earlier = told.now.by(kind), told.before.by(kind)
    found = {key: found[key] for key in (found if only is None else only(found))}
    names = named(kind, found)
    largest = sorted((k for k in found if k in names), key=lambda k: (-found[k], names[k][0]))[
        :most
    ]
    rows = (
        (names[k][0], found[k], part(found[k], told.now.total), earlier.get(k, 0),
         change(found[k], earlier.get(k, 0)), told.now.list_of(names[k][1]))
        for k in largest
    )  # fmt: skip
    return Table(
        columns(title),
        tuple(Row(tuple(cells), query) for *cells, query in one_of_a_name(rows)),
        _("Comments of the period, by %(what)s.", what=title.lower()),
    )


def one_of_a_name(rows):
    """Two values with one query (channels that share a name) are one line."""
    seen = {}
    for *cells, query in rows:
        if query not in seen:
            seen[query] = [*cells, query]
            continue
        kept = seen[query]
        share = None if kept[2] is None else kept[2] + cells[2]
        before = kept[3] + cells[3]
        seen[query] = [
            kept[0],
            kept[1] + cells[1],
            share,
            before,
            change(kept[1] + cells[1], before),
            query,
        ]
    return seen.values()


def columns(title):
    return (
        Column("name", title, TEXT),
        Column("count", _("Comments"), NUMBER),
        Column("share", _("Share"), PERCENT),
        Column("before", _("Before"), NUMBER),
        Column("change", _("How it changed"), CHANGE),
    )


def over_time(told):
    """The comments of each step of the period, each a way to its list."""
    found = told.now.steps()
    rows = tuple(
        Row((step_words(step), number), str(told.now.query.plus(step.query)))
        for step, number in zip(told.period.steps, found, strict=True)
    )
    head = (Column("step", said_step(told.period.step), TEXT), Column("count", _("Comments")))
    return Table(head, rows, _("Comments by when they were written."))


def said_step(step):
    return {"day": _("Day"), "week": _("Week"), "month": _("Month")}[step]


def bars(table, most=12):
    """The names and counts of a table as lying bars."""
    name, count = table.columns[0], table.columns[1]
    values = [{"name": row.cells[0], "count": row.cells[1]} for row in table.rows[:most]]
    return {
        "data": {"values": values},
        "mark": "bar",
        "encoding": {
            "y": {"field": "name", "type": "nominal", "sort": None, "title": name.title},
            "x": {"field": "count", "type": "quantitative", "title": count.title},
        },
    }


def columns_over_time(table):
    """A table over time as standing bars."""
    step, count = table.columns[0], table.columns[1]
    values = [
        {"step": row.cells[0], "count": row.cells[1], "n": n} for n, row in enumerate(table.rows)
    ]
    return {
        "data": {"values": values},
        "mark": "bar",
        "encoding": {
            "x": {"field": "step", "type": "ordinal", "sort": None, "title": step.title},
            "y": {"field": "count", "type": "quantitative", "title": count.title},
        },
    }


def lines_over_time(table):
    """Each column of a table over time as a line of its own."""
    step, *rest = table.columns
    values = [
        {"step": row.cells[0], "name": column.title, "count": row.cells[place]}
        for row in table.rows
        for place, column in enumerate(rest, 1)
    ]
    return {
        "data": {"values": values},
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {"field": "step", "type": "ordinal", "sort": None, "title": step.title},
            "y": {"field": "count", "type": "quantitative", "title": None},
            "color": {"field": "name", "type": "nominal", "sort": None, "title": None},
            "strokeDash": {"field": "name", "type": "nominal", "sort": None, "title": None},
        },
    }
