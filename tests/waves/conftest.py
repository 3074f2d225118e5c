"""Comments that say nearly the same, gathered as triage does."""

import csv
from pathlib import Path

import pytest

from app.extensions import db
from app.waves.gathering import gather, sketched
from app.waves.models import WaveComment
from tests import cast

SAID = "Gagnez 500 DT par semaine sans bouger, cliquez sur le lien dans ma bio"


def alike():
    """(group, text) of sentences written to be told apart, or not; alone without a group."""
    with open(Path(__file__).parent / "alike.csv", encoding="utf-8", newline="") as file:
        return [(row["group"], row["text"]) for row in csv.DictReader(file)]


@pytest.fixture
def arrive(page):
    """Comments with these texts, gathered together."""

    def come(*texts, channel=page, **more):
        some = [cast.comment(channel, text, **more) for text in texts]
        gather(sketched((comment.id, comment.text) for comment in some))
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
