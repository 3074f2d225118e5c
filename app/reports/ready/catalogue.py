"""Every block there is, and the ready reports that are made of them."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.reports.ready import community

BLOCKS = {
    "volume": (_l("What was said"), community.volume),
    "mood": (_l("In what mood"), community.mood),
    "themes": (_l("About what"), community.themes),
    "places": (_l("From where"), community.places),
    "channels": (_l("On which channels"), community.channels),
    "languages": (_l("In which languages"), community.languages),
    "done": (_l("What we did"), community.done),
}


@dataclass(frozen=True)
class Ready:
    """A report that is there from the first day."""

    key: str
    title: object
    about: object
    blocks: tuple
    period: str = "month"


READY = {
    ready.key: ready
    for ready in (
        Ready(
            "community",
            _l("Community month"),
            _l("How much was said, in what mood, about what and where, and what we did."),
            ("volume", "mood", "themes", "places", "channels", "languages", "done"),
        ),
    )
}


def title_of(report):
    return str(READY[report].title) if isinstance(report, str) else report.name


def blocks_of(report):
    """The functions that make the blocks of a report, in its order."""
    keys = READY[report].blocks if isinstance(report, str) else report.blocks
    return [BLOCKS[key][1] for key in keys if key in BLOCKS]
