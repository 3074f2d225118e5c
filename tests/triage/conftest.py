"""Rules that look at what arrives, triaged as workers do."""

import pytest

from app.extensions import db
from app.lib.text import normalise
from app.rules.models import Rule
from app.triage.actions import triage
from tests import cast

ABUSE = "ya 7mar, ya kalb, rak masa5"
CRITICISM = "Projet nul, rien n'est fait et personne ne répond, c'est une honte"
WATER = "L'eau est coupée à Sidi Khiar depuis trois jours"


@pytest.fixture
def rule(the_app, nadia):
    """A rule that is on: `rule("Eau", "eau", {"do": "tag", "tags": ["eau"]})`."""

    def make(name, query, *effects, **more):
        row = Rule(
            name=name, key=normalise(name), query=query, effects=list(effects),
            on=more.pop("on", True), owner_id=nadia.id, **more,
        )  # fmt: skip
        db.session.add(row)
        db.session.commit()
        return row

    return make


@pytest.fixture
def arrive(page):
    """Comments with these texts, looked at."""

    def come(*texts, **more):
        some = [cast.comment(page, text, **more) for text in texts]
        look()
        return some if len(some) > 1 else some[0]

    return come


def look():
    while triage():
        pass
    db.session.expire_all()


def tags_on(comment):
    return {tagging.tag.name for tagging in comment.taggings}


def tag(*names):
    return {"do": "tag", "tags": list(names)}
