"""Every block there is, and the ready reports that are made of them."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.reports.ready import (
    classifier,
    community,
    ledger,
    levels,
    moderation,
    questions,
    reputation,
    service,
    tags,
)

BLOCKS = {
    "volume": (_l("What was said"), community.volume),
    "mood": (_l("In what mood"), community.mood),
    "themes": (_l("About what"), community.themes),
    "places": (_l("From where"), community.places),
    "places-within": (_l("Delegations, communes and imadas"), community.smaller_places),
    "groupings": (_l("Groupings of places, as cycles"), community.groupings),
    "channels": (_l("On which channels"), community.channels),
    "languages": (_l("In which languages"), community.languages),
    "questions": (_l("What was asked most"), questions.asked),
    "done": (_l("What we did"), community.done),
    "ledger": (_l("You said, we did"), ledger.asked_and_done),
    "tags": (_l("How often each tag was put"), tags.counted),
    "trend": (_l("How tags go over time"), tags.trend),
    "together": (_l("Which tags stand together"), tags.together),
    "tag-places": (_l("Tags and places"), tags.places),
    "tag-channels": (_l("Tags and channels"), tags.channels),
    "tags-answered": (_l("What was answered, by tag"), tags.answered),
    "hidden": (_l("What was hidden"), moderation.hidden),
    "hidden-by": (_l("Who hid it"), moderation.by_whom),
    "hidden-why": (_l("What the classifier said of what was hidden"), moderation.why),
    "reversed": (_l("What was shown again"), moderation.reversed_acts),
    "time-to-act": (_l("How soon something was hidden"), moderation.time_to_act),
    "first-answer": (_l("The first answer"), service.first_answer),
    "levels": (_l("Service levels"), levels.promised),
    "resolution": (_l("Nothing more to do"), service.resolution),
    "by-person": (_l("Answers by person"), service.by_person),
    "by-hour": (_l("Answers by hour of the day"), service.by_hour),
    "voice": (_l("Where one speaks"), reputation.voice),
    "balance": (_l("How the mood goes"), reputation.balance),
    "sources": (_l("Under which posts"), reputation.sources),
    "spikes": (_l("Days with more than usual"), reputation.spikes),
    "flagged": (_l("What the classifier flagged"), classifier.flagged),
    "flagged-languages": (_l("The classifier by language"), classifier.by_language),
}


@dataclass(frozen=True)
class Ready:
    """A report that is there from the first day."""

    key: str
    title: object
    about: object
    blocks: tuple
    period: str = "month"


def ready(key, title, about, blocks, **more):
    return Ready(key, title, about, tuple(blocks.split()), **more)


READY = {
    each.key: each
    for each in (
        ready(
            "community",
            _l("Community month"),
            _l(
                "How much was said, in what mood, about what and where, what was asked and what we did."
            ),
            "volume mood themes places groupings places-within questions done ledger channels languages",
        ),
        ready(
            "tags",
            _l("Tag report"),
            _l("How often each tag was put, how that goes, and which tags stand together."),
            "tags trend together tag-places tag-channels tags-answered",
        ),
        ready(
            "moderation",
            _l("Moderation"),
            _l(
                "What was hidden, why, by whom or by which rule, how soon, and what was taken back."
            ),
            "hidden hidden-by hidden-why reversed time-to-act",
        ),
        ready(
            "service",
            _l("Service"),
            _l("How soon people are answered and their matter is done, by person and by hour."),
            "first-answer levels resolution by-person by-hour",
        ),
        ready(
            "reputation",
            _l("E-reputation"),
            _l(
                "Where one speaks of us, in what mood, under which posts, and on which days more than usual."
            ),
            "voice balance sources spikes",
        ),
        ready(
            "classifier",
            _l("Classifier"),
            _l("What the classifier flagged, and how often people told it otherwise."),
            "flagged flagged-languages",
        ),
    )
}


def title_of(report):
    return str(READY[report].title) if isinstance(report, str) else report.name


def blocks_of(report):
    """The functions that make the blocks of a report, in its order."""
    keys = READY[report].blocks if isinstance(report, str) else report.blocks
    return [BLOCKS[key][1] for key in keys if key in BLOCKS]
