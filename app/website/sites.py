"""Which sites may show the form and read back what was moderated."""

from app.lib.origins import origin_of


def origins_of(channel):
    """The sites that an administrator named, as browsers write them."""
    named = channel.settings.get("sites") or ()
    return [origin for line in named if (origin := origin_of(line))]
