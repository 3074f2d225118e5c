"""Tags: how often each was put, how that goes over time, and which stand together."""

from flask_babel import gettext as _

from app.reports.blocks import DURATION, PERCENT, TEXT, Block, Column, Row, Table
from app.reports.counts import middle
from app.reports.naming import named, step_words
from app.reports.parts import bars, cut, figure, lines_over_time, part, said_step, share

SHOWN, TREND, PAIRS = 100, 8, 30


def counted(told):
    table = cut(told, "tag", _("Tag"), most=SHOWN)
    figures = (figure(_("Tagged"), told, "has:tag"), share(_("Share tagged"), told, "has:tag"))
    return Block(
        "tags", _("How often each tag was put"), figures=figures, table=table, chart=bars(table)
    )


def trend(told):
    """The most frequent tags, step by step."""
    found = told.now.by("tag")
    names = named("tag", found)
    keys = sorted((k for k in found if k in names), key=lambda k: (-found[k], names[k][0]))[:TREND]
    stepped, steps = told.now.steps_by("tag", keys), told.period.steps
    head = (
        Column("step", said_step(told.period.step), TEXT),
        *(Column(f"t{k}", names[k][0]) for k in keys),
    )
    rows = tuple(
        Row(
            (step_words(step), *(stepped[k][n] for k in keys)), str(told.now.query.plus(step.query))
        )
        for n, step in enumerate(steps)
    )
    table = Table(head, rows, _("The tags put most often, by when the comment was written."))
    return Block("trend", _("How that goes over time"), table=table, chart=lines_over_time(table))


def answered(told):
    """Of each tag, what was answered and how soon."""
    found, done = told.now.by("tag"), told.now.of("is:answered").by("tag")
    waited = told.now.seconds_by("tag", "answer")
    names = named("tag", found)
    largest = sorted((k for k in found if k in names), key=lambda k: (-found[k], names[k][0]))[:25]
    rows = tuple(
        Row(
            (
                names[k][0],
                found[k],
                done[k],
                part(done[k], found[k]),
                middle(waited.get(k, [])),
            ),
            told.now.list_of(names[k][1]),
        )
        for k in largest
    )
    head = (
        Column("name", _("Tag"), TEXT), Column("count", _("Comments")), Column("answered", _("Answered")),
        Column("share", _("Share answered"), PERCENT), Column("median", _("Median time to answer"), DURATION),
    )  # fmt: skip
    return Block("tags-answered", _("What was answered, by tag"), table=Table(head, rows))


def together(told):
    """Tags that stand on one comment."""
    return crossed(
        told, "tag", "tag", "together", _("Which tags stand together"), _("Tag"), _("And tag")
    )


def places(told):
    return crossed(
        told, "tag", "territory", "tag-places", _("Tags and places"), _("Tag"), _("Place")
    )


def channels(told):
    return crossed(
        told, "tag", "channel", "tag-channels", _("Tags and channels"), _("Tag"), _("Channel")
    )


def crossed(told, kind, other, key, title, one, two):
    """The pairs that comments have most often, beside how often they would by chance."""
    pairs = told.now.crossing(kind, other)
    ones, twos = told.now.by(kind), told.now.by(other)
    first, second = named(kind, ones), named(other, twos)
    known = [(a, b) for a, b in pairs if a in first and b in second and (kind != other or a < b)]
    largest = sorted(known, key=lambda pair: (-pairs[pair], first[pair[0]][0], second[pair[1]][0]))[
        :PAIRS
    ]
    rows = tuple(
        Row(
            (
                first[a][0],
                second[b][0],
                pairs[a, b],
                part(pairs[a, b], ones[a]),
                by_chance(pairs[a, b], ones[a], twos[b], told.now.total),
            ),
            told.now.list_of(f"{first[a][1]} {second[b][1]}"),
        )
        for a, b in largest
    )
    head = (
        Column("one", one, TEXT), Column("two", two, TEXT), Column("count", _("Comments")),
        Column("share", _("Share of the first"), PERCENT), Column("times", _("Times more than by chance")),
    )  # fmt: skip
    return Block(key, title, table=Table(head, rows))


def by_chance(both, one, two, whole):
    """How many times more often than if the two had nothing to do with each other."""
    return round(both * whole / (one * two), 1) if one and two else None
