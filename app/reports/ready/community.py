"""Community month: how much was said, in what mood, of what and where, what was asked, and what we did."""

from flask_babel import gettext as _
from sqlalchemy import select

from app.extensions import db
from app.lib.bulk import among
from app.reports.blocks import DURATION, Block, Figure
from app.reports.counts import middle
from app.reports.parts import bars, columns_over_time, cut, figure, over_time, share
from app.territories.models import Territory


def volume(told):
    table = over_time(told)
    return Block(
        "volume",
        _("What was said"),
        figures=(
            figure(_("Comments"), told),
            share(_("Answered"), told, "is:answered"),
            figure(_("Still open"), told, "is:open"),
        ),
        table=table,
        chart=columns_over_time(table),
    )


def mood(told):
    table = cut(told, "sentiment", _("Mood"))
    return Block(
        "mood",
        _("In what mood"),
        figures=(
            share(_("Unhappy"), told, "sentiment:neg"),
            share(_("Happy"), told, "sentiment:pos"),
        ),
        table=table,
        chart=bars(table),
    )


def themes(told):
    table = cut(told, "tag", _("Theme"))
    return Block("themes", _("About what"), table=table, chart=bars(table))


def places(told):
    """Governorates; what a comment says of a smaller place counts for the larger ones too."""
    table = cut(told, "territory", _("Governorate"), only=of_kinds("governorate"))
    return Block("places", _("From where"), table=table, chart=bars(table))


def smaller_places(told):
    table = cut(
        told, "territory", _("Place"), most=40, only=of_kinds("delegation", "commune", "imada")
    )
    return Block(
        "places-within", _("Delegations, communes and imadas"), table=table, chart=bars(table)
    )


def groupings(told):
    """The project's own groupings, as its cycles."""
    table = cut(told, "territory", _("Grouping"), only=of_kinds("grouping"))
    return Block("groupings", _("Groupings of places"), table=table, chart=bars(table))


def of_kinds(*kinds):
    return lambda keys: db.session.scalars(
        select(Territory.id).where(among(Territory.id, list(keys)), Territory.kind.in_(kinds))
    ).all()


def channels(told):
    table = cut(told, "channel", _("Channel"))
    return Block("channels", _("On which channels"), table=table, chart=bars(table))


def languages(told):
    table = cut(told, "lang", _("Language"))
    return Block("languages", _("In which languages"), table=table, chart=bars(table))


def done(told):
    answer, earlier = (middle(each.seconds("answer")) for each in (told.now, told.before))
    listed = told.now.list_of("is:answered")
    return Block(
        "done",
        _("What we did"),
        figures=(
            figure(_("Answered"), told, "is:answered"),
            Figure(_("Median time to the first answer"), answer, DURATION, earlier, listed),
            figure(_("Tagged"), told, "has:tag"),
            figure(_("Hidden by us"), told, "hidden-by:anyone"),
            figure(_("Nothing more to do"), told, "is:done"),
        ),
    )
