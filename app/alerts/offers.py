"""Watches that are ready to be switched on with one click."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.alerts.models import Watch
from app.extensions import db

# In each language and script that is written here; one comment is enough.
DANGER = (
    "suicide OR suicider OR explosion OR incendie OR noyade OR électrocuté OR inondation OR otage OR "
    "انتحار OR ننتحر OR حريق OR فيضان OR غرق OR انفجار OR قنبلة OR fayadhan OR 7ri9a OR ntihar OR "
    "bomb OR flood"
)


@dataclass(frozen=True)
class Offer:
    """A watch as it would be made."""

    key: str
    name: object
    about: object
    kinds: tuple
    query: str = ""
    urgent: bool = False


OFFERS = (
    Offer(
        "more",
        _l("More comments than usual"),
        _l("Held against the same hour of earlier weeks; also a place, a word or a channel that nobody heard of until now."),
        ("volume", "place", "word", "source"),
    ),
    Offer(
        "anger",
        _l("More anger than usual"),
        _l("A larger part of the comments is negative or toxic than on other days."),
        ("mood",),
    ),
    Offer(
        "danger",
        _l("Danger words"),
        _l("Somebody writes of fire, flood, drowning or suicide. One comment is enough, and the letter leaves at any hour."),
        ("any",),
        DANGER,
        True,
    ),
    Offer(
        "wave",
        _l("A new wave"),
        _l("Several people write nearly the same, and did not a day ago."),
        ("wave",),
    ),
)  # fmt: skip
BY_KEY = {offer.key: offer for offer in OFFERS}


def open_offers():
    """Those that nobody took yet."""
    taken = set(db.session.scalars(db.select(Watch.offer)))
    return [offer for offer in OFFERS if offer.key not in taken]


def name_of(watch):
    """What a watch is called: one that was offered speaks the reader's language, until somebody renames it."""
    return watch.name or (BY_KEY[watch.offer].name if watch.offer in BY_KEY else "")
