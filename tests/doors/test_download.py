"""A refused list leaves as a file also when nothing of the request is left but the answer."""

import pytest

from app.accounts.models import User
from app.extensions import db
from app.ingest.models import Refusal
from tests import cast
from tests.conftest import make_app


@pytest.fixture
def outside(sqlite, home):
    """An app as the web server has it: no context is alive around its requests."""
    url = sqlite.fresh()
    app = make_app(url, home)
    with app.app_context():
        cast.person("Leila", "moderator")
        channel = cast.channel()
        db.session.add(Refusal(channel_id=channel.id, position=3, reason="no-text", item="=1+1"))
        db.session.commit()
        app.config["CHANNEL"], app.config["WHO"] = channel.id, User.query.one().fs_uniquifier
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()
    sqlite.drop(url)


def test_the_refused_items_leave_as_a_file(outside):
    from flask.testing import FlaskClient

    client = FlaskClient(outside, outside.response_class)
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = outside.config["WHO"], True

    answer = client.get(f"/channels/{outside.config['CHANNEL']}/refused.csv")

    assert answer.status_code == 200
    assert answer.data.decode("utf-8-sig").splitlines()[1].startswith("3,")
    assert "'=1+1" in answer.text
