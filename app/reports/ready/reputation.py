"""E-reputation: where one speaks of us, in what mood, under what, and on which days more than usual."""

from statistics import median

from flask_babel import gettext as _

from app.reports.blocks import PERCENT, TEXT, Block, Column, Figure, Row, Table
from app.reports.naming import moods, named, step_words
from app.reports.parts import bars, cut, lines_over_time, part, said_step

SPIKES, TIMES, LEAST = 10, 2, 10


def voice(told):
    table = cut(told, "channel", _("Channel"))
    return Block("voice", _("Where one speaks"), table=table, chart=bars(table))


def balance(told):
    """The mood of each step, and happy minus unhappy in all."""
    kinds = ("pos", "neu", "neg")
    stepped = told.now.steps_by("sentiment", kinds)
    head = (
        Column("step", said_step(told.period.step), TEXT),
        *(Column(k, moods()[k]) for k in kinds),
    )
    rows = tuple(
        Row(
            (step_words(step), *(stepped[k][n] for k in kinds)),
            str(told.now.query.plus(step.query)),
        )
        for n, step in enumerate(told.period.steps)
    )
    table = Table(head, rows, _("The mood of comments, by when they were written."))
    happy, unhappy = (told.of(f"sentiment:{k}") for k in ("pos", "neg"))
    now, before = (
        part(h.total - u.total, h.total + u.total)
        for h, u in ((happy.now, unhappy.now), (happy.before, unhappy.before))
    )
    listed = told.now.list_of("sentiment:pos OR sentiment:neg")
    figures = (Figure(_("Balance: happy less unhappy, of both"), now, PERCENT, before, listed),)
    return Block(
        "balance",
        _("How the mood goes"),
        figures=figures,
        table=table,
        chart=lines_over_time(table),
    )


def sources(told):
    table = cut(told, "post", _("Post"), most=15)
    return Block("sources", _("Under which posts"), table=table, chart=bars(table))


def spikes(told):
    """Days with at least twice as many comments as usual, and the tag and post they had most of."""
    days = [found.bit_count() for found in told.now.masks]
    usual = median(days) if days else 0
    busy = [
        (n, many) for n, many in enumerate(days) if many >= LEAST and many >= TIMES * max(usual, 1)
    ]
    busy = sorted(sorted(busy, key=lambda pair: -pair[1])[:SPIKES])
    rows = []
    for n, many in busy:
        day = told.period.day(n)
        book, found = told.now.books[n], told.now.masks[n]
        rows.append(
            Row(
                (
                    step_words(day),
                    many,
                    round(many / max(usual, 1), 1),
                    *(most_of(book, found, kind) for kind in ("tag", "post")),
                ),
                str(told.now.query.plus(day.query)),
            )
        )
    head = (
        Column("day", _("Day"), TEXT), Column("count", _("Comments")), Column("times", _("Times the usual")),
        Column("tag", _("Tag put most"), TEXT), Column("post", _("Under the post"), TEXT),
    )  # fmt: skip
    about = _("Days with at least twice as many comments as the usual day of the period.")
    return Block("spikes", _("Days with more than usual"), table=Table(head, tuple(rows), about))


def most_of(book, found, kind):
    counted = {key: (bits & found).bit_count() for key, bits in book.bits.get(kind, {}).items()}
    key = max((k for k, many in counted.items() if many), key=counted.get, default=None)
    names = named(kind, [key]) if key is not None else {}
    return names[key][0] if key in names else ""
