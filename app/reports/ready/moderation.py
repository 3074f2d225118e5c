"""Moderation: what was hidden, why, by whom or by which rule, how soon, and how often that was taken back."""

from flask_babel import gettext as _

from app.reports.blocks import DURATION, PERCENT, Block, Figure
from app.reports.counts import middle, ninetieth
from app.reports.parts import bars, columns_over_time, cut, figure, over_time, part

HIDDEN, BY_RULE = "hidden-by:anyone", "hidden-by:rule"


def hidden(told):
    """Acts of rules are counted apart."""
    those = told.of(HIDDEN)
    table = over_time(those)
    return Block(
        "hidden",
        _("What was hidden"),
        figures=(
            figure(_("Hidden by us"), told, HIDDEN),
            figure(_("of these by a rule"), told, f"{HIDDEN} {BY_RULE}"),
            figure(_("of these by people alone"), told, f"{HIDDEN} -{BY_RULE}"),
            figure(_("Hidden on the platform now"), told, "is:hidden"),
            figure(_("Marked as spam"), told, "is:spam"),
        ),
        table=table,
        chart=columns_over_time(table),
    )


def why(told):
    table = cut(told.of(HIDDEN), "label", _("Label"))
    return Block(
        "hidden-why",
        _("What the classifier said of what was hidden"),
        table=table,
        chart=bars(table),
    )


def by_whom(told):
    table = cut(told.of(HIDDEN), "hidden-by", _("By"))
    return Block("hidden-by", _("Who hid it"), table=table, chart=bars(table))


def reversed_acts(told):
    """How often a hiding was taken back, by people and by rules apart."""
    figures = []
    for title, text in (
        (_("Shown again, of all that was hidden"), HIDDEN),
        (_("Shown again, of what a rule hid"), BY_RULE),
        (_("Shown again, of what people hid"), f"{HIDDEN} -{BY_RULE}"),
    ):
        some = told.of(text)
        back = some.of("is:shown")
        now, before = (
            part(a.total, b.total) for a, b in ((back.now, some.now), (back.before, some.before))
        )
        figures.append(Figure(title, now, PERCENT, before, back.now.list_of()))
    return Block("reversed", _("What was shown again"), figures=tuple(figures))


def time_to_act(told):
    figures = []
    for title, text in ((_("by people"), f"{HIDDEN} -{BY_RULE}"), (_("by rules"), BY_RULE)):
        some = told.of(text)
        now, before = some.now.seconds("hide"), some.before.seconds("hide")
        listed = some.now.list_of()
        figures += [
            Figure(
                _("Median time until hidden, %(by)s", by=title),
                middle(now),
                DURATION,
                middle(before),
                listed,
            ),
            Figure(
                _("Nine of ten within, %(by)s", by=title),
                ninetieth(now),
                DURATION,
                ninetieth(before),
                listed,
            ),
        ]
    return Block("time-to-act", _("How soon"), figures=tuple(figures))
