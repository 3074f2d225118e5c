"""Comments that say nearly the same, gathered as triage does."""

import csv
from pathlib import Path

import pytest

from app.extensions import db
from app.waves.gathering import gather
from app.waves.likeness import sketched
from app.waves.models import WaveComment
from tests import cast
from tests.fixtures.village import village  # noqa: F401
from workers import moderation, waves  # noqa: F401

SAID = "Gagnez 500 DT par semaine sans bouger, cliquez sur le lien dans ma bio"


def alike():
    """(group, text) of sentences written to be told apart, or not; alone without a group."""
    with open(Path(__file__).parent / "alike.csv", encoding="utf-8", newline="") as file:
        return [(row["group"], row["text"]) for row in csv.DictReader(file)]


def look_at(comments):
    """As triage does."""
    said = [(comment.id, comment.text) for comment in comments]
    gather(sketched(said), [number for number, _ in said])


@pytest.fixture
def arrive(page):
    """Comments with these texts, gathered together."""

    def come(*texts, channel=page, **more):
        some = [cast.comment(channel, text, **more) for text in texts]
        look_at(some)
        db.session.commit()
        return some

    return come


@pytest.fixture
def wave(arrive):
    """Five comments that say nearly the same."""
    return arrive(*(f"{SAID} {'!' * number} {number}" for number in range(5)))


def wave_number(comment):
    db.session.expire_all()
    member = db.session.get(WaveComment, comment.id)
    return member and member.wave_id
