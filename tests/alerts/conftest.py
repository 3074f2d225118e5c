"""A town that writes ten comments an hour, whatever the hour, for nine days; and a watch over it."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from app.alerts.actions import make_watch
from app.alerts.looking import look
from app.alerts.models import Alert
from app.comments.index import fill
from app.comments.models import Comment
from app.extensions import db
from app.lib.clock import microseconds
from app.lib.text import search_text
from tests import cast

AT = datetime(2026, 11, 18, 14, 7, tzinfo=UTC)
ORDINARY = (
    "la réunion du comité est reportée", "شكرا على المعلومة", "yesser mawdhou3 mouhem", "belle initiative",
    "quand commence le projet de la piste", "الطريق مازال خايب", "bravo pour le travail",
)  # fmt: skip


@pytest.fixture
def crowd(page):
    """`crowd(texts, at, over=minutes)`: comments of different people, all at once in the database."""
    people = [cast.author(page, f"Passant{n}") for n in range(25)]

    def write(texts, at, over=30, channel=page, **more):
        step = timedelta(minutes=over) / max(len(texts), 1)
        rows = []
        for number, text in enumerate(texts):
            written = at - timedelta(minutes=over) + step * number
            name = f"crowd-{microseconds(written)}"
            rows.append({
                "id": microseconds(written), "channel_id": channel.id, "platform_id": name, "thread": name,
                "author_id": people[number % 25].id, "text": text, "words": search_text(text),
                "created_at": written, "received_at": written, "status": "open", **more,
            })  # fmt: skip
        db.session.execute(insert(Comment), rows)
        fill(db.session.connection(), [{"id": r["id"], "words": r["words"]} for r in rows])
        db.session.commit()
        return [row["id"] for row in rows]

    return write


@pytest.fixture
def quiet_town(crowd):
    """Nine days of nothing in particular."""
    dice = random.Random(6)
    crowd([dice.choice(ORDINARY) for _ in range(9 * 24 * 10)], AT - timedelta(hours=1), 9 * 24 * 60)


@pytest.fixture
def watch(leila):
    made = make_watch(by=leila, name="Tout", query="", kinds=["volume", "word"])
    db.session.commit()
    return made


@pytest.fixture
def looked():
    """`looked(watch, at)`: the looks that a worker takes until the past is counted, and one more."""

    def take(watch, at=AT):
        for _ in range(40):
            found = look(watch, at)
            db.session.commit()
            if watch.looked_at == at:
                break
        return found

    return take


@pytest.fixture
def alerts(the_app):
    return lambda: db.session.query(Alert).order_by(Alert.id).all()
